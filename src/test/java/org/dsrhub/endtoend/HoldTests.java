package org.dsrhub.endtoend;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.dsrhub.simulated.SampleColleagues;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A legal hold on a person: nothing of them is erased, at whatever moment it is set, and
 * what they may know they are still told.
 */
class HoldTests {

	@TempDir
	private Path folder;

	private SimulatedTenant contoso;

	private SampleColleagues people;

	private Installation installation;

	@BeforeEach
	void settle() {
		this.contoso = SimulatedTenant.start("contoso");
		this.people = SampleColleagues.settle(this.contoso, Instant.now());
		this.installation = Installation.in(this.folder).with(this.contoso, "");
	}

	@AfterEach
	void close() {
		this.contoso.close();
	}

	@Test
	void nothing_of_a_held_person_is_erased_and_their_access_goes_on() {
		try (RunningHub hub = RunningHub.start(this.installation)) {
			String hold = set(hub, "{\"objectId\":\"%s\"}".formatted(this.people.objectId()));
			drop("E-1", "erase", "\"options\":{\"permanentDelete\":\"now\"}");
			decide(hub, "E-1");
			JsonNode erase = hub.closed("contoso", "E-1");
			assertThat(erase.path("tasks")).isNotEmpty().allSatisfy((task) -> {
				assertThat(task.path("outcome").asText()).isEqualTo("refused");
				assertThat(task.path("state").asText()).isEqualTo("done");
			});
			assertThat(ErasureTests.task(erase, "entra-user").path("rule").asText()).isEqualTo("legal hold");
			drop("E-2", "restrict", "\"options\":{\"restrictBy\":\"remove\"}");
			decide(hub, "E-2");
			assertThat(ErasureTests.outcomes(hub.closed("contoso", "E-2"))).containsEntry("entra-user", "refused");
			drop("A-1", "access", "\"sources\":[\"entra-user\"]");
			JsonNode access = hub.closed("contoso", "A-1");
			assertThat(ErasureTests.outcomes(access)).containsEntry("entra-user", "found");
			assertThat(this.installation.data().resolve("staging/contoso").resolve(access.path("id").asText()))
				.isNotEmptyDirectory();
			assertThat(this.contoso.effects()).isEmpty();
			assertThat(lift(hub, hold).statusCode()).isEqualTo(200);
			drop("E-3", "erase", "\"sources\":[\"entra-user\"],\"options\":{\"permanentDelete\":\"now\"}");
			decide(hub, "E-3");
			assertThat(ErasureTests.outcomes(hub.closed("contoso", "E-3"))).containsEntry("entra-user", "erased");
		}
	}

	@Test
	void a_hold_that_is_set_before_the_change_stops_it() {
		try (RunningHub hub = RunningHub.start(this.installation)) {
			drop("E-1", "erase", "\"sources\":[\"defender-security-contacts\",\"entra-user\"]");
			hub.await("contoso", "E-1", "awaiting-decision");
			set(hub, "{\"email\":\"%s\"}".formatted(this.people.email()));
			decide(hub, "E-1");
			JsonNode result = hub.closed("contoso", "E-1");
			for (String source : new String[] { "defender-security-contacts", "entra-user" }) {
				assertThat(ErasureTests.task(result, source).path("outcome").asText()).isEqualTo("refused");
				assertThat(ErasureTests.task(result, source).path("rule").asText()).isEqualTo("legal hold");
			}
			assertThat(this.contoso.effects()).isEmpty();
			String evidence = new String(hub.get("/api/requests/" + result.path("id").asText() + "/evidence").body());
			assertThat(evidence).contains("\"hold-set\"").doesNotContain("\"change-begun\"");
		}
	}

	@Test
	void a_hold_in_the_middle_of_a_deletion_stops_the_rest_and_calls_a_person() {
		try (RunningHub hub = RunningHub.start(this.installation)) {
			drop("E-1", "erase", "\"sources\":[\"entra-user\"]");
			decide(hub, "E-1");
			Awaitility.await("wait for the permanent deletion")
				.until(() -> jdbc(hub).sql("select count(*) from evidence where entry like '%change-waits%'")
					.query(Long.class)
					.single() == 1);
			assertThat(this.contoso.effects()).hasSize(1);
			set(hub, "{\"email\":\"%s\"}".formatted(this.people.email()));
		}
		this.installation.setting("hub.permanent-delete-after", "PT0S");
		try (RunningHub hub = RunningHub.start(this.installation)) {
			jdbc(hub).sql("update task set due = started_at where ended_at is null").update();
			JsonNode task = ErasureTests.task(hub.closed("contoso", "E-1"), "entra-user");
			assertThat(task.path("outcome").asText()).isEqualTo("refused");
			assertThat(task.path("rule").asText()).startsWith("legal hold; a part was done before");
			assertThat(this.contoso.effects()).hasSize(1);
		}
	}

	private static JdbcClient jdbc(RunningHub hub) {
		return hub.part(JdbcClient.class);
	}

	private String set(RunningHub hub, String subject) {
		HttpResponse<byte[]> set = hub.post("/api/holds",
				"{\"tenant\":\"contoso\",\"subject\":%s,\"reason\":\"Case 17\"}".formatted(subject));
		assertThat(set.statusCode()).isEqualTo(201);
		return RunningHub.json(set).path("id").asText();
	}

	private static HttpResponse<byte[]> lift(RunningHub hub, String hold) {
		return hub.send("/api/holds/" + hold, (call) -> call.header("Content-Type", "application/json")
			.method("DELETE", BodyPublishers.ofString("{\"reason\":\"settled\"}")));
	}

	private void decide(RunningHub hub, String reference) {
		String id = hub.await("contoso", reference, "awaiting-decision").path("id").asText();
		assertThat(hub.post("/api/requests/" + id + "/decision", "{\"decision\":\"approve\"}").statusCode())
			.isEqualTo(200);
	}

	private void drop(String reference, String right, String more) {
		this.installation.drop("contoso", reference + ".json",
				"{\"reference\":\"%s\",\"tenant\":\"contoso\",\"right\":\"%s\",\"subject\":{\"email\":\"%s\"},%s}"
					.formatted(reference, right, this.people.email(), more));
	}

}
