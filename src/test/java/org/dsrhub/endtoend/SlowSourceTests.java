package org.dsrhub.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsrhub.endtoend.Estate.task;

/**
 * A service of one's own that answers later, added by the file that docs/sources.md
 * shows.
 */
class SlowSourceTests {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final String SOURCE = "archive-letters";

	private static final String EXPORTS = "/providers/Microsoft.CustomProviders/resourceProviders/archive/exports";

	private static final String TOLD = "archive-told";

	/** One for each test, so that they share a hub. */
	private static final List<String> TENANTS = List.of("called", "nobody", "told", "late", "vain", "dead");

	private static final Map<String, Archive> ARCHIVES = new HashMap<>();

	@TempDir
	static Path folder;

	private static Installation installation;

	private static RunningHub hub;

	private String tenant;

	private Archive archive;

	@BeforeAll
	static void startAll() throws IOException {
		installation = Installation.in(folder).setting("hub.public-url", "https://dsr.contoso.example");
		Path sources = folder.resolve("config/sources");
		Files.writeString(sources.resolve(SOURCE + ".yaml"), example());
		Files.writeString(sources.resolve(TOLD + ".yaml"),
				example().replace(SOURCE, TOLD).replaceFirst("(?s)    poll:\\n.*?(?=    longest:)", ""));
		for (String name : TENANTS) {
			Archive archive = new Archive(name);
			ARCHIVES.put(name, archive);
			installation.with(archive.tenant, """
					endpoints: {login: "%s", graph: "%s", arm: "http://127.0.0.1:%d"}
					sources: {include: [%s]}
					""".formatted(archive.tenant.login().url(), archive.tenant.graph().url(),
					archive.server.getAddress().getPort(), name.equals("told") ? TOLD : SOURCE));
		}
		hub = RunningHub.start(installation, ShiftedClock.class);
	}

	@AfterAll
	static void stopAll() {
		hub.close();
		ARCHIVES.values().forEach(Archive::close);
	}

	@Test
	void a_service_that_calls_back_is_asked_at_once_and_its_answer_is_read() throws IOException {
		start("called");
		URI callback = callback();
		assertThat(this.archive.orders.get(0).path("people")).extracting(JsonNode::asText)
			.contains(this.archive.people.email());
		rests();

		this.archive.state = "Succeeded";
		assertThat(call("POST", callback.getPath())).isEqualTo(204);

		JsonNode result = hub.closed(this.tenant, "R-1");
		assertThat(result.path("state").asText()).isEqualTo("completed");
		assertThat(task(result, SOURCE).path("count").asInt()).isEqualTo(1);
		assertThat(this.archive.asked).contains("GET " + EXPORTS + "/op-1", "GET " + EXPORTS + "/op-1/letters");
		assertThat(Leak.of(List.of(callback.getPath().replaceAll(".*/", ""))).below(folder)).isEmpty();
	}

	@Test
	void whoever_calls_learns_nothing_and_a_call_that_means_nobody_does_nothing() throws IOException {
		start("nobody");
		URI callback = callback();
		rests();
		int before = this.archive.asked.size();

		assertThat(call("POST", "/callbacks/" + "x".repeat(43))).isEqualTo(204);
		assertThat(call("GET", callback.getPath())).isEqualTo(404);
		assertThat(call("POST", "/callbacks/short")).isEqualTo(404);
		assertThat(call("POST", callback.getPath())).isEqualTo(204);
		Awaitility.await().until(() -> this.archive.asked.size() > before);

		rests();
		assertThat(this.archive.asked.subList(before, this.archive.asked.size()))
			.containsExactly("GET " + EXPORTS + "/op-1");
	}

	@Test
	void without_a_question_the_call_itself_says_that_it_has_ended() throws IOException {
		start("told");
		URI callback = callback();
		assertThat(call("POST", callback.getPath())).isEqualTo(204);

		JsonNode result = hub.closed(this.tenant, "R-1");
		assertThat(task(result, TOLD).path("outcome").asText()).isEqualTo("found");
		assertThat(this.archive.asked).doesNotContain("GET " + EXPORTS + "/op-1");
	}

	@Test
	void what_was_asked_in_vain_for_days_counts_as_no_attempt() throws IOException {
		start("vain");
		callback();
		rests();
		this.archive.state = "Down";
		for (int i = 0; i < 6; i++) {
			int before = this.archive.asked.size();
			hub.part(ShiftedClock.class).pass(Duration.ofHours(6));
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.archive.asked.size() > before);
			rests();
		}
		this.archive.down.set(1);
		this.archive.state = "Succeeded";
		hub.part(ShiftedClock.class).pass(Duration.ofHours(6));

		JsonNode result = hub.closed(this.tenant, "R-1");
		assertThat(result.path("state").asText()).isEqualTo("completed");
		assertThat(task(result, SOURCE).path("count").asInt()).isEqualTo(1);
	}

	@Test
	void a_service_that_nobody_can_tell_to_begin_is_told_as_often_as_any_other_is_asked() throws IOException {
		ARCHIVES.get("dead").state = "Dead";
		start("dead");
		JsonNode result = hub.closed(this.tenant, "R-1");
		assertThat(task(result, SOURCE).path("outcome").asText()).isEqualTo("failed");
		assertThat(task(result, SOURCE).path("reason").asText()).isEqualTo("unreachable");
		assertThat(this.archive.asked).hasSize(4).containsOnly("POST " + EXPORTS);
	}

	@Test
	void what_has_not_ended_in_time_ends_as_failed_and_says_so() throws IOException {
		start("late");
		callback();
		rests();
		hub.part(ShiftedClock.class).pass(Duration.ofDays(11));

		JsonNode result = hub.closed(this.tenant, "R-1");
		assertThat(task(result, SOURCE).path("outcome").asText()).isEqualTo("failed");
		assertThat(task(result, SOURCE).path("reason").asText()).isEqualTo("not-finished");
		assertThat(this.archive.asked.get(this.archive.asked.size() - 1)).isEqualTo("GET " + EXPORTS + "/op-1");
	}

	private void start(String name) {
		this.tenant = name;
		this.archive = ARCHIVES.get(name);
		installation.drop(name, "one.json",
				"{\"reference\":\"R-1\",\"tenant\":\"%s\",\"right\":\"access\",\"subject\":{\"email\":\"%s\"},\"receivedAt\":\"%s\"}"
					.formatted(name, this.archive.people.email(), hub.part(ShiftedClock.class).instant()));
	}

	private URI callback() {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !this.archive.orders.isEmpty());
		URI callback = URI.create(this.archive.orders.get(0).path("tell").asText());
		assertThat(callback.toString()).startsWith("https://dsr.contoso.example/callbacks/");
		return callback;
	}

	private void rests() {
		hub.awaitThat(this.tenant, "R-1", (result) -> result.at("/tasks/0/state").asText().equals("waiting"));
	}

	private int call(String method, String path) {
		return hub
			.answer(HttpRequest.newBuilder(URI.create(hub.address() + path))
				.method(method, HttpRequest.BodyPublishers.ofString("whatever"))
				.build())
			.statusCode();
	}

	private static String example() throws IOException {
		Matcher block = Pattern.compile("```yaml\\n(source: " + SOURCE + "\\n.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(Path.of("docs/sources.md")));
		assertThat(block.find()).as("docs/sources.md holds the example").isTrue();
		return block.group(1);
	}

	/**
	 * The service, and the tenant that uses it.
	 */
	private static final class Archive {

		private final SimulatedTenant tenant;

		private final SamplePeople people;

		private final HttpServer server;

		private final List<JsonNode> orders = new CopyOnWriteArrayList<>();

		private final List<String> asked = new CopyOnWriteArrayList<>();

		/** How many of the next calls for the result find the service down. */
		private final AtomicInteger down = new AtomicInteger();

		private volatile String state = "Running";

		Archive(String name) throws IOException {
			this.tenant = SimulatedTenant.start(name);
			this.people = SamplePeople.settle(this.tenant, Instant.now());
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			this.server.createContext("/", this::answer);
			this.server.start();
		}

		void close() {
			this.server.stop(0);
			this.tenant.close();
		}

		private void answer(HttpExchange call) throws IOException {
			String line = call.getRequestMethod() + " " + call.getRequestURI().getPath();
			this.asked.add(line);
			if (this.state.equals("Dead")) {
				send(call, 503, "{}");
			}
			else if (line.equals("POST " + EXPORTS)) {
				this.orders.add(JSON.readTree(call.getRequestBody()));
				send(call, 201, "{\"id\": \"op-1\"}");
			}
			else if (this.state.equals("Down") || (line.endsWith("/letters") && this.down.getAndDecrement() > 0)) {
				send(call, 503, "{}");
			}
			else if (line.equals("GET " + EXPORTS + "/op-1")) {
				send(call, 200, "{\"properties\": {\"provisioningState\": \"%s\"}}".formatted(this.state));
			}
			else {
				send(call, 200,
						"""
								{"value": [{"id": "1", "to": "%s", "text": "Dear Ana"}, {"id": "2", "to": "bo@contoso.example"}]}"""
							.formatted(this.people.email()));
			}
		}

		private static void send(HttpExchange call, int status, String text) throws IOException {
			byte[] body = text.getBytes(StandardCharsets.UTF_8);
			call.getResponseHeaders().set("Content-Type", "application/json");
			call.sendResponseHeaders(status, body.length);
			call.getResponseBody().write(body);
			call.close();
		}

	}

}
