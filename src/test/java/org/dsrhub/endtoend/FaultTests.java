package org.dsrhub.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.simulated.Call;
import org.dsrhub.simulated.FaultScript;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedServer;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsrhub.endtoend.Disturbance.body;
import static org.dsrhub.endtoend.Disturbance.lasting;
import static org.dsrhub.endtoend.Disturbance.passing;
import static org.dsrhub.endtoend.Disturbance.status;
import static org.dsrhub.endtoend.Disturbance.throttling;

/**
 * Every failure at every source. Each case is a tenant of its own in one hub, and all of
 * them run at once; a test looks at what became of one.
 */
class FaultTests {

	private static final ObjectMapper JSON = new ObjectMapper();

	/** How the calls for each source begin. */
	private static final Map<String, String> SOURCES = Map.of("defender-security-contacts", "/securityContacts",
			"defender-jit-policies", "/jitNetworkAccessPolicies", "defender-alerts", "/alerts", "activity-log",
			"/eventtypes/", "entra-user", "GET /v1.0/users/");

	private static final String ELSEWHERE = "http://192.0.2.9:9/elsewhere";

	private static final List<Disturbance> PASSING = List.of(
			throttling("429 with seconds", Duration.ofSeconds(1), (on) -> on.throttle("1")),
			throttling("429 with a fraction", Duration.ofMillis(700), (on) -> on.throttle("0.7")),
			throttling("429 until a date", Duration.ofMillis(1000),
					(on) -> on.throttleUntilDate(Duration.ofSeconds(2))),
			passing("429 without a hint", "throttled", FaultScript::throttleWithoutHint),
			throttling("429 until a date long gone", Duration.ofMillis(220),
					(on) -> on.throttleUntilDate(Duration.ofHours(-1))),
			passing("500", "unreachable", status(500)), passing("503", "unreachable", status(503)),
			passing("504", "unreachable", status(504)), passing("no answer", "unreachable", FaultScript::hang),
			passing("a drip", "unreachable", (on) -> on.drip(Duration.ofMillis(50))),
			passing("connection closed", "unreachable", FaultScript::disconnect),
			passing("body cut off", "unreachable", FaultScript::truncate),
			passing("half a JSON", "invalid-answer", FaultScript::malformedJson),
			passing("HTML with 200", "invalid-answer", FaultScript::html),
			passing("nothing with 200", "invalid-answer", body("")),
			passing("another object with 200", "invalid-answer", body("{\"id\":\"x\",\"items\":[]}")),
			passing("an error with 200", "invalid-answer", body("{\"error\":{\"code\":\"InternalError\"}}")));

	private static final List<Disturbance> LASTING = List.of(lasting("401", "not-permitted", status(401)),
			lasting("403", "not-permitted", FaultScript::forbid), lasting("400", "bad-request", status(400)),
			lasting("404", "not-found", status(404)), lasting("204", "invalid-answer", status(204)),
			lasting("302", "invalid-answer", (on) -> on.redirectTo(ELSEWHERE)));

	private static final List<Disturbance> OF_LISTS = List.of(
			lasting("link to another host", "invalid-answer", (on) -> on.nextLinkTo(ELSEWHERE)),
			lasting("link to another port", "invalid-answer", (on) -> on.nextLinkTo("http://127.0.0.1:9/elsewhere")),
			lasting("link that is no address", "invalid-answer", (on) -> on.nextLinkTo("http://[")),
			lasting("link to itself", "invalid-answer", FaultScript::repeatNextLink),
			passing("list and error", "invalid-answer", (on) -> on.rewrite((page) -> {
				page.putObject("error").put("code", "InternalError");
				return page;
			})),
			passing("link that is a number", "invalid-answer", (on) -> on.rewrite((page) -> page.put("nextLink", 7))));

	private static final Map<String, Place> PLACES = new LinkedHashMap<>();

	@TempDir
	static Path folder;

	private static Installation installation;

	private static RunningHub hub;

	/**
	 * A tenant in which one thing goes wrong.
	 */
	private record Place(SimulatedTenant tenant, SamplePeople people, String source, Disturbance disturbance) {

		@Override
		public String toString() {
			return this.source + ": " + this.disturbance;
		}

		List<Call> calls() {
			SimulatedServer server = this.source.equals("entra-user") ? this.tenant.graph() : this.tenant.arm();
			return server.calls().stream().filter((call) -> call.line().contains(SOURCES.get(this.source))).toList();
		}

		// A list is disturbed on its second page, when there is something to lose.
		int undisturbed() {
			return this.source.equals("entra-user") ? 0 : 1;
		}

	}

	@BeforeAll
	static void runAllAtOnce() throws IOException {
		installation = Installation.in(folder);
		settle("undisturbed", null, null, (tenant) -> {
		});
		SOURCES.keySet().stream().sorted().forEach((source) -> {
			PASSING.forEach((one) -> disturb("once", source, one, (on) -> on.times(1)));
			PASSING.forEach((one) -> disturb("always", source, one, FaultScript::always));
			LASTING.forEach((one) -> disturb("always", source, one, FaultScript::always));
			if (!source.equals("entra-user")) {
				OF_LISTS.forEach((one) -> disturb("always", source, one, FaultScript::always));
			}
		});
		settle("withdrawn", null, null, (tenant) -> tenant.arm().faults().on("/alerts").after(1).expireTokens());
		settle("refused-token", null, null, (tenant) -> tenant.graph().faults().on("GET /v1.0/users/").answer(401));
		settle("gaps", null, null, (tenant) -> {
			tenant.arm().emptyPages(true);
			tenant.graph().emptyPages(true);
		});
		settle("empty", null, null, (tenant) -> tenant.arm().faults().on("/providers/").always().rewrite((page) -> {
			page.putArray("value");
			page.remove("nextLink");
			return page;
		}));
		settle("login-down", null, null, (tenant) -> tenant.login().faults().on("/token").always().answer(503));
		settle("login-hangs", null, null, (tenant) -> tenant.login().faults().on("/token").always().hang());
		settle("login-refuses", null, null, (tenant) -> tenant.login().faults().on("/token").always().answer(401));
		settle("beyond", null, null,
				(tenant) -> tenant.arm().faults().on("/alerts").always().throttleUntilDate(Duration.ofDays(90)));
		nobodyListens();
		hub = RunningHub.start(installation);
		PLACES.forEach((name, place) -> installation.drop(name, "one.json",
				"{\"reference\":\"R\",\"tenant\":\"%s\",\"right\":\"export\",\"subject\":{\"email\":\"%s\"}}"
					.formatted(name, place.people().email())));
	}

	@AfterAll
	static void close() {
		hub.close();
		PLACES.values().forEach((place) -> place.tenant().close());
	}

	static Stream<String> once() {
		return names("once");
	}

	static Stream<String> always() {
		return names("always");
	}

	@ParameterizedTest
	@MethodSource
	void once(String name) throws IOException {
		Place place = PLACES.get(name);
		JsonNode result = hub.closed(name, "R");

		assertThat(result.path("state").asText()).as(place.toString()).isEqualTo("completed");
		assertThat(result.path("exceptions")).isEmpty();
		complete(place, result, SOURCES.keySet());
		// Two hundred tenants at once may cost a busy machine a time limit more.
		assertThat(task(result, place.source()).path("attempts").asInt()).isBetween(2, 3);
		assertPaused(place, place.undisturbed());
	}

	@ParameterizedTest
	@MethodSource
	void always(String name) throws IOException {
		Place place = PLACES.get(name);
		Disturbance disturbance = place.disturbance();
		// What the directory has just named and now does not find may be on its way.
		boolean moving = place.source().equals("entra-user") && disturbance.name().equals("404");
		int tries = moving ? 3 : disturbance.tries();
		JsonNode result = hub.closed(name, "R");

		assertThat(result.path("state").asText()).as(place.toString()).isEqualTo("completed-with-exceptions");
		JsonNode task = task(result, place.source());
		assertThat(task.path("state").asText()).isEqualTo("failed");
		assertThat(task.path("outcome").asText()).isEqualTo("failed");
		assertThat(task.path("reason").asText()).as(place.toString()).isEqualTo(disturbance.reason());
		assertThat(task.path("attempts").asInt()).as(place.toString()).isEqualTo(tries);
		for (JsonNode exceptions : List.of(result.path("exceptions"), manifest(result).path("exceptions"))) {
			assertThat(exceptions.toString()).isEqualTo("[{\"source\":\"%s\",\"outcome\":\"failed\",\"reason\":\"%s\"}]"
				.formatted(place.source(), disturbance.reason()));
		}
		complete(place, result, SOURCES.keySet().stream().filter((each) -> !each.equals(place.source())).toList());
		for (JsonNode source : manifest(result).path("sources")) {
			if (source.path("source").asText().equals(place.source())) {
				assertThat(source.path("file").isNull()).isTrue();
				assertThat(source.path("count").asInt()).isZero();
			}
		}
		for (int i = 0; i + 1 < tries; i++) {
			assertPaused(place, place.undisturbed() + i);
		}
		// A refused token is asked again at once, with a new one; a link to itself that
		// is
		// followed shows then.
		int least = place.undisturbed() + tries + (disturbance.name().equals("401") ? 1 : 0);
		int most = least + (disturbance.name().equals("link to itself") ? 1 : 0);
		assertThat(place.calls()).as(place.toString()).hasSizeBetween(least, most);
	}

	@ParameterizedTest
	@CsvSource({ "withdrawn, 4", "refused-token, 3" })
	void withdrawn_tokens_cost_one_login_more_and_no_attempt(String name, int most) throws IOException {
		JsonNode result = completed(name, SOURCES.keySet());

		result.path("tasks").forEach((task) -> assertThat(task.path("attempts").asInt()).isEqualTo(1));
		// One for each audience, and one for each that is called after its token was
		// withdrawn.
		assertThat(PLACES.get(name).tenant().login().calls()).filteredOn((call) -> call.path().endsWith("/token"))
			.hasSizeBetween(3, most);
	}

	@Test
	void empty_pages_on_the_way_end_no_list() throws IOException {
		completed("gaps", SOURCES.keySet());
	}

	@Test
	void empty_lists_are_an_answer() throws IOException {
		JsonNode result = completed("empty", List.of("entra-user"));

		for (String source : SOURCES.keySet()) {
			assertThat(task(result, source).path("outcome").asText())
				.isEqualTo(source.equals("entra-user") ? "found" : "nothing-found");
		}
	}

	@Test
	void a_pause_asked_beyond_the_deadline_is_not_waited_for() throws IOException {
		JsonNode result = hub.closed("beyond", "R");

		assertThat(task(result, "defender-alerts").path("reason").asText()).isEqualTo("throttled");
		assertThat(task(result, "defender-alerts").path("attempts").asInt()).isEqualTo(1);
	}

	@ParameterizedTest
	@MethodSource
	void without_a_service(String name, String reason, Set<String> lost) throws IOException {
		JsonNode result = hub.closed(name, "R");

		assertThat(result.path("state").asText()).isEqualTo("completed-with-exceptions");
		for (JsonNode task : result.path("tasks")) {
			boolean failed = lost.contains(task.path("source").asText());
			assertThat(task.path("reason").textValue()).as(task.toString()).isEqualTo(failed ? reason : null);
		}
		boolean unidentified = lost.contains("entra-user");
		assertThat(result.path("exceptions")).hasSize(lost.size() + (unidentified ? 1 : 0));
		assertThat(manifest(result).path("exceptions")).isEqualTo(result.path("exceptions"));
	}

	static Stream<org.junit.jupiter.params.provider.Arguments> without_a_service() {
		Set<String> arm = Set.of("defender-security-contacts", "defender-jit-policies", "defender-alerts",
				"activity-log");
		return Stream.of(org.junit.jupiter.params.provider.Arguments.of("login-down", "unreachable", SOURCES.keySet()),
				org.junit.jupiter.params.provider.Arguments.of("login-hangs", "unreachable", SOURCES.keySet()),
				org.junit.jupiter.params.provider.Arguments.of("login-refuses", "not-permitted", SOURCES.keySet()),
				org.junit.jupiter.params.provider.Arguments.of("nobody-listens", "unreachable", arm));
	}

	@Test
	void only_what_is_meant_leaves_the_hub() {
		PLACES.keySet().forEach((name) -> hub.closed(name, "R"));
		List<Call> calls = PLACES.values()
			.stream()
			.flatMap((place) -> Stream.of(place.tenant().arm(), place.tenant().graph()))
			.flatMap((server) -> server.calls().stream())
			.toList();

		assertThat(calls).isNotEmpty().allSatisfy((call) -> {
			assertThat(call.method()).isEqualTo("GET");
			assertThat(call.body()).isEmpty();
			assertThat(call.headers().keySet()).isSubsetOf("authorization", "accept", "x-ms-client-request-id",
					"user-agent", "host", "connection");
			assertThat(call.header("user-agent")).contains("dsr-hub");
		});
		assertThat(calls).extracting((call) -> call.header("x-ms-client-request-id").orElseThrow())
			.doesNotHaveDuplicates();
	}

	private static Stream<String> names(String how) {
		return PLACES.keySet().stream().filter((name) -> name.startsWith(how + "-"));
	}

	private static void disturb(String how, String source, Disturbance disturbance, Consumer<FaultScript> often) {
		String name = how + "-" + source + "-" + PLACES.size();
		settle(name, source, disturbance, (tenant) -> {
			SimulatedServer server = source.equals("entra-user") ? tenant.graph() : tenant.arm();
			FaultScript script = server.faults().on(SOURCES.get(source));
			often.accept(script.after(source.equals("entra-user") ? 0 : 1));
			disturbance.script().accept(script);
		});
	}

	private static void settle(String name, String source, Disturbance disturbance, Consumer<SimulatedTenant> faults) {
		SimulatedTenant tenant = SimulatedTenant.start(name);
		PLACES.put(name, new Place(tenant, SamplePeople.settle(tenant, Instant.now()), source, disturbance));
		faults.accept(tenant);
		installation.with(tenant, limits());
	}

	private static void nobodyListens() throws IOException {
		SimulatedTenant tenant = SimulatedTenant.start("nobody-listens");
		PLACES.put("nobody-listens", new Place(tenant, SamplePeople.settle(tenant, Instant.now()), null, null));
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			installation.with(tenant,
					limits() + "endpoints: {login: \"%s\", arm: \"http://127.0.0.1:%d\", graph: \"%s\"}\n"
						.formatted(tenant.login().url(), taken.getLocalPort(), tenant.graph().url()));
		}
	}

	private static String limits() {
		return "limits: {connectTimeout: PT3S, responseTimeout: PT4S, maxAttempts: 3, maxWait: PT0.3S, maxOutage: PT0S}\n";
	}

	private static JsonNode completed(String name, Iterable<String> sources) throws IOException {
		JsonNode result = hub.closed(name, "R");
		assertThat(result.path("state").asText()).isEqualTo("completed");
		complete(PLACES.get(name), result, sources);
		return result;
	}

	/**
	 * These sources hold all that is hers, and nothing twice.
	 */
	private static void complete(Place place, JsonNode result, Iterable<String> sources) throws IOException {
		Map<String, byte[]> files = Leak.entries(Files.readAllBytes(stored(result)));
		for (String source : sources) {
			JsonNode task = task(result, source);
			assertThat(task.path("outcome").asText()).as(place + ", " + source).isEqualTo("found");
			Set<String> hers = place.people().records(source);
			assertThat(task.path("count").asInt()).isEqualTo(hers.size());
			List<String> ids = new ArrayList<>();
			for (JsonNode found : JSON.readTree(files.get(task.path("system").asText() + "/" + source + ".json"))) {
				ids.add(found.path("data").path("id").asText());
			}
			assertThat(ids).as(place + ", " + source).containsExactlyInAnyOrderElementsOf(hers);
		}
	}

	private static void assertPaused(Place place, int call) {
		Instant first = place.calls().get(call).at();
		assertThat(Duration.between(first, place.calls().get(call + 1).at())).as(place.toString())
			.isGreaterThanOrEqualTo(place.disturbance().pause());
	}

	private static JsonNode task(JsonNode result, String source) {
		for (JsonNode task : result.path("tasks")) {
			if (task.path("source").asText().equals(source)) {
				return task;
			}
		}
		throw new AssertionError("no task for " + source + " in " + result);
	}

	private static JsonNode manifest(JsonNode result) throws IOException {
		return JSON.readTree(stored(result).resolveSibling("manifest.json").toFile());
	}

	private static Path stored(JsonNode result) {
		return installation.data().resolve("packages").resolve(result.path("package").path("path").asText());
	}

}
