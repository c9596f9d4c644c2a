package org.dsrhub.endtoend;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.simulated.ArmKind;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a person's word does to requests that change something.
 */
class DecidedChangesTests {

	@Test
	void before_a_restriction_is_lifted_the_subject_is_told(@TempDir Path folder) throws IOException {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SamplePeople people = SamplePeople.settle(contoso, Instant.now());
			// A synchronised account is restricted where it comes from, not here.
			contoso.graph().users().forEach((user) -> user.remove("onPremisesSyncEnabled"));
			Installation installation = Installation.in(folder).with(contoso, "");
			try (RunningHub hub = RunningHub.start(installation)) {
				String restriction = file(hub, people, "R-1", "restrict", "{}", "entra-user");
				hub.await("contoso", "R-1", "awaiting-decision");
				JsonNode entry = hub.getJson(restriction + "/records").path("value").get(0);
				approve(hub, restriction,
						",\"reason\":\"not theirs\",\"leaveOut\":[{\"record\":\"%s\",\"field\":\"displayName\"}]"
							.formatted(entry.path("id").asText()),
						200);
				JsonNode restricted = hub.closed("contoso", "R-1");
				assertThat(restricted.path("state").asText()).isEqualTo("completed");
				Map<String, byte[]> entries = Leak.entries(Files.readAllBytes(installation.data()
					.resolve("packages")
					.resolve(restricted.path("package").path("path").asText())));
				assertThat(new ObjectMapper().readTree(entries.get("Entra ID/entra-user.json"))
					.at("/0/data/displayName")
					.asText()).isEqualTo("[left out]");

				String lift = file(hub, people, "R-2", "restrict", "{\"liftRestriction\":true}", "entra-user");
				hub.await("contoso", "R-2", "awaiting-decision");
				JsonNode refused = approve(hub, lift, "", 422);
				assertThat(refused.at("/errors/0/field").asText()).isEqualTo("subjectTold");
				assertThat(refused.at("/errors/0/message").asText()).contains("art. 18(3)");
				approve(hub, lift, ",\"subjectTold\":true", 200);
				JsonNode lifted = hub.closed("contoso", "R-2");
				assertThat(lifted.at("/tasks/0/outcome").asText()).isEqualTo("lifted");
				assertThat(text(hub.get(lift + "/evidence"))).contains("\"subjectTold\":true");
				assertThat(text(hub.get(lift + "/answer"))).contains(
						"You asked contoso to end the restriction of the use of data about you",
						"the restriction of the use of the data about you was ended", "(GDPR art. 19)");
			}
		}
	}

	@Test
	void what_is_left_out_of_an_erasure_stays_and_what_is_kept_is_shown_and_told(@TempDir Path folder)
			throws IOException {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SamplePeople people = SamplePeople.settle(contoso, Instant.now());
			Installation installation = Installation.in(folder).with(contoso, "");
			List<String> before = contacts(contoso);
			try (RunningHub hub = RunningHub.start(installation)) {
				String path = file(hub, people, "E-1", "erase", "{}", "defender-security-contacts\",\"defender-alerts");
				hub.await("contoso", "E-1", "awaiting-decision");
				JsonNode records = hub.getJson(path + "/records?limit=200").path("value");
				assertThat(new TreeSet<>(records.findValuesAsText("source"))).containsExactly("defender-alerts",
						"defender-security-contacts");
				List<String> contacts = StreamSupport.stream(records.spliterator(), false)
					.filter((one) -> one.path("source").asText().equals("defender-security-contacts"))
					.map((one) -> '"' + one.path("id").asText() + '"')
					.toList();
				JsonNode refused = approve(hub, path,
						",\"reason\":\"legal-claims\",\"leaveOut\":[{\"record\":%s,\"field\":\"name\"}]"
							.formatted(contacts.get(0)),
						422);
				assertThat(refused.at("/errors/0/message").asText())
					.contains("a field can only be left out of a package");
				assertThat(approve(hub, path, ",\"reason\":\"not-portable\",\"leaveOut\":%s".formatted(contacts), 422)
					.at("/errors/0/field")
					.asText()).isEqualTo("reason");
				approve(hub, path, ",\"reason\":\"legal-claims\",\"leaveOut\":%s".formatted(contacts), 200);
				JsonNode result = hub.closed("contoso", "E-1");
				assertThat(result.path("state").asText()).isEqualTo("completed-with-exceptions");
				assertThat(contacts(contoso)).isEqualTo(before);
				assertThat(text(hub.get(path + "/answer"))).contains("What was not done, and why", "defender-alerts",
						"not erased: the service keeps these data until", "Left as they were: ",
						"because the data are necessary for establishing, exercising or defending legal claims (GDPR art. 17(3)(e)).",
						"(GDPR art. 77)")
					.doesNotContain("What was done\n");
			}
		}
	}

	private static String file(RunningHub hub, SamplePeople people, String reference, String right, String options,
			String sources) {
		HttpResponse<byte[]> filed = hub.post("/api/requests",
				"{\"reference\":\"%s\",\"tenant\":\"contoso\",\"right\":\"%s\",\"subject\":{\"email\":\"%s\"},\"options\":%s,\"sources\":[\"%s\"]}"
					.formatted(reference, right, people.email(), options, sources));
		assertThat(filed.statusCode()).as(text(filed)).isEqualTo(202);
		return filed.headers().firstValue("Location").orElseThrow();
	}

	private static JsonNode approve(RunningHub hub, String path, String more, int status) {
		HttpResponse<byte[]> answer = hub.post(path + "/decision", "{\"decision\":\"approve\"%s}".formatted(more));
		assertThat(answer.statusCode()).as(text(answer)).isEqualTo(status);
		return RunningHub.json(answer);
	}

	private static List<String> contacts(SimulatedTenant tenant) {
		return tenant.subscriptions()
			.stream()
			.flatMap((subscription) -> tenant.arm().state().of(subscription, ArmKind.SECURITY_CONTACTS).stream())
			.map(JsonNode::toString)
			.toList();
	}

	private static String text(HttpResponse<byte[]> response) {
		return new String(response.body(), StandardCharsets.UTF_8);
	}

}
