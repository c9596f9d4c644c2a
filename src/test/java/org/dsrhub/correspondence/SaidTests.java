package org.dsrhub.correspondence;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.dsrhub.mail.Attachment;
import org.dsrhub.mail.Authenticity;
import org.dsrhub.mail.Automatic;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.mail.ReceivedMail;
import org.dsrhub.source.Correspondence;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a mail says, and whether it is the vendor's.
 */
class SaidTests {

	private static final Correspondence TERMS = new Correspondence("dsr@microsoft.com", List.of("microsoft.com"), null,
			null, List.of("please confirm", "confirmation is required"), List.of("no data was found"), null, null);

	@ParameterizedTest(name = "{0}, {1}, files {2}, {3}: {4}")
	@CsvSource(
			textBlock = """
					# subject                    | text                                    | files              | automatic | said
					Re: request                  | Please  confirm this request.           |                    | NO        | CONFIRMATION
					CONFIRMATION IS REQUIRED     | Dear customer                           |                    | NO        | CONFIRMATION
					Re: request                  | No data was found for it.               |                    | NO        | NOTHING
					Re: request                  | Please confirm; else no data was found. |                    | NO        | UNCLEAR
					Re: request                  | We look into it.                        |                    | NO        | UNCLEAR
					Re: request                  |                                         |                    | NO        | UNCLEAR
					Re: request                  | Here it is.                             | export.json        | NO        | ANSWER
					Re: request                  | Here it is, please confirm receipt.     | export.CSV         | NO        | UNCLEAR
					News                         | Our figures.                            | figures.csv        | LIST      | UNCLEAR
					Re: request                  | No data was found in Europe.            | export.zip         | NO        | ANSWER
					Re: request                  | Here it is.                             | export.pdf         | NO        | ANSWER
					Re: request                  | Please confirm, see the form.           | form.pdf           | NO        | UNCLEAR
					Re: request                  | Please confirm.                         | logo.png           | NO        | CONFIRMATION
					Re: request                  | Please confirm.                         |                    | REPLY     | CONFIRMATION
					Out of office                | I am away; no data was found.           |                    | REPLY     | UNCLEAR
					Out of office                | I am away.                              |                    | REPLY     | NOTICE
					Re: request                  | Sent by a machine.                      | export.json        | REPLY     | ANSWER
					News                         | Please confirm your subscription        |                    | LIST      | NOTICE
					""",
			delimiter = '|')
	void a_rule_tells_what_a_mail_says(String subject, String text, String files, Automatic automatic, Said said) {
		assertThat(
				Said.of(mail("dsr@microsoft.com", Authenticity.PASSED, subject, text, files, automatic, null), TERMS))
			.isEqualTo(said);
	}

	@ParameterizedTest
	@CsvSource({ "export.json", "''" })
	void a_mail_that_could_not_be_read_whole_is_for_a_person(String files) {
		assertThat(Said.of(mail("dsr@microsoft.com", Authenticity.PASSED, "please confirm", "no", files, Automatic.NO,
				"too-many-parts"), TERMS))
			.isEqualTo(Said.UNCLEAR);
	}

	@ParameterizedTest(name = "{0}, {1}: {2}")
	@CsvSource(textBlock = """
			dsr@microsoft.com               | PASSED  |
			DSR@MICROSOFT.COM               | PASSED  |
			dsr@microsoft.com               | FAILED  | not-authenticated
			dsr@microsoft.com               | UNKNOWN | not-authenticated
			dsr@eu.microsoft.com            | PASSED  | lookalike-sender
			dsr@micros0ft.com               | PASSED  | lookalike-sender
			dsr@rnicrosoft.com              | PASSED  | lookalike-sender
			dsr@microsoft.co                | PASSED  | lookalike-sender
			dsr@microsoft.com.evil.example  | PASSED  | lookalike-sender
			dsr@microsoft-support.example   | PASSED  | lookalike-sender
			dsr@xn--mcrosoft-i2a.com        | PASSED  | lookalike-sender
			somebody@fabrikam.example       | PASSED  | unknown-sender
			                                | PASSED  | no-single-sender
			""", delimiter = '|')
	void only_an_authenticated_mail_of_the_very_domain_is_the_vendors(String from, Authenticity authenticity,
			String suspicion) {
		assertThat(Sender
			.suspicion(mail(from, authenticity, "Re", "text", null, Automatic.NO, null), List.of("microsoft.com"))
			.orElse(null)).isEqualTo(suspicion);
	}

	private static ReceivedMail mail(String from, Authenticity authenticity, String subject, String text, String files,
			Automatic automatic, String fault) {
		List<Attachment> attachments = Stream.ofNullable(files)
			.filter((name) -> !name.isEmpty())
			.map((name) -> new Attachment(name, name.endsWith("png") ? "image/png" : "application/octet-stream", 1,
					Path.of(name)))
			.toList();
		return new ReceivedMail(UUID.randomUUID(), "contoso", MailboxName.ADMINISTRATOR, "00", "<a@b>", null, List.of(),
				from, subject, Instant.EPOCH, authenticity, automatic, null, (text != null) ? text : "", attachments,
				List.of(), fault);
	}

}
