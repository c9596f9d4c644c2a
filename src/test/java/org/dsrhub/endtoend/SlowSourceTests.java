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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

	@TempDir
	Path folder;

	private final List<JsonNode> orders = new CopyOnWriteArrayList<>();

	private final List<String> asked = new CopyOnWriteArrayList<>();

	private volatile String state = "Running";

	private SimulatedTenant contoso;

	private SamplePeople people;

	private HttpServer archive;

	private Installation installation;

	private RunningHub hub;

	@BeforeEach
	void start() throws IOException {
		this.contoso = SimulatedTenant.start("contoso");
		this.people = SamplePeople.settle(this.contoso, Instant.now());
		this.archive = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.archive.createContext("/", this::answer);
		this.archive.start();
		this.installation = Installation.in(this.folder)
			.with(this.contoso,
					"""
							endpoints: {login: "%s", graph: "%s", arm: "http://127.0.0.1:%d"}
							sources: {include: [%s]}
							""".formatted(this.contoso.login().url(), this.contoso.graph().url(),
							this.archive.getAddress().getPort(), SOURCE))
			.setting("hub.public-url", "https://dsr.contoso.example");
	}

	@AfterEach
	void stop() {
		this.hub.close();
		this.archive.stop(0);
		this.contoso.close();
	}

	@Test
	void a_service_that_calls_back_is_asked_at_once_and_its_answer_is_read() throws IOException {
		start(example());
		URI callback = callback();
		assertThat(this.orders.get(0).path("people")).extracting(JsonNode::asText).contains(this.people.email());
		rests();

		this.state = "Succeeded";
		assertThat(call("POST", callback.getPath())).isEqualTo(204);

		JsonNode result = this.hub.closed("contoso", "R-1");
		assertThat(result.path("state").asText()).isEqualTo("completed");
		assertThat(task(result, SOURCE).path("count").asInt()).isEqualTo(1);
		assertThat(this.asked).contains("GET " + EXPORTS + "/op-1", "GET " + EXPORTS + "/op-1/letters");
		assertThat(Leak.of(List.of(callback.getPath().replaceAll(".*/", ""))).below(this.folder)).isEmpty();
	}

	@Test
	void whoever_calls_learns_nothing_and_a_call_that_means_nobody_does_nothing() throws IOException {
		start(example());
		URI callback = callback();
		rests();
		int before = this.asked.size();

		assertThat(call("POST", "/callbacks/" + "x".repeat(43))).isEqualTo(204);
		assertThat(call("GET", callback.getPath())).isEqualTo(404);
		assertThat(call("POST", "/callbacks/short")).isEqualTo(404);
		assertThat(this.asked).hasSize(before);
		assertThat(call("POST", callback.getPath())).isEqualTo(204);
		Awaitility.await().until(() -> this.asked.size() > before);

		rests();
		assertThat(this.asked.get(this.asked.size() - 1)).isEqualTo("GET " + EXPORTS + "/op-1");
	}

	@Test
	void without_a_question_the_call_itself_says_that_it_has_ended() throws IOException {
		start(example().replaceFirst("(?s)    poll:\\n.*?(?=    longest:)", ""));
		URI callback = callback();
		assertThat(call("POST", callback.getPath())).isEqualTo(204);

		JsonNode result = this.hub.closed("contoso", "R-1");
		assertThat(task(result, SOURCE).path("outcome").asText()).isEqualTo("found");
		assertThat(this.asked).doesNotContain("GET " + EXPORTS + "/op-1");
	}

	@Test
	void what_has_not_ended_in_time_ends_as_failed_and_says_so() throws IOException {
		start(example());
		callback();
		rests();
		this.hub.part(ShiftedClock.class).pass(Duration.ofDays(11));

		JsonNode result = this.hub.closed("contoso", "R-1");
		assertThat(task(result, SOURCE).path("outcome").asText()).isEqualTo("failed");
		assertThat(task(result, SOURCE).path("reason").asText()).isEqualTo("not-finished");
		assertThat(this.asked.get(this.asked.size() - 1)).isEqualTo("GET " + EXPORTS + "/op-1");
	}

	private void start(String source) throws IOException {
		Files.writeString(this.folder.resolve("config/sources/" + SOURCE + ".yaml"), source);
		this.hub = RunningHub.start(this.installation, ShiftedClock.class);
		this.installation.drop("contoso", "one.json",
				"{\"reference\":\"R-1\",\"tenant\":\"contoso\",\"right\":\"access\",\"subject\":{\"email\":\"%s\"}}"
					.formatted(this.people.email()));
	}

	private URI callback() {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !this.orders.isEmpty());
		URI callback = URI.create(this.orders.get(0).path("tell").asText());
		assertThat(callback.toString()).startsWith("https://dsr.contoso.example/callbacks/");
		return callback;
	}

	private void rests() {
		this.hub.awaitThat("contoso", "R-1", (result) -> result.at("/tasks/0/state").asText().equals("waiting"));
	}

	private int call(String method, String path) {
		return this.hub
			.answer(HttpRequest.newBuilder(URI.create(this.hub.address() + path))
				.method(method, HttpRequest.BodyPublishers.ofString("whatever"))
				.build())
			.statusCode();
	}

	private void answer(HttpExchange call) throws IOException {
		String line = call.getRequestMethod() + " " + call.getRequestURI().getPath();
		this.asked.add(line);
		if (line.equals("POST " + EXPORTS)) {
			this.orders.add(JSON.readTree(call.getRequestBody()));
			send(call, 201, "{\"id\": \"op-1\"}");
		}
		else if (line.equals("GET " + EXPORTS + "/op-1")) {
			send(call, 200, "{\"properties\": {\"provisioningState\": \"%s\"}}".formatted(this.state));
		}
		else {
			send(call, 200, """
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

	private static String example() throws IOException {
		Matcher block = Pattern.compile("```yaml\\n(source: " + SOURCE + "\\n.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(Path.of("docs/sources.md")));
		assertThat(block.find()).as("docs/sources.md holds the example").isTrue();
		return block.group(1);
	}

}
