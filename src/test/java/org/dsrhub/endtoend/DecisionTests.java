package org.dsrhub.endtoend;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What waits for a person, and what their word does.
 */
class DecisionTests {

	@Test
	void a_record_that_a_person_leaves_out_is_not_in_the_package_and_the_manifest_says_so(@TempDir Path folder)
			throws IOException {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SamplePeople people = SamplePeople.settle(contoso, Instant.now());
			Installation installation = Installation.in(folder).with(contoso, "decision: {access: person}\n");
			try (RunningHub hub = RunningHub.start(installation)) {
				installation.drop("contoso", "one.json",
						"{\"reference\":\"R-1\",\"tenant\":\"contoso\",\"right\":\"access\",\"subject\":{\"email\":\"%s\"}}"
							.formatted(people.email()));
				String path = "/api/requests/" + hub.await("contoso", "R-1", "awaiting-decision").path("id").asText();
				JsonNode left = null;
				for (JsonNode found : hub.getJson(path + "/records?limit=100").path("value")) {
					if (found.path("source").asText().equals("defender-alerts")) {
						left = found;
					}
				}
				HttpResponse<byte[]> wrong = hub.post(path + "/decision",
						"{\"decision\":\"approve\",\"leaveOut\":[\"%s\",\"nothing\"]}"
							.formatted(left.path("id").asText()));
				assertThat(wrong.statusCode()).isEqualTo(422);
				assertThat(installation.result("contoso", "R-1").path("state").asText()).isEqualTo("awaiting-decision");
				HttpResponse<byte[]> right = hub.post(path + "/decision",
						"{\"decision\":\"approve\",\"reason\":\"names an investigation\",\"leaveOut\":[\"%s\"]}"
							.formatted(left.path("id").asText()));
				assertThat(right.statusCode()).isEqualTo(200);
				JsonNode result = hub.closed("contoso", "R-1");
				assertThat(result.path("state").asText()).isEqualTo("completed");
				Path zip = installation.data()
					.resolve("packages")
					.resolve(result.path("package").path("path").asText());
				Map<String, byte[]> entries = Leak.entries(Files.readAllBytes(zip));
				JsonNode alerts = new ObjectMapper().readTree(entries.get("Defender for Cloud/defender-alerts.json"));
				int others = people.records("defender-alerts").size() - 1;
				assertThat(alerts).hasSize(others);
				assertThat(alerts.findValuesAsText("id")).doesNotContain(left.path("id").asText());
				for (JsonNode source : new ObjectMapper().readTree(entries.get("manifest.json")).path("sources")) {
					boolean alertsLine = source.path("source").asText().equals("defender-alerts");
					assertThat(source.path("leftOut").asInt()).isEqualTo(alertsLine ? 1 : 0);
				}
				assertThat(hub.post(path + "/decision", "{\"decision\":\"decline\"}").statusCode()).isEqualTo(409);
			}
		}
	}

	@Test
	void a_request_that_several_people_fit_waits_untouched_until_it_is_cancelled_and_can_then_be_filed_anew(
			@TempDir Path folder) throws IOException {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SamplePeople people = SamplePeople.settle(contoso, Instant.now());
			Installation installation = Installation.in(folder).with(contoso, "");
			String subject = "{\"email\":\"%s\",\"userPrincipalName\":\"%s\"}".formatted(people.email(),
					people.otherSubjects().get(0));
			try (RunningHub hub = RunningHub.start(installation)) {
				installation.drop("contoso", "one.json",
						"{\"reference\":\"R-1\",\"tenant\":\"contoso\",\"right\":\"export\",\"subject\":%s}"
							.formatted(subject));
				JsonNode waiting = hub.await("contoso", "R-1", "attention");
				assertThat(waiting.path("attention").asText()).contains("More than one person", "object id")
					.doesNotContain(people.email());
				assertThat(waiting.path("tasks")).isEmpty();
				assertThat(contoso.arm().calls()).isEmpty();
				String path = "/api/requests/" + waiting.path("id").asText();
				HttpResponse<byte[]> cancelled = hub.delete(path);
				assertThat(cancelled.statusCode()).isEqualTo(200);
				assertThat(RunningHub.json(cancelled).path("state").asText()).isEqualTo("cancelled");
				assertThat(hub.delete(path).statusCode()).isEqualTo(409);
				installation.drop("contoso", "two.json",
						"{\"reference\":\"R-2\",\"tenant\":\"contoso\",\"right\":\"export\",\"subject\":%s}"
							.formatted(subject));
				assertThat(hub.await("contoso", "R-2", "attention").path("duplicateOf").isNull()).isTrue();
				assertThat(hub.getJson(path + "/evidence/verification").path("valid").asBoolean()).isTrue();
			}
		}
	}

}
