package org.dsrhub.endtoend;

import java.nio.file.Path;

import jakarta.mail.Flags;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Mails that ask for more than may be open.
 */
@ExtendWith(OutputCaptureExtension.class)
class FullMailboxTests {

	private static final String OLGA = "olga@contoso.example";

	@Test
	void mails_with_requests_wait_on_the_server_while_others_are_read_and_are_taken_in_order(@TempDir Path folder,
			CapturedOutput output) throws Exception {
		try (MailEstate estate = new MailEstate(folder, "limits: {open: 1}")) {
			estate.send(OLGA, "One", "", form("M-1", "erase"));
			String first = estate.hub.await("contoso", "M-1", "awaiting-decision").path("id").asText();
			estate.send(OLGA, "Two", "", form("M-2", "discover"));
			estate.send("ana@contoso.example", "Mine", "", "Hello,\nplease delete my data.\n");
			estate.send("eve@contoso.example", "Hello", "", "How are you?\n");
			estate.await(() -> estate.server.folder("dsr", "Triage").size() == 1);
			estate.await(() -> held(estate) == 2 && estate.server.folder("dsr", "INBOX").size() == 2);
			assertThat(estate.ledger().sql("select max(attempts) from inbound_mail").query(Integer.class).single())
				.as("waiting is no attempt")
				.isLessThanOrEqualTo(1);
			assertThat(estate.installation.result("contoso", "M-2").isMissingNode()).isTrue();
			assertThat(estate.ledger()
				.sql("select count(*) from mailbox where fault is not null")
				.query(Long.class)
				.single()).isZero();
			assertThat(output).containsOnlyOnce("event=intake-waits door=mail tenant=contoso")
				.doesNotContain("event=mail-interrupted", "event=mailbox-fault", OLGA);

			assertThat(estate.hub.delete("/api/requests/" + first).statusCode()).isEqualTo(200);
			assertThat(estate.hub.closed("contoso", "M-2").path("state").asText()).isEqualTo("completed");
			assertThat(estate.mails("ana", 1).get(0).getSubject()).contains("Please confirm your request");
			estate.await(estate::quiet);
			assertThat(estate.server.folder("dsr", "Taken")).hasSize(3).noneMatch(FullMailboxTests::flagged);
			assertThat(estate.ledger().sql("select count(*) from request").query(Long.class).single()).isEqualTo(3);
		}
	}

	private static long held(MailEstate estate) {
		return estate.server.folder("dsr", "INBOX").stream().filter(FullMailboxTests::flagged).count();
	}

	private static boolean flagged(MimeMessage mail) {
		try {
			return mail.isSet(Flags.Flag.FLAGGED);
		}
		catch (jakarta.mail.MessagingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String form(String reference, String right) {
		return "reference: %s\nright: %s\nemail: ana@contoso.example\n-- \nOlga\n".formatted(reference, right);
	}

}
