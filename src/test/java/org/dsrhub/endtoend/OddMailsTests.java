package org.dsrhub.endtoend;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.dsrhub.mail.OddMail;
import org.dsrhub.mail.OddMail.End;
import org.dsrhub.mail.OddMails;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Odd and hostile mails at a hub that runs: each ends as it should, none is lost, none
 * keeps another one waiting, and nobody gets an answer who should not.
 */
@ExtendWith(OutputCaptureExtension.class)
class OddMailsTests {

	private static final Set<String> ANSWERED = Set.of(End.REQUEST.name(), End.ERROR_ANSWER.name());

	private static final Set<String> ERRORS = Set.of("requests-refused", "some-requests-refused", "nothing-asked");

	@Test
	void each_odd_mail_ends_as_it_should(@TempDir Path folder, CapturedOutput output) {
		List<OddMail> mails = OddMails.all();
		assertThat(mails).hasSizeGreaterThanOrEqualTo(60);
		try (MailEstate estate = new MailEstate(folder, "decision: {access: person}\n")) {
			Map<String, String> expected = new TreeMap<>();
			Map<String, String> digests = new HashMap<>();
			for (OddMail mail : mails) {
				digests.put(estate.handOver(mail.bytes()), mail.name());
				expected.put(mail.name(), mail.end().name());
			}
			estate.send("olga@contoso.example", "last", "",
					"reference: LAST\nright: discover\nemail: x@contoso.example\n");
			estate.hub.closed("contoso", "LAST");
			estate.await(estate::quiet);
			Map<String, String> ended = new TreeMap<>();
			estate.ledger().sql("select sha256, ending, reason from inbound_mail").query((row, number) -> {
				String name = digests.remove(row.getString("sha256"));
				return (name != null) ? ended.put(name, end(row.getString("ending"), row.getString("reason"))) : null;
			}).list();
			assertThat(ended).isEqualTo(expected);
			long answers = expected.values().stream().filter(ANSWERED::contains).count() + 1;
			assertThat(estate.server.folder("olga", "INBOX")).hasSize((int) answers);
			assertThat(estate.ledger().sql("select count(*) from mail").query(Long.class).single()).isEqualTo(answers);
			assertThat(estate.ledger().sql("select count(*) from request").query(Long.class).single())
				.isEqualTo(expected.values().stream().filter("REQUEST"::equals).count() + 1);
			assertThat(output.toString()).doesNotContain("@contoso.example");
		}
	}

	private static String end(String ending, String reason) {
		if (ending.equals("taken")) {
			return ERRORS.contains(reason) ? "ERROR_ANSWER" : "REQUEST";
		}
		return ending.toUpperCase(Locale.ROOT);
	}

}
