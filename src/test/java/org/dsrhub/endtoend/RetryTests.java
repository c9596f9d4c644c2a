package org.dsrhub.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.simulated.Call;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What failed is tried again, and nothing else.
 */
class RetryTests {

	private static final ObjectMapper JSON = new ObjectMapper();

	@Test
	void a_retry_goes_by_the_plan_of_then_and_makes_the_next_revision_of_the_package(@TempDir Path folder)
			throws IOException {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SamplePeople people = SamplePeople.settle(contoso, Instant.now());
			Installation installation = Installation.in(folder).with(contoso, "");
			// The second page of them: some were found by then.
			contoso.arm().pageSize(5);
			contoso.arm().faults().on("alerts?").after(2).forbid();
			Map<String, byte[]> first;
			try (RunningHub hub = RunningHub.start(installation)) {
				installation.drop("contoso", "one.json",
						"{\"reference\":\"R-1\",\"tenant\":\"contoso\",\"right\":\"export\",\"subject\":{\"email\":\"%s\"}}"
							.formatted(people.email()));
				JsonNode failed = hub.closed("contoso", "R-1");
				assertThat(failed.path("state").asText()).isEqualTo("completed-with-exceptions");
				assertThat(ErasureTests.task(failed, "defender-alerts").path("reason").asText())
					.isEqualTo("not-permitted");
				first = entries(installation, failed);
				assertThat(first).doesNotContainKey("Defender for Cloud/defender-alerts.json");
				assertThat(hub
					.post("/api/requests/" + failed.path("id").asText() + "/decision", "{\"decision\":\"approve\"}")
					.statusCode()).isEqualTo(409);
			}
			Path source = folder.resolve("config/sources/defender-alerts.yaml");
			Files.writeString(source, Files.readString(source).replace("2022-01-01", "1999-01-01"));
			contoso.arm().forgetCalls();
			contoso.graph().forgetCalls();
			try (RunningHub hub = RunningHub.start(installation)) {
				String path = "/api/requests/" + installation.result("contoso", "R-1").path("id").asText();
				assertThat(hub.post(path + "/retry", "").statusCode()).isEqualTo(200);
				JsonNode done = hub.awaitThat("contoso", "R-1",
						(result) -> result.path("state").asText().equals("completed"));
				assertThat(done.at("/package/revision").asInt()).isEqualTo(2);
				assertThat(done.at("/package/path").asText()).endsWith("package.2.zip");
				assertThat(contoso.arm().calls()).extracting(Call::path).allMatch((call) -> call.endsWith("/alerts"));
				assertThat(contoso.graph().calls()).isEmpty();
				Map<String, byte[]> second = entries(installation, done);
				assertThat(JSON.readTree(second.get("Defender for Cloud/defender-alerts.json")))
					.hasSize(people.records("defender-alerts").size());
				first.keySet().stream().filter((name) -> name.contains("/")).forEach((name) -> {
					try {
						assertThat(JSON.readTree(second.get(name))).as(name).isEqualTo(JSON.readTree(first.get(name)));
					}
					catch (IOException ex) {
						throw new java.io.UncheckedIOException(ex);
					}
				});
				assertThat(JSON.readTree(second.get("manifest.json")).at("/request/supersedes/zip").asText())
					.isEqualTo("package.zip");
				assertThat(hub.post(path + "/retry", "").statusCode()).isEqualTo(409);
				assertThat(hub.getJson(path + "/evidence/verification").path("valid").asBoolean()).isTrue();
			}
		}
	}

	private static Map<String, byte[]> entries(Installation installation, JsonNode result) throws IOException {
		return Leak.entries(Files
			.readAllBytes(installation.data().resolve("packages").resolve(result.at("/package/path").asText())));
	}

}
