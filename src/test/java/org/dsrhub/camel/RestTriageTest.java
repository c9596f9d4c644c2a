package org.dsrhub.camel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.mail.InboundMail;
import org.dsrhub.mail.InboundMails;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.mail.Settled;
import org.dsrhub.mail.Settled.End;
import org.dsrhub.request.Door;
import org.dsrhub.request.FieldError;
import org.dsrhub.request.InvalidRequest;
import org.dsrhub.security.Caller;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentCaptor.forClass;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.verify;

/**
 * What people do with mails that wait for them.
 */
class RestTriageTest extends RestTest {

	private static final String REQUEST = "{\"decision\":\"request\",\"request\":{\"right\":\"export\",\"subject\":{\"email\":\"ana@contoso.example\"}}}";

	private static final String DISMISS = "{\"decision\":\"dismiss\",\"reason\":\"is an advertisement\"}";

	private static final Instant RECEIVED = Instant.parse("2026-10-05T08:30:00Z");

	@Autowired
	InboundMails mails;

	@Autowired
	HubProperties hub;

	@BeforeEach
	void nothingWaits() {
		this.jdbc.sql("update inbound_mail set ending = 'ignored' where ending = 'triage'").update();
	}

	@Test
	void a_list_shows_what_waits_in_turn_and_nothing_that_is_in_the_mails() throws Exception {
		List<UUID> waiting = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			waiting.add(mail("contoso", RECEIVED.plusSeconds(i), "Ana Jensen <ana@contoso.example>"));
		}
		mail("fabrikam", RECEIVED, "x@fabrikam.example");
		JsonNode first = tree(get("olga", "/api/triage?limit=3"));
		assertThat(first.path("next").asText()).isEqualTo("/api/triage?limit=3&after=" + waiting.get(2));
		JsonNode second = tree(get("olga", first.path("next").asText()));
		assertThat(second.path("next").isNull()).isTrue();
		List<String> ids = new ArrayList<>(first.path("value").findValuesAsText("id"));
		ids.addAll(second.path("value").findValuesAsText("id"));
		assertThat(ids).isEqualTo(waiting.stream().map(UUID::toString).toList());
		assertThat(first.path("value").get(0).toString()).matches(
				"\\{\"id\":\"%s\",\"tenant\":\"contoso\",\"mailbox\":\"intake\",\"receivedAt\":\"2026-10-05T08:30:00Z\",\"reason\":\"right-not-recognised\",\"request\":null,\"bytes\":\\d+}"
					.formatted(waiting.get(0)));
	}

	@Test
	void a_page_goes_on_behind_a_mail_that_was_settled_meanwhile() throws Exception {
		UUID first = mail("contoso", RECEIVED, "a@x.example");
		UUID second = mail("contoso", RECEIVED, "b@x.example");
		UUID third = mail("fabrikam", RECEIVED, "c@x.example");
		List<String> order = tree(get("both", "/api/triage")).path("value").findValuesAsText("id");
		assertThat(order).containsExactlyInAnyOrder(first.toString(), second.toString(), third.toString());
		String next = tree(get("both", "/api/triage?limit=1")).path("next").asText();
		if (!order.get(0).equals(third.toString())) {
			assertThat(post("olga", "/api/triage/" + order.get(0) + "/decision", DISMISS).statusCode()).isEqualTo(200);
		}
		assertThat(tree(get("both", next.replace("limit=1", "limit=9"))).path("value").findValuesAsText("id"))
			.isEqualTo(order.subList(1, 3));
		assertThat(tree(get("both", "/api/triage?tenant=fabrikam")).path("value").findValuesAsText("id"))
			.containsExactly(third.toString());
	}

	@ParameterizedTest
	@CsvSource({ "limit=0,limit", "limit=x,limit", "after=x,after", "state=open,(query)",
			"after=11111111-1111-1111-1111-111111111111,after" })
	void a_list_takes_its_own_parameters_alone(String query, String field) throws Exception {
		assertThat(problem(get("olga", "/api/triage?" + query), 422).at("/errors/0/field").asText()).isEqualTo(field);
	}

	@Test
	void a_mail_is_read_anew_and_handed_out_as_it_came() throws Exception {
		UUID id = mail("contoso", RECEIVED, "Ana Jensen <ana@contoso.example>");
		JsonNode shown = tree(get("olga", "/api/triage/" + id));
		assertThat(shown.path("id").asText()).isEqualTo(id.toString());
		assertThat(shown.path("from").asText()).isEqualTo("ana@contoso.example");
		assertThat(shown.path("authenticity").asText()).isEqualTo("passed");
		assertThat(shown.path("subject").asText()).isEqualTo("My data");
		assertThat(shown.path("text").asText().strip()).isEqualTo("What do you do with my invoice?");
		assertThat(shown.path("attachments").toString())
			.isEqualTo("[{\"name\":\"invoice.txt\",\"type\":\"text/plain\",\"bytes\":5}]");
		var content = get("olga", "/api/triage/" + id + "/mail");
		assertThat(content.body()).isEqualTo(eml("Ana Jensen <ana@contoso.example>"));
		assertThat(content.headers().firstValue("Content-Type")).hasValue("message/rfc822");
		assertThat(content.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
		assertThat(content.headers().firstValue("Content-Disposition"))
			.hasValue("attachment; filename=\"%s.eml\"".formatted(id));
		assertThat(parts()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "nobody", "Reader", "Auditor", "TenantAdministrator", "HoldKeeper" })
	void others_see_nothing_of_it(String user) throws Exception {
		UUID id = mail("contoso", RECEIVED, "a@x.example");
		for (String path : List.of("/api/triage", "/api/triage/" + id, "/api/triage/" + id + "/mail")) {
			problem(get(user, path), 403);
		}
		problem(post(user, "/api/triage/" + id + "/decision", DISMISS), 403);
		assertThat(waits(id)).isTrue();
	}

	@Test
	void another_tenants_mail_is_not_there() throws Exception {
		UUID id = mail("fabrikam", RECEIVED, "a@x.example");
		for (String path : List.of("/api/triage/" + id, "/api/triage/" + id + "/mail",
				"/api/triage/" + UUID.randomUUID(), "/api/triage/x", "/api/triage?tenant=fabrikam")) {
			problem(get("olga", path), 404);
		}
		problem(post("olga", "/api/triage/" + id + "/decision", DISMISS), 404);
		problem(post("olga", "/api/triage/" + id + "/decision", REQUEST), 404);
		assertThat(waits(id)).isTrue();
	}

	@Test
	void a_request_made_of_a_mail_is_filed_on_the_logins_roles_and_settles_it_once() throws Exception {
		UUID id = mail("contoso", RECEIVED, "a@x.example");
		var filed = post("olga", "/api/triage/" + id + "/decision", REQUEST);
		assertThat(filed.statusCode()).as(filed.body()).isEqualTo(201);
		UUID request = UUID.fromString(tree(filed).path("id").asText());
		assertThat(filed.headers().firstValue("Location")).hasValue("/api/requests/" + request);
		ArgumentCaptor<JsonNode> document = forClass(JsonNode.class);
		verify(this.reader, atLeastOnce()).read(document.capture());
		assertThat(document.getValue().path("tenant").asText()).isEqualTo("contoso");
		assertThat(document.getValue().path("receivedAt").asText()).isEqualTo(RECEIVED.toString());
		ArgumentCaptor<Caller> caller = forClass(Caller.class);
		ArgumentCaptor<Door> door = forClass(Door.class);
		verify(this.registrar, atLeastOnce()).register(any(), door.capture(), caller.capture());
		assertThat(caller.getValue().name()).isEqualTo("olga");
		assertThat(door.getValue()).isEqualTo(Door.REST);
		InboundMail settled = this.mails.find("contoso", id).orElseThrow();
		assertThat(settled.settled()).isEqualTo(new Settled(End.TAKEN, "right-not-recognised", request));
		assertThat(settled.settledBy()).isEqualTo("olga");
		assertThat(this.mails.eml(settled)).isEmpty();
		assertThat(this.evidence.entries(request)).last()
			.asString()
			.contains("\"event\":\"filed-from-mail\"", "\"actor\":\"olga\"", id.toString(), settled.sha256());
		long requests = count();
		problem(post("olga", "/api/triage/" + id + "/decision", REQUEST), 409);
		problem(post("olga", "/api/triage/" + id + "/decision", DISMISS), 409);
		assertThat(count()).isEqualTo(requests);
		problem(get("olga", "/api/triage/" + id), 404);
		problem(get("olga", "/api/triage/" + id + "/mail"), 404);
	}

	@Test
	void a_time_of_receipt_that_is_given_holds() throws Exception {
		UUID id = mail("contoso", RECEIVED, "a@x.example");
		post("olga", "/api/triage/" + id + "/decision",
				REQUEST.replace("{\"right", "{\"receivedAt\":\"2026-09-01\",\"right"));
		ArgumentCaptor<JsonNode> document = forClass(JsonNode.class);
		verify(this.reader, atLeastOnce()).read(document.capture());
		assertThat(document.getValue().path("receivedAt").asText()).isEqualTo("2026-09-01");
	}

	@Test
	void a_dismissed_mail_is_gone_and_the_ledger_says_who_and_why() throws Exception {
		UUID id = mail("contoso", RECEIVED, "a@x.example");
		var dismissed = post("Approver", "/api/triage/" + id + "/decision", DISMISS);
		assertThat(dismissed.statusCode()).isEqualTo(200);
		assertThat(dismissed.body()).isEqualTo("{\"id\":\"%s\",\"decision\":\"dismiss\"}".formatted(id));
		InboundMail settled = this.mails.find("contoso", id).orElseThrow();
		assertThat(settled.settled()).isEqualTo(new Settled(End.IGNORED, "dismissed: is an advertisement", null));
		assertThat(settled.settledBy()).isEqualTo("Approver");
		assertThat(this.mails.eml(settled)).isEmpty();
		problem(post("olga", "/api/triage/" + id + "/decision", REQUEST), 409);
	}

	@Test
	void an_approver_files_nothing() throws Exception {
		UUID id = mail("contoso", RECEIVED, "a@x.example");
		problem(post("Approver", "/api/triage/" + id + "/decision", REQUEST), 403);
		assertThat(waits(id)).isTrue();
	}

	@Test
	void of_several_who_decide_at_once_one_does() throws Exception {
		UUID id = mail("contoso", RECEIVED, "a@x.example");
		long requests = count();
		ExecutorService people = Executors.newFixedThreadPool(6);
		try {
			CyclicBarrier start = new CyclicBarrier(6);
			List<Callable<Integer>> calls = new ArrayList<>();
			for (int i = 0; i < 6; i++) {
				String body = (i % 2 == 0) ? REQUEST : DISMISS;
				calls.add(() -> {
					start.await();
					return post("olga", "/api/triage/" + id + "/decision", body).statusCode();
				});
			}
			List<Integer> answers = new ArrayList<>();
			for (Future<Integer> call : people.invokeAll(calls)) {
				answers.add(call.get());
			}
			assertThat(answers).filteredOn((status) -> status == 409).hasSize(5);
			assertThat(count() - requests).isEqualTo(answers.contains(201) ? 1 : 0);
		}
		finally {
			people.shutdownNow();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{}                                                                    | decision
			[]                                                                    | decision
			{"decision":"maybe"}                                                  | decision
			{"decision":"dismiss"}                                                | reason
			{"decision":"dismiss","reason":" "}                                   | reason
			{"decision":"dismiss","reason":"ana@contoso.example asked for fun"}   | reason
			{"decision":"dismiss","reason":"call +45 32 12 34 56"}                | reason
			{"decision":"dismiss","reason":"x","request":{}}                      | (unknown)
			{"decision":"request"}                                                | request
			{"decision":"request","request":[]}                                   | request
			{"decision":"request","request":{"tenant":"fabrikam"}}                | request.tenant
			{"decision":"request","request":{},"reason":"x"}                      | (unknown)
			""")
	void a_decision_that_is_none_settles_nothing(String body, String field) throws Exception {
		UUID id = mail("contoso", RECEIVED, "a@x.example");
		assertThat(problem(post("olga", "/api/triage/" + id + "/decision", body), 422).at("/errors/0/field").asText())
			.isEqualTo(field);
		assertThat(waits(id)).isTrue();
	}

	@Test
	void a_request_that_is_not_valid_names_its_fields_and_the_mail_waits_on() throws Exception {
		UUID id = mail("contoso", RECEIVED, "a@x.example");
		doThrow(new InvalidRequest(List.of(new FieldError("subject.email", "is no address")))).when(this.reader)
			.read(any());
		assertThat(
				problem(post("olga", "/api/triage/" + id + "/decision", REQUEST), 422).at("/errors/0/field").asText())
			.isEqualTo("request.subject.email");
		assertThat(waits(id)).isTrue();
	}

	@Test
	void a_mail_that_was_too_large_to_be_kept_is_shown_without_its_words() throws Exception {
		UUID id = mail("contoso", RECEIVED, "a@x.example");
		Files.delete(this.mails.eml(this.mails.find("contoso", id).orElseThrow()).orElseThrow());
		JsonNode shown = tree(get("olga", "/api/triage/" + id));
		assertThat(shown.path("bytes").isNull()).isTrue();
		assertThat(shown.path("text").isNull()).isTrue();
		problem(get("olga", "/api/triage/" + id + "/mail"), 404);
		assertThat(post("olga", "/api/triage/" + id + "/decision", DISMISS).statusCode()).isEqualTo(200);
	}

	private UUID mail(String tenant, Instant receivedAt, String from) throws IOException {
		byte[] content = (eml(from) + "\r\n--x--\r\n" + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8);
		InboundMail mail = this.mails.begin(tenant, MailboxName.INTAKE, receivedAt, (output) -> output.write(content));
		Files.writeString(this.mails.eml(mail).orElseThrow(), eml(from));
		this.mails.settle(mail, new Settled(End.TRIAGE, "right-not-recognised", null));
		return mail.id();
	}

	private static String eml(String from) {
		return """
				Authentication-Results: mx.contoso.example; dmarc=pass header.from=%s
				From: %s
				To: dsr@contoso.example
				Subject: My data
				MIME-Version: 1.0
				Content-Type: multipart/mixed; boundary=x

				--x
				Content-Type: text/plain; charset=utf-8

				What do you do with my invoice?
				--x
				Content-Type: text/plain; name=invoice.txt
				Content-Disposition: attachment; filename=invoice.txt

				hello
				--x--
				""".formatted(from.replaceFirst(".*@([a-z.]+)>?", "$1"), from).replace("\n", "\r\n");
	}

	private List<Path> parts() throws IOException {
		try (var found = Files.walk(this.hub.data().resolve("mail"))) {
			return found.filter((path) -> path.toString().endsWith(".parts")).toList();
		}
	}

	private boolean waits(UUID id) {
		return this.jdbc.sql("select ending from inbound_mail where id = ?")
			.param(id)
			.query(String.class)
			.single()
			.equals("triage");
	}

	private long count() {
		return this.jdbc.sql("select count(*) from request").query(Long.class).single();
	}

}
