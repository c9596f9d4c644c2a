package org.dsrhub.endtoend;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.awaitility.Awaitility;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The log as JSON, where an installation asks for it.
 */
class JsonLogTests {

	private static final ObjectMapper JSON = new ObjectMapper();

	@TempDir
	Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "logstash", "ecs" })
	void every_line_is_a_document_with_the_fields_of_the_event_and_names_nobody(String format) throws Exception {
		Path log = this.folder.resolve("hub.log");
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SamplePeople people = SamplePeople.settle(contoso, Instant.now());
			Installation installation = Installation.in(this.folder)
				.with(contoso, "")
				.setting("logging.structured.format.console", format);
			HubProcess hub = HubProcess.start(installation, port(), log);
			try {
				installation.drop("contoso", "a file, \"odd\" tenant=fabrikam.json",
						"{\"reference\":\"R-1\",\"tenant\":\"contoso\",\"right\":\"access\",\"subject\":{\"email\":\"%s\"}}"
							.formatted(people.email()));
				hub.get("/api/requests", "breadcrumbId", people.email());
				Awaitility.await()
					.atMost(Duration.ofSeconds(40))
					.until(() -> Files.readString(log).contains("event=closed"));
			}
			finally {
				hub.kill();
			}
			List<JsonNode> lines = lines(log);
			assertThat(lines).extracting((line) -> line.path("event").asText())
				.contains("ready", "file-taken", "registered", "identified", "task-ended", "packaged", "closed");
			JsonNode closed = one(lines, "closed");
			assertThat(closed.path("request").asText()).isEqualTo(one(lines, "registered").path("request").asText())
				.hasSize(36);
			assertThat(closed.path("tenant").asText()).isEqualTo("contoso");
			assertThat(closed.path("state").asText()).isEqualTo("completed");
			assertThat(closed.path("message").asText()).startsWith("event=closed request=");
			assertThat(one(lines, "file-taken").path("tenant").asText()).isEqualTo("contoso");
			assertThat(one(lines, "file-taken").path("file").asText()).isEqualTo("a file, ?odd? tenant=fabrikam.json");
			assertThat(Files.readString(log)).doesNotContain(people.email()).doesNotContain(people.objectId());
		}
	}

	private static JsonNode one(List<JsonNode> lines, String event) {
		return lines.stream().filter((line) -> line.path("event").asText().equals(event)).findFirst().orElseThrow();
	}

	private static List<JsonNode> lines(Path log) throws Exception {
		return Files.readAllLines(log)
			.stream()
			// What the JVM itself says of flags and libraries.
			.filter((line) -> !line.matches("(WARNING: |.* VM warning: |Picked up ).*"))
			.map(JsonLogTests::read)
			.toList();
	}

	private static JsonNode read(String line) {
		try {
			JsonNode document = JSON.readTree(line);
			assertThat(document.isObject()).as(line).isTrue();
			return document;
		}
		catch (com.fasterxml.jackson.core.JsonProcessingException ex) {
			throw new AssertionError("not JSON: " + line, ex);
		}
	}

	private static int port() throws Exception {
		try (ServerSocket free = new ServerSocket(0)) {
			return free.getLocalPort();
		}
	}

}
