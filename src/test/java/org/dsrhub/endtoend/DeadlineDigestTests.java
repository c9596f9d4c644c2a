package org.dsrhub.endtoend;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.mail.internet.MimeMessage;
import org.dsrhub.notice.DeadlineDigests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a tenant is told each day of what is due, and who asks may list the same.
 */
class DeadlineDigestTests {

	private static final ObjectMapper JSON = new ObjectMapper();

	@TempDir
	private Path folder;

	@Test
	void what_waits_is_told_once_a_day_first_as_stuck_then_as_due_and_then_as_overdue() throws Exception {
		try (MailEstate estate = new MailEstate(this.folder,
				"decision: {access: person}\ndigest: {to: [olga@contoso.example]}\n", ShiftedClock.class)) {
			DeadlineDigests digests = estate.hub.part(DeadlineDigests.class);
			digests.write("contoso");
			assertThat(digest().at("/stuck/count").asInt()).isZero();
			estate.installation.drop("contoso", "one.json",
					"{\"reference\":\"D-1\",\"tenant\":\"contoso\",\"right\":\"access\",\"subject\":{\"email\":\"%s\"}}"
						.formatted(estate.people.email()));
			JsonNode request = estate.hub.await("contoso", "D-1", "awaiting-decision");
			LocalDate deadline = LocalDate.parse(request.path("deadline").asText());

			digests.write("contoso");
			digests.write("contoso");
			assertThat(digest().at("/stuck/requests/0/reference").asText()).isEqualTo("D-1");
			assertThat(digest().at("/stuck/requests/0/waitsFor").asText()).isEqualTo("a decision");
			assertThat(digest().at("/due/count").asInt() + digest().at("/overdue/count").asInt()).isZero();
			MimeMessage mail = estate.mails("olga", 1).get(0);
			assertThat(mail.getSubject()).endsWith("0 overdue, 0 due, 1 stuck");
			assertThat(mail.getContent().toString()).contains(request.path("id").asText(), "waits for: a decision")
				.doesNotContain(estate.people.email(), "D-1");

			ShiftedClock clock = estate.hub.part(ShiftedClock.class);
			clock.reach(deadline.minusDays(3).atTime(12, 0).toInstant(ZoneOffset.UTC));
			digests.write("contoso");
			assertThat(digest().at("/due/count").asInt()).isEqualTo(1);
			assertThat(due(estate, deadline)).isEmpty();
			assertThat(due(estate, deadline.plusDays(1))).containsExactly("D-1");

			clock.pass(Duration.ofDays(5));
			digests.write("contoso");
			assertThat(digest().at("/overdue/requests/0/deadline").asText()).isEqualTo(deadline.toString());
			assertThat(estate.mails("olga", 3)).hasSize(3);
			assertThat(estate.hub.get("/api/requests?dueBefore=tomorrow").statusCode()).isEqualTo(422);
		}
	}

	@Test
	void a_stopped_clock_and_what_a_person_has_to_do_or_failed_three_times_are_told_as_stuck() throws Exception {
		try (MailEstate estate = new MailEstate(this.folder, "digest: {to: [olga@contoso.example]}\n")) {
			UUID stopped = request(estate, "stopped", 0);
			estate.ledger()
				.sql("update request set paused_at = registered_at, deadline = ? where id = ?")
				.params(LocalDate.now().minusDays(2), stopped)
				.update();
			task(estate, request(estate, "manual", 0), "manual", null, 0);
			task(estate, request(estate, "done", 0), "manual", "done", 0);
			task(estate, request(estate, "thrice", 0), "planned", null, 3);
			task(estate, request(estate, "twice", 0), "planned", null, 2);
			task(estate, request(estate, "given-up", 0), "failed", "failed", 3);
			request(estate, "itself-thrice", 3);
			request(estate, "itself-twice", 2);
			estate.hub.part(DeadlineDigests.class).write("contoso");
			JsonNode stuck = digest().path("stuck");
			assertThat(stuck.path("count").asInt()).isEqualTo(4);
			assertThat(stuck.path("requests").findValuesAsText("reference")).containsExactlyInAnyOrder("stopped",
					"manual", "thrice", "itself-thrice");
			assertThat(waitsFor(stuck, "stopped")).isEqualTo("word of who asks; the clock is stopped");
			assertThat(waitsFor(stuck, "manual")).isEqualTo("a-source");
			assertThat(digest().at("/overdue/count").asInt()).as("while its clock is stopped nothing is overdue")
				.isZero();
			MimeMessage mail = estate.mails("olga", 1).get(0);
			assertThat(mail.getSubject()).endsWith("0 overdue, 0 due, 4 stuck");
			assertThat(mail.getContent().toString()).contains(stopped.toString(),
					"waits for: word of who asks; the clock is stopped", "waits for: a-source");
		}
	}

	private static UUID request(MailEstate estate, String reference, int failures) {
		UUID id = UUID.randomUUID();
		OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
		estate.ledger()
			.sql("""
					insert into request (id, tenant, reference, asked, state, document, fingerprint, door, filed_by, roles,
					  received_at, registered_at, deadline, failures, evidence_hash)
					values (?, 'contoso', ?, 'export', 'discovering', '{}', ?, 'rest', 'olga', '', ?, ?, ?, ?, ?)""")
			.params(id, reference, reference, now, now, LocalDate.now().plusDays(30), failures, "0".repeat(64))
			.update();
		return id;
	}

	private static void task(MailEstate estate, UUID request, String state, String outcome, int failures) {
		estate.ledger()
			.sql("insert into task (id, request, tenant, source, system, state, outcome, failures) "
					+ "values (?, ?, 'contoso', 'a-source', 'a system', ?, ?, ?)")
			.params(UUID.randomUUID(), request, state, outcome, failures)
			.update();
	}

	private static String waitsFor(JsonNode part, String reference) {
		for (JsonNode line : part.path("requests")) {
			if (line.path("reference").asText().equals(reference)) {
				return line.path("waitsFor").asText();
			}
		}
		throw new AssertionError(reference + " is not in " + part);
	}

	private JsonNode digest() throws java.io.IOException {
		return JSON.readTree(this.folder.resolve("outbox/contoso/_digest.json").toFile());
	}

	private static List<String> due(MailEstate estate, LocalDate before) {
		return estate.hub.getJson("/api/requests?dueBefore=" + before).path("value").findValuesAsText("reference");
	}

}
