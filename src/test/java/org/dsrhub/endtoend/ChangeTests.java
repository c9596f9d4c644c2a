package org.dsrhub.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.awaitility.Awaitility;
import org.dsrhub.FreePort;
import org.dsrhub.simulated.ArmKind;
import org.dsrhub.simulated.Effect;
import org.dsrhub.simulated.Hold;
import org.dsrhub.simulated.SampleColleagues;
import org.dsrhub.simulated.SimulatedServer;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Restrictions, their lifting, corrections; and what becomes of a change whose node dies.
 */
class ChangeTests {

	private static final ObjectMapper JSON = new ObjectMapper();

	@TempDir
	private Path folder;

	private SimulatedTenant contoso;

	private SampleColleagues people;

	private Installation installation;

	@BeforeEach
	void settle() {
		this.contoso = SimulatedTenant.start("contoso");
		this.people = SampleColleagues.settle(this.contoso, Instant.now());
		this.installation = Installation.in(this.folder).with(this.contoso, """
				limits: {maxAttempts: 3, maxWait: PT1S}
				decision: {rectify: auto, restrict: auto, erase: auto}
				recipients: [{name: Payroll, contact: payroll@northwind.example, sources: [entra-user]}]
				""");
	}

	@AfterEach
	void close() {
		this.contoso.close();
	}

	@Test
	void a_restriction_takes_away_after_the_export_and_its_lift_gives_back_exactly_that() throws IOException {
		try (RunningHub hub = RunningHub.start(this.installation)) {
			JsonNode contact = contact().deepCopy();
			JsonNode user = user().deepCopy();
			drop("S-1", "restrict", "\"sources\":[\"defender-security-contacts\",\"entra-user\",\"defender-alerts\"]");
			JsonNode waits = hub.awaitThat("contoso", "S-1",
					(result) -> result.path("tasks").findValuesAsText("source").contains("recipients"));
			JsonNode restricted = told(hub, "S-1", waits);
			assertThat(ErasureTests.outcomes(restricted)).containsEntry("defender-security-contacts", "restricted")
				.containsEntry("entra-user", "restricted")
				.containsEntry("defender-alerts", "refused");
			assertThat(ErasureTests.task(restricted, "defender-alerts").path("rule").asText())
				.isEqualTo("read-only security data");
			assertThat(user().path("accountEnabled").asBoolean()).isFalse();
			assertThat(user().path("assignedLicenses")).isEmpty();
			assertThat(contact().at("/properties/emails").asText()).isEqualTo(this.people.addressesOfOthers());
			Path zip = this.installation.data().resolve("packages").resolve(restricted.at("/package/path").asText());
			JsonNode exported = JSON.readTree(Leak.entries(Files.readAllBytes(zip)).get("Entra ID/entra-user.json"));
			assertThat(exported.get(0).at("/data/assignedLicenses")).isEqualTo(user.path("assignedLicenses"));

			drop("S-2", "restrict",
					"\"sources\":[\"defender-security-contacts\",\"entra-user\"],\"options\":{\"liftRestriction\":true}");
			String path = "/api/requests/" + hub.await("contoso", "S-2", "awaiting-decision").path("id").asText();
			assertThat(hub.post(path + "/decision", "{\"decision\":\"approve\"}").statusCode()).isEqualTo(422);
			assertThat(hub.post(path + "/decision", "{\"decision\":\"approve\",\"subjectTold\":true}").statusCode())
				.isEqualTo(200);
			JsonNode lifted = told(hub, "S-2", hub.awaitThat("contoso", "S-2",
					(result) -> result.path("tasks").findValuesAsText("source").contains("recipients")));
			assertThat(ErasureTests.outcomes(lifted)).containsEntry("defender-security-contacts", "lifted")
				.containsEntry("entra-user", "lifted");
			assertThat(lifted.path("state").asText()).isEqualTo("completed");
			assertThat(contact()).isEqualTo(contact);
			for (String field : List.of("accountEnabled", "assignedLicenses")) {
				assertThat(user().path(field)).isEqualTo(user.path(field));
			}
		}
	}

	@Test
	void a_correction_is_read_back_and_what_nobody_may_correct_is_refused_with_the_rule() throws IOException {
		try (RunningHub hub = RunningHub.start(this.installation)) {
			drop("C-1", "rectify", """
					"corrections":{"city":"Odense","businessPhones":"+45 33 11 22 33","proxyAddresses":"x"}""");
			JsonNode result = told(hub, "C-1", hub.awaitThat("contoso", "C-1",
					(now) -> now.path("tasks").findValuesAsText("source").contains("recipients")));
			assertThat(user().path("city").asText()).isEqualTo("Odense");
			assertThat(user().path("businessPhones").get(0).asText()).isEqualTo("+45 33 11 22 33");
			JsonNode task = ErasureTests.task(result, "entra-user");
			assertThat(task.path("outcome").asText()).isEqualTo("refused");
			assertThat(task.path("rule").asText()).contains("proxyAddresses is read-only");
			assertThat(ErasureTests.task(result, "activity-log").path("outcome").asText()).isEqualTo("refused");

			this.installation.drop("contoso", "C-2.json", """
					{"reference":"C-2","tenant":"contoso","right":"rectify","sources":["entra-user"],\
					"subject":{"email":"%s"},"corrections":{"city":"Odense"}}""".formatted(this.people.synchronised()));
			JsonNode synchronised = ErasureTests.task(hub.closed("contoso", "C-2"), "entra-user");
			assertThat(synchronised.path("outcome").asText()).isEqualTo("refused");
			assertThat(synchronised.path("rule").asText()).contains("on-premises");
		}
	}

	/**
	 * The hub is killed before each call that changes something, and before its answer.
	 */
	@Test
	void an_erasure_that_is_killed_at_each_of_its_calls_has_each_effect_once() throws Exception {
		Path log = this.folder.resolve("hub.log");
		int port = FreePort.any();
		List<String> changes = List.of("PUT " + this.people.sharedContact(), "DELETE /v1.0/users",
				"DELETE /v1.0/directory");
		List<Hold> holds = new ArrayList<>();
		for (String change : changes) {
			SimulatedServer server = change.contains("/v1.0/") ? this.contoso.graph() : this.contoso.arm();
			holds.add(server.faults().on(change).hold());
			holds.add(server.faults().on(change).holdAnswer());
		}
		HubProcess hub = HubProcess.start(this.installation, port, log);
		drop("K-1", "erase", """
				"sources":["defender-security-contacts","entra-user"],"options":{"permanentDelete":"now"}""");
		for (Hold hold : holds) {
			Awaitility.await("call " + holds.indexOf(hold)).atMost(Duration.ofSeconds(40)).until(hold::reached);
			hub.kill();
			hub = HubProcess.start(this.installation, port, log);
		}
		JsonNode result = Awaitility.await("the end")
			.atMost(Duration.ofSeconds(40))
			.until(() -> this.installation.result("contoso", "K-1"),
					(now) -> ErasureTests.outcomes(now).containsKey("recipients"));
		hub.kill();
		assertThat(ErasureTests.outcomes(result)).containsEntry("defender-security-contacts", "erased")
			.containsEntry("entra-user", "erased");
		assertThat(this.contoso.effects().stream().map(Effect::method).toList()).containsExactly("PUT", "DELETE",
				"DELETE", "DELETE");
	}

	/**
	 * Ends the manual task to tell the recipients.
	 */
	private JsonNode told(RunningHub hub, String reference, JsonNode waits) {
		assertThat(waits.path("state").asText()).isEqualTo("fulfilling");
		String task = "/api/requests/" + waits.path("id").asText() + "/tasks/recipients";
		assertThat(new String(hub.get(task + "/instructions").body())).contains("Payroll", "art. 19");
		assertThat(hub.post(task + "/completion", "{}").statusCode()).isEqualTo(422);
		assertThat(hub.post(task + "/completion", """
				{"note":"told Payroll by letter","attachment":{"name":"letter.txt","contentType":"text/plain",\
				"content":"SGVsbG8="}}""").statusCode()).isEqualTo(200);
		return hub.closed("contoso", reference);
	}

	private void drop(String reference, String right, String more) {
		this.installation.drop("contoso", reference + ".json",
				"{\"reference\":\"%s\",\"tenant\":\"contoso\",\"right\":\"%s\",\"subject\":{\"email\":\"%s\"},%s}"
					.formatted(reference, right, this.people.email(), more));
	}

	private JsonNode contact() {
		return this.contoso.arm().state().of(this.contoso.subscriptions().get(0), ArmKind.SECURITY_CONTACTS).get(0);
	}

	private JsonNode user() {
		return this.contoso.graph().user(this.people.objectId()).orElseThrow();
	}

}
