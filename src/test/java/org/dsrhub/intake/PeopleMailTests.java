package org.dsrhub.intake;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.mail.Authenticity;
import org.dsrhub.mail.Automatic;
import org.dsrhub.mail.MailParts;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.mail.ReceivedMail;
import org.dsrhub.mail.Settled;
import org.dsrhub.mail.Settled.End;
import org.dsrhub.request.Door;
import org.dsrhub.request.RequestDocument;
import org.dsrhub.request.RequestRoom;
import org.dsrhub.security.Caller;
import org.dsrhub.security.Role;
import org.dsrhub.source.Right;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of people's own mails, and of their replies.
 */
class PeopleMailTests {

	private static final String COPY = "Please send me a copy of my data.";

	private MailIntakeRoom room;

	@BeforeEach
	void setUp(@TempDir Path folder) {
		this.room = new MailIntakeRoom(folder);
	}

	@Test
	void a_mail_that_asks_for_one_right_waits_unverified_and_a_code_is_mailed() {
		Instant received = Instant.now().minus(2, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MILLIS);
		ReceivedMail mail = ana(COPY).receivedAt(received).mail();
		Settled settled = this.room.take(mail);
		assertThat(settled).isEqualTo(new Settled(End.TAKEN, "unverified", settled.request()));
		var row = this.room.shop.jdbc().sql("select * from request").query().singleRow();
		assertThat(row).containsEntry("id", settled.request())
			.containsEntry("asked", "access")
			.containsEntry("state", "unverified")
			.containsEntry("door", "mail")
			.containsEntry("filed_by", "subject")
			.containsEntry("roles", "Owner")
			.containsEntry("language", "en")
			.containsEntry("answers", "verified,extended,declined,completed")
			.containsEntry("due", null);
		assertThat(row.get("document").toString()).contains("\"subject\":{\"email\":\"ana@contoso.example\"",
				"\"requester\":{\"email\":\"ana@contoso.example\"}", "\"receivedAt\":\"" + received + "\"");
		JsonNode asking = this.room.written().get(0);
		String code = code(asking);
		assertThat(asking.path("to").asText()).isEqualTo(MailIntakeRoom.ANA);
		assertThat(asking.path("inReplyTo").asText()).isEqualTo(mail.messageId());
		assertThat(asking.path("subject").asText()).matches("\\[DSR-[A-Z0-9]{10}] Please confirm your request");
		assertThat(asking.path("text").asText()).contains("a copy of the data about you", "(Europe/Copenhagen)",
				"do nothing");
		assertThat(asking.path("html").asText()).contains("<strong>" + code + "</strong>");
		assertThat(this.room.events(settled.request())).containsExactly("registered", "confirmation-asked");
		assertThat(this.room.evidence.entries(settled.request()).toString()).doesNotContain("ana@",
				code.replace(" ", ""));
		assertThat(this.room.shop.jdbc().sql("select * from confirmation").query().singleRow().toString())
			.doesNotContain("ana@", code.replace(" ", ""));
	}

	@ParameterizedTest
	@CsvSource({ "erase,the erasure of", "export,another organisation", "restrict,a restriction of" })
	void the_mail_says_what_was_understood(String right, String words) {
		ask(ana(switch (right) {
			case "erase" -> "delete my data";
			case "export" -> "data portability";
			default -> "restrict the processing";
		}));
		assertThat(this.room.written().get(0).path("text").asText()).contains(words).doesNotContain("a copy of");
	}

	@ParameterizedTest
	@CsvSource({ "Hello,right-not-recognised", "copy of my data; delete my data,right-not-recognised",
			"Please correct my address,corrections-needed" })
	void what_cannot_be_understood_waits_for_a_person(String text, String reason) {
		assertThat(this.room.take(ana(text).mail())).isEqualTo(new Settled(End.TRIAGE, reason, null));
		assertNothing();
	}

	@Test
	void words_in_the_subject_count() {
		assertThat(this.room.take(ana("").subject("Delete my data").mail()).reason()).isEqualTo("unverified");
	}

	@ParameterizedTest
	@EnumSource(value = Authenticity.class, names = "PASSED", mode = EnumSource.Mode.EXCLUDE)
	void a_sender_who_is_not_authenticated_gets_nothing(Authenticity word) {
		assertThat(this.room.take(ana(COPY).authenticity(word).mail()))
			.isEqualTo(new Settled(End.TRIAGE, "sender-not-authenticated", null));
		assertNothing();
	}

	@Test
	void without_one_sender_or_principal_or_from_itself_or_unreadable_nothing_is_begun() {
		assertThat(List
			.of(MailSample.from(null).text(COPY), MailSample.from("dsr@contoso.example").text(COPY),
					ana(COPY).tenant("northwind"), ana(COPY).fault("huge-headers"))
			.stream()
			.map((mail) -> this.room.take(mail.mail()))
			.toList()).containsExactly(new Settled(End.TRIAGE, "no-single-sender", null),
					new Settled(End.TRIAGE, "own-address", null), new Settled(End.TRIAGE, "no-principal", null),
					new Settled(End.TRIAGE, "huge-headers", null));
		assertNothing();
	}

	@ParameterizedTest
	@EnumSource(value = Automatic.class, names = "NO", mode = EnumSource.Mode.EXCLUDE)
	void a_machine_never_starts_a_request(Automatic kind) {
		assertThat(this.room.take(ana(COPY).automatic(kind).mail())).isNull();
		assertNothing();
	}

	@Test
	void the_administrators_mailbox_is_none_of_theirs() {
		assertThat(this.room.take(ana(COPY).mailbox(MailboxName.ADMINISTRATOR).mail())).isNull();
		assertNothing();
	}

	@Test
	void a_mail_that_is_shown_again_after_a_crash_begins_nothing_new() {
		ReceivedMail mail = ana(COPY).mail();
		assertThat(this.room.take(mail)).isEqualTo(this.room.take(mail));
		assertThat(this.room.written()).hasSize(1);
		assertThat(this.room.shop.count("duplicate")).isZero();
	}

	@Test
	void the_same_asked_again_is_a_duplicate_without_a_second_code() {
		UUID request = ask(ana(COPY));
		assertThat(this.room.take(ana("Subject access request").mail()))
			.isEqualTo(new Settled(End.TAKEN, "duplicate", request));
		assertThat(this.room.written()).hasSize(1);
		assertThat(this.room.state(request)).isEqualTo("unverified");
	}

	@Test
	void a_sender_has_three_requests_waiting_from_a_day_at_most() {
		for (String text : List.of(COPY, "delete my data", "data portability")) {
			ask(ana(text));
		}
		assertThat(this.room.take(ana("restrict the processing").mail()))
			.isEqualTo(new Settled(End.TRIAGE, "too-many-unverified", null));
		assertThat(this.room.take(MailSample.from("bo@contoso.example").text(COPY).mail()).reason())
			.isEqualTo("unverified");
		this.room.pass(Duration.ofHours(25));
		assertThat(this.room.take(ana("restrict the processing").mail()).reason()).isEqualTo("unverified");
	}

	@Test
	void the_code_in_the_thread_confirms_and_the_request_begins() {
		UUID request = ask(ana(COPY));
		ReceivedMail reply = ana("Hi,\n" + code(request) + "\nAna")
			.answers(MailParts.messageId(this.room.shop, request))
			.mail();
		assertThat(this.room.take(reply)).isEqualTo(new Settled(End.ANSWER, "confirmed", request));
		assertThat(this.room.take(reply)).isEqualTo(new Settled(End.ANSWER, "confirmed", request));
		assertBegun(request);
		assertThat(this.room.events(request)).containsExactly("registered", "confirmation-asked", "verified");
		assertThat(this.room.written()).hasSize(1);
	}

	@Test
	void the_token_in_the_subject_stands_for_the_thread() {
		UUID request = ask(ana(COPY));
		String subject = "SV: " + this.room.written().get(0).path("subject").asText();
		assertThat(this.room.take(ana(code(request)).subject(subject).mail()).reason()).isEqualTo("confirmed");
		assertThat(this.room.take(ana(code(request)).subject("[DSR-ABCDEFGHJK]").mail()))
			.isEqualTo(new Settled(End.TRIAGE, "thread-not-known", null));
	}

	@Test
	void a_code_outside_its_thread_is_none() {
		UUID request = ask(ana(COPY));
		assertThat(this.room.take(ana(code(request)).mail()))
			.isEqualTo(new Settled(End.TRIAGE, "right-not-recognised", null));
		assertThat(this.room.state(request)).isEqualTo("unverified");
	}

	@Test
	void a_code_from_another_address_never_works_and_takes_no_attempt() {
		UUID request = ask(ana(COPY));
		assertThat(this.room.take(reply(request, MailSample.from("eve@contoso.example").text(code(request)))))
			.isEqualTo(new Settled(End.TRIAGE, "another-sender", request));
		assertThat(this.room.take(reply(request, ana(code(request)).authenticity(Authenticity.FAILED))))
			.isEqualTo(new Settled(End.TRIAGE, "sender-not-authenticated", request));
		assertThat(this.room.take(reply(request, ana(code(request)).automatic(Automatic.REPLY)))).isNull();
		assertThat(this.room.take(reply(request, ana(code(request)).tenant("northwind"))).end()).isEqualTo(End.TRIAGE);
		assertThat(this.room.state(request)).isEqualTo("unverified");
		assertThat(this.room.events(request)).containsExactly("registered", "confirmation-asked");
	}

	@Test
	void another_requests_code_does_not_confirm() {
		UUID copy = ask(ana(COPY));
		String code = code(copy);
		UUID erasure = ask(ana("delete my data"));
		assertThat(this.room.take(reply(erasure, ana(code))).reason()).isEqualTo("not-the-code");
		assertThat(this.room.state(erasure)).isEqualTo("unverified");
	}

	@Test
	void a_no_that_quotes_the_whole_mail_does_not_confirm() {
		UUID request = ask(ana(COPY));
		JsonNode asking = this.room.written().get(0);
		String html = asking.path("html").asText().replaceAll("<[^>]+>", "");
		for (String quoted : List.of(asking.path("text").asText(),
				asking.path("text").asText().replaceAll("(?m)^", "> "), html)) {
			assertThat(this.room.take(reply(request, ana("No, this was not me.\n\n" + quoted))).reason())
				.isEqualTo("not-the-code");
		}
		assertThat(this.room.state(request)).isEqualTo("unverified");
	}

	@Test
	void replies_without_the_code_are_answered_once_each_and_the_fifth_ends_the_request() {
		UUID request = ask(ana(COPY));
		String code = code(request);
		ReceivedMail wrong = reply(request, ana("what is this?"));
		for (int left = 4; left >= 0; left--) {
			assertThat(this.room.take(wrong)).isEqualTo(new Settled(End.ANSWER, "not-the-code", request));
			assertThat(this.room.take(wrong)).isEqualTo(new Settled(End.ANSWER, "not-the-code", request));
			assertThat(this.room.written()).hasSize(6 - left);
			JsonNode answer = this.room.written().get(5 - left);
			assertThat(answer.path("text").asText())
				.contains((left > 0) ? "Replies left: " + left : "Your request has ended");
			assertThat(answer.path("inReplyTo").asText()).isEqualTo(wrong.messageId());
			wrong = reply(request, ana((left % 2 == 0) ? "00000000" : "hm"));
		}
		assertExpired(request, "too-many-attempts");
		assertThat(this.room.take(reply(request, ana(code))))
			.isEqualTo(new Settled(End.TRIAGE, "request-waits-for-no-code", request));
		assertExpired(request, "too-many-attempts");
		assertThat(this.room.written()).hasSize(6);
	}

	@Test
	void a_request_that_nobody_confirms_in_time_ends() {
		UUID request = ask(ana(COPY));
		this.room.pass(Duration.ofDays(7).minusSeconds(60));
		this.room.sweep();
		assertThat(this.room.state(request)).isEqualTo("unverified");
		this.room.pass(Duration.ofSeconds(60));
		this.room.sweep();
		assertExpired(request, "code-not-used-in-time");
		this.room.sweep();
		assertThat(this.room.events(request)).hasSize(3);
		assertThat(ask(ana(COPY))).isNotEqualTo(request);
	}

	@Test
	void a_code_that_comes_too_late_does_not_confirm_before_the_sweep_either() {
		UUID request = ask(ana(COPY));
		this.room.pass(Duration.ofDays(7));
		assertThat(this.room.take(reply(request, ana(code(request)))))
			.isEqualTo(new Settled(End.TRIAGE, "code-not-used-in-time", request));
		assertExpired(request, "code-not-used-in-time");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Thanks!", "And delete my data" })
	void a_reply_in_the_thread_of_a_request_that_began_waits_for_a_person(String text) {
		UUID request = ask(ana(COPY));
		this.room.take(reply(request, ana(code(request))));
		assertThat(this.room.take(reply(request, ana(text))))
			.isEqualTo(new Settled(End.TRIAGE, "request-waits-for-no-code", request));
		this.room.pass(Duration.ofDays(8));
		this.room.sweep();
		assertBegun(request);
	}

	@Test
	void what_an_operator_files_that_waits_for_a_code_begins_on_the_operators_roles() {
		UUID request = ask(ana(COPY));
		var filed = RequestRoom.registrar(this.room.shop)
			.register(
					new RequestDocument("R-1", "contoso", Right.ACCESS,
							new RequestDocument.SubjectIdentifiers(MailIntakeRoom.ANA, null, null, null, null), null,
							null, null, Instant.now(), null),
					Door.REST, new Caller("olga", Set.of(Role.READER), Set.of("contoso")));
		assertThat(filed.request()).isEqualTo(request);
		assertThat(filed.duplicate()).isTrue();
		assertBegun(request);
		assertThat(this.room.shop.jdbc().sql("select roles from request").query(String.class).single())
			.isEqualTo("Reader");
		assertThat(this.room.events(request)).containsExactly("registered", "confirmation-asked", "duplicate-filed",
				"verified");
		this.room.pass(Duration.ofDays(8));
		this.room.sweep();
		assertBegun(request);
	}

	private static MailSample ana(String text) {
		return MailSample.from(MailIntakeRoom.ANA).text(text);
	}

	private UUID ask(MailSample mail) {
		Settled settled = this.room.take(mail.mail());
		assertThat(settled.reason()).isEqualTo("unverified");
		return settled.request();
	}

	private ReceivedMail reply(UUID request, MailSample mail) {
		return mail.answers(MailParts.messageId(this.room.shop, request)).mail();
	}

	private String code(UUID request) {
		return this.room.written()
			.stream()
			.filter((mail) -> mail.path("once").asText().equals("confirm-request/" + request))
			.map(PeopleMailTests::code)
			.findFirst()
			.orElseThrow();
	}

	private static String code(JsonNode asking) {
		return asking.path("text").asText().replaceFirst("(?s).*Code: (\\d{4} \\d{4}) .*", "$1");
	}

	private void assertBegun(UUID request) {
		var row = this.room.shop.jdbc()
			.sql("select state, due from request where id = ?")
			.param(request)
			.query()
			.singleRow();
		assertThat(row).containsEntry("state", "received");
		assertThat(row.get("due")).isNotNull();
	}

	private void assertExpired(UUID request, String reason) {
		assertThat(this.room.state(request)).isEqualTo("expired");
		assertThat(this.room.evidence.entries(request)).last()
			.asString()
			.contains("\"event\":\"closed\"", "\"state\":\"expired\"", "\"reason\":\"" + reason + "\"");
		assertThat(this.room.evidence.verify(request).valid()).isTrue();
	}

	private void assertNothing() {
		assertThat(this.room.shop.count("request")).isZero();
		assertThat(this.room.written()).isEmpty();
	}

}
