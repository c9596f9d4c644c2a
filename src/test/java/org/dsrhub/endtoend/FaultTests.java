package org.dsrhub.endtoend;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import org.dsrhub.simulated.Call;
import org.dsrhub.simulated.FaultScript;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each fault on the way to each source: retried as it should be, then an outcome of its
 * own; nothing hangs, and nothing is called done that was missed. One tenant a fault, all
 * at once in one hub.
 */
class FaultTests {

	private static final Map<String, String> PATHS = Map.of("defender-security-contacts", "/securityContacts",
			"defender-jit-policies", "/jitNetworkAccessPolicies", "defender-alerts", "/alerts", "activity-log",
			"/eventtypes/", "entra-user", "/users/");

	private static final String LIMITS = "limits: {connectTimeout: PT1S, responseTimeout: PT1S, maxAttempts: 3, maxWait: PT0.4S}\n";

	private static final Map<String, Running> RUNNING = new LinkedHashMap<>();

	private static HttpServer elsewhere;

	private static int strayCalls;

	private static RunningHub hub;

	@BeforeAll
	static void start(@TempDir Path folder) throws Exception {
		elsewhere = HttpServer.create(new java.net.InetSocketAddress("127.0.0.1", 0), 0);
		elsewhere.createContext("/", (call) -> {
			strayCalls++;
			call.sendResponseHeaders(200, -1);
			call.close();
		});
		elsewhere.start();
		Installation installation = Installation.in(folder);
		Stream.concat(cases(), lists()).forEach((fault) -> {
			SimulatedTenant tenant = SimulatedTenant.start(fault.name());
			SamplePeople people = SamplePeople.settle(tenant, Instant.now());
			boolean listsOnly = fault.name().startsWith("lists-");
			PATHS.values().stream().filter((path) -> !listsOnly || !path.equals("/users/")).forEach((path) -> {
				fault.script().accept((path.equals("/users/") ? tenant.graph() : tenant.arm()).faults().on(path));
			});
			tenant.arm().pageSize(2);
			tenant.arm().emptyPages(fault.name().equals("lists-with-empty-pages"));
			installation.with(tenant, LIMITS);
			RUNNING.put(fault.name(), new Running(tenant, people));
		});
		hub = RunningHub.start(installation);
		RUNNING.forEach((name, running) -> installation.drop(name, "one.json",
				"{\"reference\":\"R-1\",\"tenant\":\"%s\",\"right\":\"export\",\"subject\":{\"email\":\"%s\"}}"
					.formatted(name, running.people().email())));
	}

	@AfterAll
	static void stop() {
		hub.close();
		RUNNING.values().forEach((running) -> running.tenant().close());
		elsewhere.stop(0);
	}

	static Stream<Case> cases() {
		Function<Integer, Consumer<FaultScript>> status = (code) -> (on) -> on.always().answer(code);
		String stray = "http://127.0.0.1:" + ((elsewhere != null) ? elsewhere.getAddress().getPort() : 1) + "/stray";
		return Stream.of(once("throttled-seconds", (on) -> on.times(1).throttle("1"), 1000),
				once("throttled-fraction", (on) -> on.times(1).throttle("0.7"), 700),
				once("throttled-until-date", (on) -> on.times(1).throttleUntilDate(Duration.ofSeconds(2)), 900),
				once("throttled-without-hint", (on) -> on.times(1).throttleWithoutHint(), 0),
				once("unavailable-once", (on) -> on.times(1).answer(503), 0),
				once("error-once", (on) -> on.times(1).answer(500), 0),
				once("gateway-timeout-once", (on) -> on.times(1).answer(504), 0),
				once("hangs-once", (on) -> on.times(1).hang(), 0),
				once("resets-once", (on) -> on.times(1).disconnect(), 0),
				once("truncated-once", (on) -> on.times(1).truncate(), 0),
				once("malformed-once", (on) -> on.times(1).malformedJson(), 0),
				once("html-once", (on) -> on.times(1).html(), 0),
				always("throttled-always", (on) -> on.always().throttle("0.1"), "throttled", 3),
				always("unavailable-always", status.apply(503), "unreachable", 3),
				always("hangs-always", (on) -> on.always().hang(), "unreachable", 3),
				always("drips-always", (on) -> on.always().drip(Duration.ofMillis(300)), "unreachable", 3),
				always("resets-always", (on) -> on.always().disconnect(), "unreachable", 3),
				always("malformed-always", (on) -> on.always().malformedJson(), "invalid-answer", 3),
				always("html-always", (on) -> on.always().html(), "invalid-answer", 3),
				always("forbidden-always", (on) -> on.always().forbid(), "not-permitted", 1),
				always("bad-request-always", status.apply(400), "bad-request", 1),
				always("redirected-always", (on) -> on.always().redirectTo(stray), "invalid-answer", 1),
				always("unauthorized-always", status.apply(401), "not-permitted", 1));
	}

	static Stream<Case> lists() {
		String stray = "http://127.0.0.1:" + ((elsewhere != null) ? elsewhere.getAddress().getPort() : 1) + "/stray";
		return Stream.of(always("lists-lead-elsewhere", (on) -> on.always().nextLinkTo(stray), "invalid-answer", 1),
				always("lists-repeat", (on) -> on.always().repeatNextLink(), "invalid-answer", 1),
				always("lists-with-expired-tokens", (on) -> on.times(1).expireTokens(), null, 1),
				always("lists-with-empty-pages", (on) -> on.times(1).delay(Duration.ofMillis(1)), null, 1));
	}

	@ParameterizedTest
	@MethodSource("lists")
	void a_list_is_read_to_its_end_or_told_as_failed(Case fault) {
		JsonNode result = hub.closed(fault.name(), "R-1");
		for (JsonNode task : result.path("tasks")) {
			String source = task.path("source").asText();
			boolean failed = fault.reason() != null && !source.equals("entra-user")
					&& !source.equals("defender-security-contacts");
			if (failed) {
				assertThat(task.path("outcome").asText()).as(source).isEqualTo("failed");
				assertThat(task.path("reason").asText()).as(source).isEqualTo(fault.reason());
			}
			else if (!source.equals("defender-security-contacts") || fault.reason() == null) {
				assertThat(task.path("outcome").asText()).as(source).isEqualTo("found");
				assertThat(task.path("count").asInt()).as(source)
					.isEqualTo(RUNNING.get(fault.name()).people().records(source).size());
			}
			assertThat(task.path("attempts").asInt()).as(source).isEqualTo(1);
		}
		assertThat(strayCalls).as("calls to a host that is not configured").isZero();
	}

	@ParameterizedTest
	@MethodSource("cases")
	void a_fault_is_retried_as_it_should_be_and_then_told(Case fault) {
		Running running = RUNNING.get(fault.name());
		JsonNode result = hub.closed(fault.name(), "R-1");
		assertThat(result.path("state").asText()).as(result.toPrettyString())
			.isEqualTo((fault.reason() == null) ? "completed" : "completed-with-exceptions");
		assertThat(result.path("tasks")).hasSize(PATHS.size());
		for (JsonNode task : result.path("tasks")) {
			String source = task.path("source").asText();
			assertThat(task.path("outcome").asText()).as(source)
				.isEqualTo((fault.reason() == null) ? "found" : "failed");
			assertThat(task.path("attempts").asInt()).as(source + " attempts").isEqualTo(fault.attempts());
			assertThat(task.path("reason").asText(null)).as(source).isEqualTo(fault.reason());
			if (fault.reason() == null) {
				assertThat(task.path("count").asInt()).as(source).isEqualTo(running.people().records(source).size());
				assertThat(gap(running, source)).as(source + " pause").isGreaterThanOrEqualTo(fault.pause());
			}
		}
		assertThat(result.path("exceptions")).hasSize((fault.reason() == null) ? 0 : PATHS.size());
		assertThat(result.path("package").path("sha256").asText()).hasSize(64);
		assertThat(strayCalls).as("calls to a host that is not configured").isZero();
	}

	@Test
	void nothing_but_the_intended_headers_and_reading_calls_leaves_the_hub() {
		cases().forEach((fault) -> hub.closed(fault.name(), "R-1"));
		Set<String> headers = RUNNING.values()
			.stream()
			.flatMap((running) -> Stream.concat(running.tenant().arm().calls().stream(),
					running.tenant().graph().calls().stream()))
			.peek((call) -> assertThat(call.method()).isEqualTo("GET"))
			.flatMap((call) -> call.headers().keySet().stream())
			.collect(Collectors.toSet());
		assertThat(headers).isSubsetOf("authorization", "accept", "x-ms-client-request-id", "user-agent", "host",
				"connection", "upgrade", "http2-settings");
	}

	/**
	 * How long the hub waited between the first two calls to a source.
	 */
	private static long gap(Running running, String source) {
		List<Call> calls = Stream
			.concat(running.tenant().arm().calls().stream(), running.tenant().graph().calls().stream())
			.filter((call) -> call.path().contains(PATHS.get(source)))
			.limit(2)
			.toList();
		return Duration.between(calls.get(0).at(), calls.get(1).at()).toMillis();
	}

	private static Case once(String name, Consumer<FaultScript> script, long pause) {
		return new Case(name, script, null, 2, pause);
	}

	private static Case always(String name, Consumer<FaultScript> script, String reason, int attempts) {
		return new Case(name, script, reason, attempts, 0);
	}

	record Running(SimulatedTenant tenant, SamplePeople people) {
	}

	record Case(String name, Consumer<FaultScript> script, String reason, int attempts, long pause) {

		@Override
		public String toString() {
			return this.name;
		}

	}

}
