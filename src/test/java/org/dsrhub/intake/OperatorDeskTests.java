package org.dsrhub.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.mail.Authenticity;
import org.dsrhub.mail.Automatic;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.mail.ReceivedMail;
import org.dsrhub.mail.Settled;
import org.dsrhub.mail.Settled.End;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of operators' mails.
 */
class OperatorDeskTests {

	private static final String CSV = "reference,right,email\nR-1,export,ana@contoso.example\n";

	@TempDir
	Path folder;

	private MailIntakeRoom room;

	@BeforeEach
	void setUp() {
		this.room = new MailIntakeRoom(this.folder);
	}

	@Test
	void a_file_is_taken_on_the_operators_roles_and_answered_in_the_thread() {
		Instant received = Instant.now().minus(3, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MILLIS);
		ReceivedMail mail = olga().attach(this.folder, "a.csv", "text/csv", CSV).receivedAt(received).mail();
		Settled settled = this.room.take(mail);
		assertThat(settled.end()).isEqualTo(End.TAKEN);
		assertThat(settled.reason()).isEqualTo("requests-taken");
		var row = this.room.shop.jdbc().sql("select * from request").query().singleRow();
		assertThat(row).containsEntry("id", settled.request())
			.containsEntry("reference", "R-1")
			.containsEntry("door", "mail")
			.containsEntry("filed_by", MailIntakeRoom.OLGA)
			.containsEntry("roles", "AccountAdministrator,Owner")
			.containsEntry("state", "received");
		assertThat(row.get("document").toString()).contains("\"receivedAt\":\"" + received + "\"");
		JsonNode answer = answer();
		assertThat(answer.path("to").asText()).isEqualTo(MailIntakeRoom.OLGA);
		assertThat(answer.path("inReplyTo").asText()).isEqualTo(mail.messageId());
		assertThat(answer.path("automatic").asBoolean()).isTrue();
		assertThat(answer.path("once").asText()).isEqualTo("intake-answer/" + mail.sha256());
		assertThat(answer.path("subject").asText()).isEqualTo("Your requests: 1 taken, 0 refused");
		assertThat(answer.path("text").asText()).contains("* R-1 - export, received, to be answered by ",
				settled.request().toString());
		assertThat(answer.path("html").asText()).contains("<td>R-1</td>", settled.request().toString());
		assertThat(answer.toString().replace(MailIntakeRoom.OLGA, "")).doesNotContain("contoso.example");
	}

	@Test
	void an_operator_files_under_the_name_of_their_login() {
		MailIntakeRoom other = new MailIntakeRoom(this.folder,
				"{address: otto@contoso.example, login: otto, roles: [Reader]}");
		other.take(MailSample.from("otto@contoso.example").attach(this.folder, "a.csv", "text/csv", CSV).mail());
		assertThat(other.shop.jdbc().sql("select filed_by from request").query(String.class).single())
			.isEqualTo("otto");
	}

	@Test
	void a_time_of_receipt_that_is_given_holds_and_one_of_a_fast_clock_does_not() {
		this.room.take(olga()
			.attach(this.folder, "a.csv", "text/csv", "right,email,receivedAt\nexport,ana@contoso.example,2026-01-31\n")
			.receivedAt(Instant.now().plusSeconds(900))
			.mail());
		this.room.take(olga().text("right: access\nemail: ana@contoso.example")
			.receivedAt(Instant.now().plusSeconds(900))
			.mail());
		assertThat(this.room.shop.jdbc()
			.sql("select deadline from request where asked = 'export'")
			.query(String.class)
			.single()).startsWith("2026-03-02");
		assertThat(this.room.shop.count("request")).isEqualTo(2);
	}

	@Test
	void a_form_and_files_of_every_format_are_taken_and_each_error_names_file_line_and_field() {
		Settled settled = this.room.take(olga().text(
				"reference: R-7\nright: access\nemail: bo@contoso.example\n---\nreference: R-8\nmail: ana@contoso.example\nright: access")
			.attach(this.folder, "a.csv", "text/csv", CSV + "R-2,exprot,di@contoso.example\n")
			.attach(this.folder, "b.NDJSON", "application/octet-stream", json("R-3", "erase") + "\n{\n")
			.attach(this.folder, "c.json", "application/json", json("R-1", "access"))
			.mail());
		assertThat(settled).isEqualTo(new Settled(End.TAKEN, "some-requests-refused", null));
		assertThat(this.room.shop.jdbc().sql("select reference from request order by 1").query(String.class).list())
			.containsExactly("R-1", "R-3", "R-7");
		String text = answer().path("text").asText();
		assertThat(text).contains("Taken: 3", "Refused: 4", "* (text), line 6, mail - is not a field of requests",
				"* a.csv, line 3, right (reference R-2) - must be discover",
				"* b.NDJSON, line 2, (request) - ends in the middle",
				"* c.json, line 1, reference (reference R-1) - is already used for a request with other content");
		assertThat(text).doesNotContain("@", "exprot");
		assertThat(FormRows.in(text)).isFalse();
	}

	@Test
	void the_example_of_the_readme_is_answered_as_it_says() throws IOException {
		List<String> blocks = Pattern.compile("(?ms)^```\\n(.*?)^```$")
			.matcher(Files.readString(Path.of("README.md")).replaceFirst("(?s).*## A first request by e-mail", ""))
			.results()
			.map((block) -> block.group(1))
			.toList();
		this.room.take(olga().text(blocks.get(0))
			.attach(this.folder, "a.csv", "text/csv", CSV + "R-2,exprot,di@contoso.example\n")
			.mail());
		JsonNode answer = answer();
		assertThat(plain("Subject: " + answer.path("subject").asText() + "\n\n" + answer.path("text").asText()))
			.isEqualTo(plain(blocks.get(1)));
	}

	private static String plain(String answer) {
		return answer.replaceAll("by 20..-..-..", "by a day").replaceAll("id [0-9a-f-]{36}", "id x");
	}

	@Test
	void what_is_shown_again_after_a_crash_is_taken_and_answered_once() {
		ReceivedMail mail = olga().attach(this.folder, "a.csv", "text/csv", CSV)
			.attach(this.folder, "copy.csv", "text/csv", CSV)
			.text("right: access\nemail: bo@contoso.example")
			.mail();
		Settled first = this.room.take(mail);
		assertThat(this.room.take(mail)).isEqualTo(first);
		assertThat(this.room.shop.count("request")).isEqualTo(2);
		assertThat(this.room.shop.count("inbox_file where settled_at is not null and unsettled is null")).isEqualTo(2);
		assertThat(this.room.shop.count("inbox_file")).isEqualTo(2);
		assertThat(this.room.shop.count("duplicate")).isZero();
		assertThat(answer().path("text").asText()).contains("Taken: 2");
	}

	@Test
	void the_same_file_in_another_mail_is_filed_anew() {
		this.room.take(olga().attach(this.folder, "a.csv", "text/csv", CSV).mail());
		this.room.take(olga().attach(this.folder, "a.csv", "text/csv", CSV).mail());
		assertThat(this.room.shop.count("request")).isOne();
		assertThat(this.room.shop.count("duplicate")).isOne();
		assertThat(this.room.written()).hasSize(2)
			.last()
			.satisfies((answer) -> assertThat(answer.path("text").asText()).contains(", the same request as "));
	}

	@ParameterizedTest
	@CsvSource({ "a.zip,application/zip,is packed", "a.csv.GZ,application/gzip,is packed",
			"a.xlsx,application/vnd.ms-excel,is not a .json",
			"ana@contoso.example.pdf,application/pdf,is not a .json" })
	void what_is_no_request_file_is_not_opened_and_told(String name, String type, String message) {
		assertThat(this.room.take(olga().attach(this.folder, name, type, CSV).mail()))
			.isEqualTo(new Settled(End.TAKEN, "requests-refused", null));
		assertThat(this.room.shop.count("request")).isZero();
		assertThat(answer().path("text").asText()).contains("line 1, (file) - " + message).doesNotContain("@");
	}

	@ParameterizedTest
	@CsvSource({ "image001.png,image/png", "olga.vcf,text/vcard", "smime.p7s,application/pkcs7-signature" })
	void what_mail_programs_add_is_passed_over(String name, String type) {
		Settled settled = this.room
			.take(olga().attach(this.folder, "a.csv", "text/csv", CSV).attach(this.folder, name, type, "x").mail());
		assertThat(settled.reason()).isEqualTo("requests-taken");
	}

	@Test
	void a_mail_without_form_or_file_is_told_what_is_expected() {
		assertThat(this.room.take(olga().text("Hello, can you export Ana's data? Delete my data!").mail()))
			.isEqualTo(new Settled(End.TAKEN, "nothing-asked", null));
		assertThat(answer().path("subject").asText()).isEqualTo("No request was found in your mail");
		assertThat(FormRows.in(answer().path("text").asText())).isFalse();
		assertThat(this.room.shop.count("request")).isZero();
	}

	@Test
	void a_row_of_another_tenant_is_refused() {
		this.room.take(olga()
			.attach(this.folder, "a.json", "application/json", json("R-1", "export").replace("contoso\"", "fabrikam\""))
			.mail());
		assertThat(answer().path("text").asText()).contains("line 1, tenant (reference R-1) - must be the tenant");
		assertThat(this.room.shop.count("request")).isZero();
	}

	@Test
	void a_long_file_is_listed_in_part() {
		StringBuilder csv = new StringBuilder("reference,right,email\n");
		for (int i = 0; i < 250; i++) {
			csv.append("R-")
				.append(i)
				.append((i % 2 == 0) ? ",export,p" : ",x,p")
				.append(i)
				.append("@contoso.example\n");
		}
		this.room.take(olga().attach(this.folder, "a.csv", "text/csv", csv.toString()).mail());
		String text = answer().path("text").asText();
		assertThat(text).contains("Taken: 125", "Refused: 125").containsSubsequence("and 25 more", "and 25 more");
		assertThat(text.lines().filter((line) -> line.startsWith("* "))).hasSize(202);
	}

	@ParameterizedTest
	@EnumSource(value = Authenticity.class, names = "PASSED", mode = EnumSource.Mode.EXCLUDE)
	void one_that_only_says_it_is_an_operators_waits_for_a_person_and_is_not_answered(Authenticity word) {
		assertThat(this.room.take(olga().attach(this.folder, "a.csv", "text/csv", CSV).authenticity(word).mail()))
			.isEqualTo(new Settled(End.TRIAGE, "sender-not-authenticated", null));
		assertNothing();
	}

	@Test
	void one_that_could_not_be_read_as_a_whole_waits_for_a_person() {
		assertThat(this.room.take(olga().attach(this.folder, "a.csv", "text/csv", CSV).fault("too-many-parts").mail()))
			.isEqualTo(new Settled(End.TRIAGE, "too-many-parts", null));
		assertNothing();
	}

	@ParameterizedTest
	@EnumSource(value = Automatic.class, names = "NO", mode = EnumSource.Mode.EXCLUDE)
	void what_a_machine_sends_is_not_taken(Automatic kind) {
		assertThat(this.room.take(olga().attach(this.folder, "a.csv", "text/csv", CSV).automatic(kind).mail()))
			.isNull();
		assertNothing();
	}

	@Test
	void the_administrators_mailbox_takes_no_requests() {
		assertThat(this.room
			.take(olga().attach(this.folder, "a.csv", "text/csv", CSV).mailbox(MailboxName.ADMINISTRATOR).mail()))
			.isNull();
		assertNothing();
	}

	@Test
	void an_address_that_is_like_an_operators_is_not_one() {
		for (String from : List.of("olga@contoso.example.evil.example", "xolga@contoso.example",
				"olga@contoso.examp1e")) {
			assertThat(this.room.take(MailSample.from(from).attach(this.folder, "a.csv", "text/csv", CSV).mail()))
				.isEqualTo(new Settled(End.TRIAGE, "right-not-recognised", null));
		}
		assertThat(this.room
			.take(MailSample.from(MailIntakeRoom.OLGA)
				.tenant("northwind")
				.attach(this.folder, "a.csv", "text/csv", CSV)
				.mail())
			.end()).isEqualTo(End.TRIAGE);
		assertNothing();
	}

	@Test
	void an_operator_whom_the_file_names_twice_waits_for_a_person() {
		MailIntakeRoom other = new MailIntakeRoom(this.folder, "{address: olga@CONTOSO.example, roles: [Reader]}");
		assertThat(other.take(olga().attach(this.folder, "a.csv", "text/csv", CSV).mail()))
			.isEqualTo(new Settled(End.TRIAGE, "operator-twice-in-tenant-file", null));
	}

	private void assertNothing() {
		assertThat(this.room.shop.count("request")).isZero();
		assertThat(this.room.written()).isEmpty();
	}

	private JsonNode answer() {
		assertThat(this.room.written()).hasSize(1);
		return this.room.written().get(0);
	}

	private static MailSample olga() {
		return MailSample.from(MailIntakeRoom.OLGA);
	}

	private static String json(String reference, String right) {
		return "{\"reference\": \"%s\", \"tenant\": \"contoso\", \"right\": \"%s\", \"subject\": {\"email\": \"cy@contoso.example\"}}"
			.formatted(reference, right);
	}

}
