package org.dsrhub.endtoend;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.mail.internet.MimeMessage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that come by mail, from the mail server to their end and back.
 */
@ExtendWith(OutputCaptureExtension.class)
class MailIntakeTests {

	private static final String OLGA = "olga@contoso.example";

	private static final String ANA = "ana@contoso.example";

	private static MailEstate estate;

	@BeforeAll
	static void start(@TempDir Path folder) {
		estate = new MailEstate(folder, "");
	}

	@AfterAll
	static void close() {
		estate.close();
	}

	@BeforeEach
	void forget() {
		estate.forget();
	}

	@Test
	void an_operators_file_and_form_are_answered_and_carried_out(CapturedOutput output) throws Exception {
		estate.send(OLGA, "Requests", "", "reference: M-1\nright: discover\nemail: %s\n-- \nOlga\n".formatted(ANA));
		estate.server.deliver("dsr", """
				Authentication-Results: mx.contoso.example; dmarc=pass header.from=contoso.example
				From: Olga <olga@contoso.example>
				Subject: More requests
				Message-ID: <more@contoso.example>
				MIME-Version: 1.0
				Content-Type: multipart/mixed; boundary=b

				--b
				Content-Type: text/plain

				Please see the file.
				--b
				Content-Type: text/csv; name=requests.csv
				Content-Disposition: attachment; filename=requests.csv

				reference,right,email
				M-2,access,%s
				M-3,exprot,%1$s
				--b--
				""".formatted(ANA));
		assertThat(estate.hub.closed("contoso", "M-1").path("state").asText()).isEqualTo("completed");
		JsonNode copy = estate.hub.closed("contoso", "M-2");
		assertThat(copy.path("package").path("sha256").asText()).hasSize(64);
		List<MimeMessage> answers = estate.mails("olga", 2);
		MimeMessage second = (answers.get(0).getHeader("In-Reply-To")[0].equals("<more@contoso.example>"))
				? answers.get(0) : answers.get(1);
		assertThat(second.getSubject()).isEqualTo("Your requests: 1 taken, 1 refused");
		assertThat(second.getHeader("Auto-Submitted")).containsExactly("auto-replied");
		assertThat(MailEstate.text(second))
			// How far it has come by then depends on how busy the machine is.
			.containsPattern("\\* M-2 - access, [a-z-]+, to be answered by ")
			.contains(copy.path("id").asText(), "* requests.csv, line 3, right (reference M-3) - must be discover")
			.doesNotContain(ANA, "exprot");
		assertThat(evidence(copy)).contains("\"door\":\"mail\"", "\"actor\":\"olga@contoso.example\"")
			.doesNotContain(ANA);
		estate.await(estate::quiet);
		assertThat(estate.server.folder("dsr", "Taken")).hasSize(2);
		assertThat(estate.server.folder("olga", "INBOX")).hasSize(2);
		assertThat(output.toString()).doesNotContain(ANA).doesNotContain(OLGA);
	}

	@Test
	void a_persons_own_mail_is_carried_out_once_they_have_sent_the_code_back(CapturedOutput output) throws Exception {
		int asked = estate.contoso.graph().calls().size() + estate.contoso.arm().calls().size();
		estate.send(ANA, "A question", "", "Hello,\nplease delete my data.\n");
		MimeMessage asking = estate.mails("ana", 1).get(0);
		assertThat(asking.getSubject()).matches("\\[DSR-[A-Z0-9]{10}] Please confirm your request");
		assertThat(MailEstate.text(asking)).contains("asked contoso for the erasure of the data about you");
		JsonNode request = only("unverified");
		estate.send("eve@contoso.example", "Re: " + asking.getSubject(), reply(asking), code(asking));
		estate.send(ANA, "Re: " + asking.getSubject(), reply(asking),
				"Who are you?\n\nOn Sat, 21 Nov 2026, dsr@contoso.example wrote:\n"
						+ MailEstate.text(asking).replaceAll("(?m)^", "> "));
		MimeMessage refused = estate.mails("ana", 2).get(1);
		assertThat(MailEstate.text(refused)).contains("Replies left: 4");
		assertThat(estate.contoso.graph().calls().size() + estate.contoso.arm().calls().size())
			.as("nothing is read before the code came")
			.isEqualTo(asked);
		assertThat(request.path("tasks")).isEmpty();
		estate.send(ANA, "Re: " + refused.getSubject(), reply(refused), code(asking) + "\n\n-- \nAna\n");
		String path = "/api/requests/" + request.path("id").asText();
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> estate.hub.getJson(path).path("state").asText().equals("awaiting-decision"));
		assertThat(evidence(request))
			.contains("\"event\":\"confirmation-asked\"", "\"event\":\"confirmation-failed\"", "{\"by\":\"code\"}",
					"\"event\":\"verified\"")
			.doesNotContain(ANA, code(asking));
		// Who is answered at once needs not be told that the request is confirmed.
		estate.mails("ana", 3);
		assertThat(estate.hub.post(path + "/decision", "{\"decision\":\"decline\",\"reason\":\"legal-claims\"}")
			.statusCode()).isEqualTo(200);
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> estate.hub.getJson(path).path("state").asText().equals("declined"));
		// The code, that it was none, that it was one, and the answer.
		assertThat(estate.mails("ana", 4)).hasSize(4);
		assertThat(estate.hub.getJson("/api/triage").path("value").findValuesAsText("reason"))
			.contains("another-sender");
		assertThat(output.toString()).doesNotContain(ANA).doesNotContain(code(asking));
	}

	@Test
	void what_nobody_understands_waits_for_a_person_who_makes_a_request_of_it() {
		estate.send(ANA, "Hello", "", "I have moved; what do you have on file? Kind regards, Ana");
		estate.await(() -> estate.server.folder("dsr", "Triage").size() == 1 && estate.quiet());
		JsonNode line = line("right-not-recognised");
		String path = "/api/triage/" + line.path("id").asText();
		JsonNode shown = estate.hub.getJson(path);
		assertThat(shown.path("from").asText()).isEqualTo(ANA);
		assertThat(shown.path("authenticity").asText()).isEqualTo("passed");
		assertThat(shown.path("text").asText()).startsWith("I have moved");
		assertThat(new String(estate.hub.get(path + "/mail").body(), StandardCharsets.UTF_8)).contains("I have moved");
		String decision = "{\"decision\":\"request\",\"request\":{\"reference\":\"T-1\",\"right\":\"discover\",\"subject\":{\"email\":\"%s\"}}}"
			.formatted(ANA);
		var filed = estate.hub.post(path + "/decision", decision);
		assertThat(filed.statusCode()).isEqualTo(201);
		assertThat(RunningHub.json(filed).path("receivedAt").asText()).isEqualTo(line.path("receivedAt").asText());
		assertThat(estate.hub.closed("contoso", "T-1").path("state").asText()).isEqualTo("completed");
		assertThat(estate.hub.post(path + "/decision", decision).statusCode()).isEqualTo(409);
		assertThat(estate.hub.get(path).statusCode()).isEqualTo(404);
		assertThat(estate.server.folder("ana", "INBOX")).isEmpty();
	}

	@Test
	void machines_and_forgers_get_no_answer_and_keep_nobody_waiting() {
		estate.send(ANA, "Away", "Auto-Submitted: auto-replied\n", "delete my data");
		estate.send(ANA, "News", "List-Id: <all.contoso.example>\n", "delete my data");
		estate.server.deliver("dsr",
				"From: olga@contoso.example\nSubject: forged\n\nright: erase\nemail: " + ANA + "\n");
		estate.server.deliver("dsr", "\u0000\u0001 this is no mail");
		estate.send(OLGA, "After them", "", "reference: M-9\nright: discover\nemail: %s\n".formatted(ANA));
		assertThat(estate.hub.closed("contoso", "M-9").path("state").asText()).isEqualTo("completed");
		estate.await(estate::quiet);
		assertThat(estate.server.folder("olga", "INBOX")).hasSize(1);
		assertThat(estate.server.folder("ana", "INBOX")).isEmpty();
		assertThat(estate.server.folder("dsr", "Ignored")).hasSize(2);
		assertThat(estate.server.folder("dsr", "Triage")).hasSize(2);
	}

	@Test
	void an_absence_note_in_the_thread_of_a_code_begins_no_loop() throws Exception {
		estate.send(ANA, "Auskunftsersuchen", "", "Auskunft \u00FCber meine Daten, bitte\n");
		MimeMessage asking = estate.mails("ana", 1).get(0);
		for (String machine : List.of("Auto-Submitted: auto-replied\n", "Precedence: auto_reply\n")) {
			estate.send(ANA, "Re: " + asking.getSubject(), reply(asking) + machine, "I am away.\n" + code(asking));
		}
		estate.await(() -> estate.server.folder("dsr", "Ignored").size() == 2 && estate.quiet());
		assertThat(estate.server.folder("ana", "INBOX")).hasSize(1);
		JsonNode request = only("unverified");
		assertThat(estate.hub.delete("/api/requests/" + request.path("id").asText()).statusCode()).isEqualTo(200);
		estate.send(ANA, "Re: " + asking.getSubject(), reply(asking), code(asking));
		estate.await(() -> estate.server.folder("dsr", "Triage").size() == 1 && estate.quiet());
		assertThat(line("request-waits-for-no-code").path("request").asText()).isEqualTo(request.path("id").asText());
		assertThat(estate.hub.getJson("/api/requests/" + request.path("id").asText()).path("state").asText())
			.isEqualTo("cancelled");
	}

	private static JsonNode only(String state) {
		JsonNode listed = estate.hub.getJson("/api/requests?state=" + state).path("value");
		assertThat(listed).hasSize(1);
		return listed.get(0);
	}

	private static JsonNode line(String reason) {
		for (JsonNode line : estate.hub.getJson("/api/triage").path("value")) {
			if (line.path("reason").asText().equals(reason)) {
				return line;
			}
		}
		throw new AssertionError("nothing waits for " + reason);
	}

	private static String evidence(JsonNode result) {
		return new String(estate.hub.get("/api/requests/" + result.path("id").asText() + "/evidence").body(),
				StandardCharsets.UTF_8);
	}

	private static String reply(MimeMessage mail) throws Exception {
		return "In-Reply-To: %1$s\nReferences: %1$s\n".formatted(mail.getMessageID());
	}

	private static String code(MimeMessage asking) {
		return MailEstate.text(asking).replaceFirst("(?s).*Code: (\\d{4} \\d{4}) .*", "$1");
	}

}
