package org.dsrhub.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What waits for a person, and what their word does.
 */
class DecisionTests {

	@Test
	void what_a_person_leaves_out_is_not_in_the_package_and_the_manifest_says_so(@TempDir Path folder)
			throws IOException {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SamplePeople people = SamplePeople.settle(contoso, Instant.now());
			Installation installation = Installation.in(folder).with(contoso, "decision: {access: person}\n");
			try (RunningHub hub = RunningHub.start(installation)) {
				installation.drop("contoso", "one.json",
						"{\"reference\":\"R-1\",\"tenant\":\"contoso\",\"right\":\"access\",\"subject\":{\"email\":\"%s\"}}"
							.formatted(people.email()));
				String path = "/api/requests/" + hub.await("contoso", "R-1", "awaiting-decision").path("id").asText();
				List<JsonNode> found = records(hub, path, "defender-alerts");
				JsonNode left = found.get(0);
				String kept = found.get(1).path("id").asText();
				HttpResponse<byte[]> wrong = hub.post(path + "/decision", """
						{"decision": "approve", "reason": "names an investigation", "leaveOut": ["%s", "nothing",
						 {"record": "%s", "field": "properties.nothing"}]}""".formatted(left.path("id").asText(),
						kept));
				assertThat(wrong.statusCode()).isEqualTo(422);
				assertThat(RunningHub.json(wrong).path("errors").findValuesAsText("field"))
					.containsExactly("leaveOut[1]", "leaveOut[2].field");
				assertThat(installation.result("contoso", "R-1").path("state").asText()).isEqualTo("awaiting-decision");
				HttpResponse<byte[]> right = hub.post(path + "/decision", """
						{"decision": "approve", "reason": "names an investigation", "leaveOut": ["%s",
						 {"record": "%s", "field": "properties.description"},
						 {"record": "%2$s", "field": "properties.entities[0]"}]}""".formatted(left.path("id").asText(),
						kept));
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
				for (JsonNode alert : alerts) {
					boolean cut = alert.path("id").asText().equals(kept);
					assertThat(alert.at("/data/properties/description").asText().equals("[left out]")).isEqualTo(cut);
					assertThat(alert.at("/data/properties/entities/0").asText().equals("[left out]")).isEqualTo(cut);
				}
				JsonNode original = found.get(1).deepCopy();
				original.withObject("/data/properties").put("description", "[left out]");
				((ArrayNode) original.at("/data/properties/entities")).set(0, "[left out]");
				assertThat(alerts).contains(original);
				assertThat(new String(entries.get("subject.json"), StandardCharsets.UTF_8)).contains("[left out]");
				for (JsonNode source : new ObjectMapper().readTree(entries.get("manifest.json")).path("sources")) {
					boolean alertsLine = source.path("source").asText().equals("defender-alerts");
					assertThat(source.path("leftOut").asInt()).isEqualTo(alertsLine ? 1 : 0);
					assertThat(source.path("leftOutFields").asInt()).isEqualTo(alertsLine ? 2 : 0);
				}
				assertThat(hub.post(path + "/decision", "{\"decision\":\"decline\",\"reason\":\"excessive\"}")
					.statusCode()).isEqualTo(409);
				String answer = text(hub.get(path + "/answer"));
				assertThat(answer).contains(
						"Left out of what you receive: 1 record and 2 details, for this reason: names an investigation");
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

	@Test
	void two_people_decide_an_administrator_classifies_and_everybody_is_written_to(@TempDir Path folder)
			throws IOException {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SamplePeople people = SamplePeople.settle(contoso, Instant.now());
			contoso.arm().faults().on("/jitNetworkAccessPolicies").always().forbid();
			Installation installation = Installation.in(folder)
				.with(contoso, "decision: {access: four-eyes, export: person}\n")
				.setting("hub.users[1].name", "otto")
				.setting("hub.users[1].password", "{bcrypt}" + new BCryptPasswordEncoder(4).encode("otto-secret"))
				.setting("hub.users[1].roles", "Approver")
				.setting("hub.users[1].tenants", "contoso");
			try (RunningHub hub = RunningHub.start(installation)) {
				String path = file(hub, people, "access", "R-1");
				hub.await("contoso", "R-1", "awaiting-decision");
				assertThat(hub.get(path + "/answer").statusCode()).isEqualTo(409);
				HttpResponse<byte[]> alone = hub.post(path + "/decision", "{\"decision\":\"approve\"}");
				assertThat(alone.statusCode()).isEqualTo(403);
				assertThat(text(alone)).contains("four eyes decide on access");

				String alert = records(hub, path, "defender-alerts").get(0).path("id").asText();
				String contact = records(hub, path, "defender-security-contacts").get(0).path("id").asText();
				assertThat(classify(hub, path, contact).statusCode()).isEqualTo(409);
				assertThat(classify(hub, path, alert).statusCode()).isEqualTo(200);
				assertThat(records(hub, path, "defender-alerts"))
					.extracting((one) -> one.path("classification").asText())
					.containsOnlyOnce("internal")
					.contains("unclassified");

				HttpRequest approval = HttpRequest.newBuilder(URI.create(hub.address() + path + "/decision"))
					.header("Authorization",
							"Basic " + Base64.getEncoder()
								.encodeToString("otto:otto-secret".getBytes(StandardCharsets.UTF_8)))
					.header("Content-Type", "application/json")
					.POST(HttpRequest.BodyPublishers.ofString("{\"decision\":\"approve\"}"))
					.build();
				assertThat(hub.answer(approval).statusCode()).isEqualTo(200);
				JsonNode result = hub.closed("contoso", "R-1");
				assertThat(result.path("state").asText()).isEqualTo("completed-with-exceptions");
				Map<String, byte[]> entries = Leak.entries(Files.readAllBytes(
						installation.data().resolve("packages").resolve(result.path("package").path("path").asText())));
				JsonNode alerts = new ObjectMapper().readTree(entries.get("Defender for Cloud/defender-alerts.json"));
				assertThat(alerts).hasSameSizeAs(people.records("defender-alerts"))
					.allSatisfy((one) -> assertThat(one.path("classification").asText())
						.isEqualTo(one.path("id").asText().equals(alert) ? "internal" : "unclassified"));
				assertThat(new String(entries.get("index.html"), StandardCharsets.UTF_8))
					.contains("classified by the organisation as internal");

				String answer = text(hub.get(path + "/answer"));
				assertThat(answer).contains("R-1", "to give you a copy of the data about you", "defender-jit-policies",
						"the service did not let us in", "supervisory authority",
						"The data that were found are in the package");
				assertThat(text(hub.get(path + "/answer"))).isEqualTo(answer);
				String support = text(hub.get(path + "/tasks/defender-jit-policies/support-case"));
				assertThat(support).contains(contoso.entraTenantId().toString(),
						String.join(", ", contoso.subscriptions()), "Privacy Blade and GDPR Requests", "not-permitted",
						"/jitNetworkAccessPolicies");
				assertThat(hub.get(path + "/tasks/defender-alerts/support-case").statusCode()).isEqualTo(409);

				String later = file(hub, people, "export", "R-2");
				hub.await("contoso", "R-2", "awaiting-decision");
				assertThat(records(hub, later, "defender-alerts"))
					.filteredOn((one) -> one.path("id").asText().equals(alert))
					.extracting((one) -> one.path("classification").asText())
					.containsExactly("internal");
				String name = "{\"decision\":\"decline\",\"reason\":\"%s has left\"}".formatted(people.email());
				assertThat(hub.post(later + "/decision", name).statusCode()).isEqualTo(422);
				assertThat(hub.post(later + "/decision", "{\"decision\":\"decline\",\"reason\":\"not-portable\"}")
					.statusCode()).isEqualTo(200);
				hub.closed("contoso", "R-2");
				String declined = text(hub.get(later + "/answer"));
				assertThat(declined).contains("(GDPR art. 20(1))", "(GDPR art. 77)", "(GDPR art. 79)");

				Leak leak = Leak
					.of(List.of(people.email(), people.userPrincipalName(), people.objectId(), people.phone()));
				for (String told : List.of(answer, support, declined, text(hub.get(path + "/evidence")),
						text(hub.get(later + "/evidence")))) {
					assertThat(leak.in("told", told.getBytes(StandardCharsets.UTF_8))).isEmpty();
				}
				assertThat(text(hub.get(path + "/evidence"))).doesNotContain(alert);
				assertThat(hub.getJson(path + "/evidence/verification").path("valid").asBoolean()).isTrue();
			}
		}
	}

	private static String file(RunningHub hub, SamplePeople people, String right, String reference) {
		HttpResponse<byte[]> filed = hub.post("/api/requests",
				"{\"reference\":\"%s\",\"tenant\":\"contoso\",\"right\":\"%s\",\"subject\":{\"email\":\"%s\"}}"
					.formatted(reference, right, people.email()));
		return filed.headers().firstValue("Location").orElseThrow();
	}

	private static HttpResponse<byte[]> classify(RunningHub hub, String path, String id) {
		return hub.send("%s/records/%s/classification".formatted(path, id),
				(call) -> call.header("Content-Type", "application/json")
					.PUT(HttpRequest.BodyPublishers.ofString("{\"classification\":\"internal\"}")));
	}

	private static List<JsonNode> records(RunningHub hub, String path, String source) {
		List<JsonNode> records = new ArrayList<>();
		hub.getJson(path + "/records?limit=200").path("value").forEach((found) -> {
			if (found.path("source").asText().equals(source)) {
				records.add(found);
			}
		});
		return records;
	}

	private static String text(HttpResponse<byte[]> response) {
		return new String(response.body(), StandardCharsets.UTF_8);
	}

}
