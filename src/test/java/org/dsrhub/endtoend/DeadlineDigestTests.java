package org.dsrhub.endtoend;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

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

	private JsonNode digest() throws java.io.IOException {
		return JSON.readTree(this.folder.resolve("outbox/contoso/_digest.json").toFile());
	}

	private static List<String> due(MailEstate estate, LocalDate before) {
		return estate.hub.getJson("/api/requests?dueBefore=" + before).path("value").findValuesAsText("reference");
	}

}
