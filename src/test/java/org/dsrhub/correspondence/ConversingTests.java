package org.dsrhub.correspondence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import java.util.zip.ZipFile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.awaitility.Awaitility;
import org.dsrhub.endtoend.Installation;
import org.dsrhub.endtoend.RunningHub;
import org.dsrhub.mail.Authenticity;
import org.dsrhub.mail.Automatic;
import org.dsrhub.mail.Settled;
import org.dsrhub.mail.Settled.End;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Conversations in a running hub, with the vendor's mails shown to the desk as they would
 * be read. At contoso a person acknowledges, at fabrikam the rule.
 */
class ConversingTests {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final AtomicInteger PEOPLE = new AtomicInteger();

	private static final String EXPORT = """
			[{"id":"1","user":"%1$s","path":"/orders"},
			 {"id":"2","user":"%1$s","note":"seen with bo@contoso.example"},
			 {"id":"3","user":"bo@contoso.example","path":"/orders"}]""";

	@TempDir
	static Path folder;

	private static SimulatedTenant contoso;

	private static SimulatedTenant fabrikam;

	private static SimulatedTenant northwind;

	private static Installation installation;

	private static RunningHub hub;

	@BeforeAll
	static void start() throws IOException {
		contoso = SimulatedTenant.start("contoso");
		fabrikam = SimulatedTenant.start("fabrikam");
		northwind = SimulatedTenant.start("northwind");
		Files.writeString(folder.resolve("mail-secret"), "secret");
		installation = Installation.in(folder)
			.with(contoso, mailbox("contoso", "by-hand"))
			.with(fabrikam, mailbox("fabrikam", "by-rule"))
			.with(northwind, "");
		hub = RunningHub.start(installation);
	}

	@AfterAll
	static void stop() {
		hub.close();
		contoso.close();
		fabrikam.close();
		northwind.close();
	}

	@Test
	void what_the_vendor_exports_of_a_person_is_in_the_package_and_nothing_of_others() throws IOException {
		String person = person("fabrikam");
		Ask ask = ask("fabrikam", person);
		assertThat(ask.content().path("to").asText()).isEqualToIgnoringCase("D4APIS_DSRRequests@microsoft.com");
		assertThat(ask.content().path("mailbox").asText()).isEqualToIgnoringCase("administrator");
		assertThat(ask.content().path("subject").asText()).contains("[" + ask.token() + "]").doesNotContain("@");
		assertThat(ask.content().path("text").asText()).contains(person);
		JsonNode waiting = task(
				hub.awaitThat("fabrikam", ask.reference(), (result) -> task(result).hasNonNull("resumeAt")));
		assertThat(waiting.path("state").asText()).isEqualTo("waiting");

		assertThat(vendor(ask).answering(ask.messageId()).says("Please confirm this request.").orElseThrow().end())
			.isEqualTo(End.ANSWER);
		JsonNode confirmed = mail(ask, "vendor-acknowledge");
		assertThat(confirmed.path("subject").asText()).contains(ask.token()).doesNotContain("@");
		assertThat(confirmed.path("references").get(0).asText()).isEqualTo(ask.messageId());
		assertThat(vendor(ask).answering(confirmed.path("inReplyTo").asText())
			.subject("Export " + ask.token())
			.file("export.json", EXPORT.formatted(person))
			.says("Here it is.")
			.orElseThrow()
			.end()).isEqualTo(End.ANSWER);

		JsonNode done = hub.closed("fabrikam", ask.reference());
		assertThat(done.path("state").asText()).isEqualTo("completed");
		assertThat(task(done).path("outcome").asText()).isEqualTo("found");
		assertThat(task(done).path("count").asInt()).isEqualTo(2);
		JsonNode records = records(done);
		assertThat(records).hasSize(2).allSatisfy((record) -> {
			assertThat(record.at("/provenance/url").asText()).startsWith("mid:");
			assertThat(record.toString()).doesNotContain("bo@contoso.example");
		});
		assertThat(evidence(done)).anySatisfy((entry) -> {
			assertThat(entry.path("event").asText()).isEqualTo("vendor-answer-read");
			assertThat(entry.at("/data/notMatched").asInt()).isEqualTo(1);
		}).noneMatch((entry) -> entry.toString().contains(person));
	}

	@Test
	void a_person_acknowledges_by_hand_once() {
		Ask ask = ask("contoso", person("contoso"));
		vendor(ask).answering(ask.messageId()).says("Please confirm.");
		JsonNode attention = hub.await("contoso", ask.reference(), "attention");
		assertThat(attention.path("attention").asText()).contains("/acknowledgement");
		assertThat(task(hub.awaitThat("contoso", ask.reference(), (result) -> task(result).hasNonNull("reason")))
			.path("reason")
			.asText()).isEqualTo("acknowledgement");
		String path = "/api/requests/" + attention.path("id").asText() + "/tasks/defender-for-apis/";
		assertThat(new String(hub.get(path + "instructions").body(), StandardCharsets.UTF_8)).contains("confirm");

		assertThat(hub.post(path + "acknowledgement", "").statusCode()).isEqualTo(200);
		assertThat(hub.post(path + "acknowledgement", "").statusCode()).isEqualTo(409);

		assertThat(mail(ask, "vendor-acknowledge").path("text").asText()).contains(ask.token());
		hub.await("contoso", ask.reference(), "discovering");
		assertThat(mails(ask)).isEqualTo(2);
	}

	@Test
	void the_administrator_may_acknowledge_in_their_own_mail_program() {
		Ask ask = ask("contoso", person("contoso"));
		UUID question = UUID.randomUUID();
		vendor(ask).id(question).answering(ask.messageId()).says("Please confirm.");
		hub.await("contoso", ask.reference(), "attention");

		Settled forged = vendor(ask).from("admin@contoso.example")
			.authenticity(Authenticity.UNKNOWN)
			.subject("Re: " + ask.token())
			.answering("<" + question + "@microsoft.com>")
			.says("Confirmed.")
			.orElseThrow();
		assertThat(forged.end()).isEqualTo(End.TRIAGE);
		vendor(ask).from("admin@contoso.example")
			.subject("Re: " + ask.token())
			.answering("<" + question + "@microsoft.com>")
			.says("Confirmed.");

		hub.await("contoso", ask.reference(), "discovering");
		assertThat(mails(ask)).isEqualTo(1);
	}

	@Test
	void a_confirmation_that_comes_twice_is_answered_once() {
		Ask ask = ask("fabrikam", person("fabrikam"));
		vendor(ask).answering(ask.messageId()).says("Please confirm.");
		mail(ask, "vendor-acknowledge");

		assertThat(vendor(ask).answering(ask.messageId()).says("Please confirm.").orElseThrow())
			.isEqualTo(new Settled(End.IGNORED, "repeated-confirmation", ask.request()));
		assertThat(mails(ask)).isEqualTo(2);
	}

	@Test
	void a_mail_that_is_shown_again_does_no_more_than_once() {
		Ask ask = ask("fabrikam", person("fabrikam"));
		UUID same = UUID.randomUUID();

		Settled first = vendor(ask).id(same).answering(ask.messageId()).says("Please confirm.").orElseThrow();
		mail(ask, "vendor-acknowledge");
		Settled second = vendor(ask).id(same).answering(ask.messageId()).says("Please confirm.").orElseThrow();

		assertThat(second).isEqualTo(first);
		assertThat(events(ask, "vendor-mail")).isEqualTo(1);
	}

	@Test
	void a_mail_in_another_thread_is_known_by_the_token() {
		Ask ask = ask("fabrikam", person("fabrikam"));

		vendor(ask).subject("Your request " + ask.token().toLowerCase())
			.answering("<new@microsoft.com>")
			.says("Please confirm.");

		assertThat(mail(ask, "vendor-acknowledge")).isNotNull();
	}

	@ParameterizedTest
	@CsvSource({ "dsr@micros0ft.com, PASSED, lookalike-sender", "dsr@microsoft.com, FAILED, not-authenticated",
			"dsr@microsoft.com, UNKNOWN, not-authenticated", "someone@else.example, PASSED, unknown-sender" })
	void a_forged_mail_moves_nothing_and_is_shown_to_a_person(String from, Authenticity authenticity, String reason) {
		Ask ask = ask("fabrikam", person("fabrikam"));

		Settled settled = vendor(ask).from(from)
			.authenticity(authenticity)
			.answering(ask.messageId())
			.file("export.json", "[]")
			.says("No data was found.")
			.orElseThrow();

		assertThat(settled).isEqualTo(new Settled(End.TRIAGE, reason, ask.request()));
		assertThat(events(ask, "correspondence-suspicious")).isEqualTo(1);
		assertThat(hub.part(Conversations.class).find(ask.task()).orElseThrow().conversation().state())
			.isEqualTo(Conversation.State.ASKED);
	}

	@Test
	void another_tenants_mail_belongs_to_no_conversation() {
		Ask ask = ask("fabrikam", person("fabrikam"));

		Vendor elsewhere = new Vendor(hub.part(VendorDesk.class), folder, "contoso");

		assertThat(elsewhere.answering(ask.messageId()).subject(ask.token()).says("Please confirm.")).isEmpty();
	}

	@Test
	void a_mail_of_nobodys_conversation_is_left_to_others() {
		assertThat(new Vendor(hub.part(VendorDesk.class), folder, "contoso").says("Please confirm.")).isEmpty();
	}

	@Test
	void the_vendors_word_that_it_has_nothing_ends_the_task() {
		Ask ask = ask("fabrikam", person("fabrikam"));

		vendor(ask).answering(ask.messageId()).says("Please confirm.");
		mail(ask, "vendor-acknowledge");
		vendor(ask).answering(ask.messageId()).says("No data was found for this customer.");

		JsonNode done = hub.closed("fabrikam", ask.reference());
		assertThat(done.path("state").asText()).isEqualTo("completed");
		assertThat(task(done).path("outcome").asText()).isEqualTo("nothing-found");
	}

	@Test
	void an_absence_note_moves_nothing_and_an_unclear_mail_asks_a_person_and_the_answer_still_counts() {
		String person = person("fabrikam");
		Ask ask = ask("fabrikam", person);
		assertThat(vendor(ask).automatic(Automatic.REPLY)
			.answering(ask.messageId())
			.says("I am out of the office.")
			.orElseThrow()
			.end()).isEqualTo(End.IGNORED);

		vendor(ask).answering(ask.messageId()).says("We need a few days.");
		assertThat(hub.await("fabrikam", ask.reference(), "attention").path("attention").asText())
			.contains("does not understand");

		vendor(ask).answering(ask.messageId())
			.file("export.csv", "user;path\n%s;/a\nbo@contoso.example;/b\n".formatted(person))
			.says("Here.");
		JsonNode done = hub.closed("fabrikam", ask.reference());
		assertThat(done.path("state").asText()).isEqualTo("completed");
		assertThat(done.path("attention").isNull()).isTrue();
		assertThat(task(done).path("count").asInt()).isEqualTo(1);
	}

	@Test
	void a_file_that_the_hub_cannot_read_waits_for_a_person_who_completes_the_task() throws IOException {
		String person = person("fabrikam");
		Ask ask = ask("fabrikam", person);
		vendor(ask).answering(ask.messageId())
			.file("export.pdf", "%PDF")
			.file("more.json", "[{\"id\":\"1\",\"user\":\"%s\"}]".formatted(person))
			.says("Here.");
		JsonNode waiting = hub.awaitThat("fabrikam", ask.reference(),
				(result) -> task(result).path("state").asText().equals("manual"));
		assertThat(task(waiting).path("reason").asText()).isEqualTo("unreadable");
		assertThat(hub.await("fabrikam", ask.reference(), "attention").path("package").isNull()).isTrue();
		String path = "/api/requests/" + waiting.path("id").asText() + "/tasks/defender-for-apis/completion";

		assertThat(hub.post(path, "{\"outcome\":\"erased\",\"note\":\"x\"}").statusCode()).isEqualTo(422);
		assertThat(hub
			.post(path,
					"""
							{"outcome":"found","note":"read the PDF",
							 "attachment":{"name":"read.json","contentType":"application/json","content":"%s"}}"""
						.formatted(Base64.getEncoder()
							.encodeToString("{\"id\":\"2\",\"user\":\"%s\"}".formatted(person)
								.getBytes(StandardCharsets.UTF_8))))
			.statusCode()).isEqualTo(200);

		JsonNode done = hub.closed("fabrikam", ask.reference());
		assertThat(done.path("state").asText()).isEqualTo("completed");
		assertThat(records(done)).hasSize(2);
	}

	@Test
	void records_of_others_alone_are_no_answer_and_a_person_may_say_so() {
		Ask ask = ask("fabrikam", person("fabrikam"));
		vendor(ask).answering(ask.messageId())
			.file("export.json", "[{\"id\":\"1\",\"user\":\"bo@contoso.example\"}]")
			.says("Here.");
		JsonNode waiting = hub.await("fabrikam", ask.reference(), "attention");
		assertThat(waiting.path("attention").asText()).contains("none has an identifier");

		assertThat(hub
			.post("/api/requests/" + waiting.path("id").asText() + "/tasks/defender-for-apis/completion",
					"{\"outcome\":\"failed\",\"note\":\"wrong person; the vendor does not mend it\"}")
			.statusCode()).isEqualTo(200);
		JsonNode done = hub.closed("fabrikam", ask.reference());
		assertThat(done.path("state").asText()).isEqualTo("completed-with-exceptions");
		assertThat(done.at("/exceptions/0/reason").asText()).isEqualTo("by-hand");

		assertThat(vendor(ask).answering(ask.messageId()).file("b.json", "[]").says("Late.").orElseThrow())
			.isEqualTo(new Settled(End.TRIAGE, "late", ask.request()));
		assertThat(vendor(ask).answering(ask.messageId()).says("Please confirm.").orElseThrow().end())
			.isEqualTo(End.IGNORED);
		assertThat(events(ask, "vendor-mail")).isEqualTo(3);
	}

	@ParameterizedTest
	@CsvSource({ "bounced", "failed", "uncertain" })
	void a_mail_that_did_not_arrive_is_seen_at_once_and_sent_anew_only_by_a_person(String state) {
		Ask ask = ask("fabrikam", person("fabrikam"));
		Awaitility.await("the mail at rest")
			.until(() -> hub.part(JdbcClient.class)
				.sql("update mail set state = ?, due = null where message_id = ? and lease is null")
				.params(state, ask.messageId())
				.update() == 1);
		JsonNode waiting = hub.await("fabrikam", ask.reference(), "attention");
		assertThat(waiting.path("attention").asText()).contains("the mail");
		assertThat(mails(ask)).isEqualTo(1);

		assertThat(hub.post("/api/requests/" + waiting.path("id").asText() + "/retry", "").statusCode()).isEqualTo(200);
		Awaitility.await().until(() -> mails(ask) == 2);
		hub.await("fabrikam", ask.reference(), "discovering");
		vendor(ask).answering(ask.messageId()).file("export.json", "[]").says("Here.");
		assertThat(hub.closed("fabrikam", ask.reference()).path("state").asText()).isEqualTo("completed");
	}

	@Test
	void a_mail_for_a_cancelled_request_is_late() {
		Ask ask = ask("fabrikam", person("fabrikam"));
		assertThat(hub.delete("/api/requests/" + ask.request()).statusCode()).isEqualTo(200);

		assertThat(vendor(ask).answering(ask.messageId()).says("Please confirm.").orElseThrow())
			.isEqualTo(new Settled(End.IGNORED, "late", ask.request()));
		assertThat(mails(ask)).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "discover", "access" })
	void another_right_than_export_is_refused(String right) {
		String reference = file("fabrikam", right, "{\"email\":\"%s\"}".formatted(person("fabrikam")));

		JsonNode done = hub.closed("fabrikam", reference);
		assertThat(task(done).path("outcome").asText()).isEqualTo("refused");
		assertThat(done.path("state").asText()).isEqualTo("completed-with-exceptions");
	}

	@Test
	void a_person_without_an_address_cannot_be_asked_for() {
		String reference = file("fabrikam", "export",
				"{\"phone\":\"+4520123%03d\"}".formatted(PEOPLE.incrementAndGet()));

		assertThat(task(hub.closed("fabrikam", reference)).path("outcome").asText()).isEqualTo("not-searchable");
	}

	@Test
	void a_tenant_that_does_not_say_how_to_ask_does_not_use_it() {
		installation.drop("northwind", "n.json", """
				{"reference":"N-1","tenant":"northwind","right":"export","subject":{"email":"n@northwind.example"}}""");

		JsonNode done = hub.closed("northwind", "N-1");
		assertThat(done.path("tasks")).noneMatch((task) -> task.path("source").asText().equals("defender-for-apis"));
	}

	private static String mailbox(String tenant, String acknowledge) {
		return """
				mailboxes: {administrator: {imap: "imap://127.0.0.1:9", smtp: "smtp://127.0.0.1:9",
				  address: admin@%s.example, user: admin, password: "file:%s", authserv: mx.%1$s.example}}
				defenderForApis: {acknowledge: %s}
				""".formatted(tenant, folder.resolve("mail-secret"), acknowledge);
	}

	private static String person(String tenant) {
		return "person%d@%s.example".formatted(PEOPLE.incrementAndGet(), tenant);
	}

	private static String file(String tenant, String right, String subject) {
		String reference = "R-" + PEOPLE.incrementAndGet();
		installation.drop(tenant, reference + ".json", """
				{"reference":"%s","tenant":"%s","right":"%s","subject":%s,"sources":["defender-for-apis"]}"""
			.formatted(reference, tenant, right, subject));
		return reference;
	}

	/**
	 * Files a request for an export and waits until the vendor is asked.
	 */
	private static Ask ask(String tenant, String person) {
		String reference = file(tenant, "export", "{\"email\":\"%s\"}".formatted(person));
		UUID request = UUID
			.fromString(hub.awaitThat(tenant, reference, (result) -> result.hasNonNull("id")).path("id").asText());
		Conversations.Row row = Awaitility.await(reference)
			.until(() -> hub.part(Conversations.class).find(request, "defender-for-apis"), Optional::isPresent)
			.orElseThrow();
		return new Ask(tenant, reference, request, row.task(), row.token(), row.conversation().thread(),
				content(row.conversation().thread()));
	}

	private record Ask(String tenant, String reference, UUID request, UUID task, String token, String messageId,
			JsonNode content) {
	}

	private static Vendor vendor(Ask ask) {
		return new Vendor(hub.part(VendorDesk.class), folder, ask.tenant());
	}

	private static JsonNode mail(Ask ask, String purpose) {
		String messageId = Awaitility.await(purpose)
			.until(() -> hub.part(JdbcClient.class)
				.sql("select message_id from mail where request = ? and purpose = ?")
				.params(ask.request(), purpose)
				.query(String.class)
				.optional(), Optional::isPresent)
			.orElseThrow();
		return content(messageId);
	}

	private static long mails(Ask ask) {
		return hub.part(JdbcClient.class)
			.sql("select count(*) from mail where request = ?")
			.param(ask.request())
			.query(Long.class)
			.single();
	}

	private static JsonNode content(String messageId) {
		try {
			return JSON.readTree(hub.part(JdbcClient.class)
				.sql("select content from mail where message_id = ?")
				.param(messageId)
				.query(String.class)
				.single());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static JsonNode task(JsonNode result) {
		return StreamSupport.stream(result.path("tasks").spliterator(), false)
			.filter((task) -> task.path("source").asText().equals("defender-for-apis"))
			.findFirst()
			.orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
	}

	private static JsonNode records(JsonNode result) throws IOException {
		Path zip = installation.data().resolve("packages").resolve(result.at("/package/path").asText());
		try (ZipFile files = new ZipFile(zip.toFile())) {
			return JSON.readTree(files.getInputStream(files.getEntry("Defender for APIs/defender-for-apis.json")));
		}
	}

	private static List<JsonNode> evidence(JsonNode result) {
		return new String(hub.get("/api/requests/" + result.path("id").asText() + "/evidence").body(),
				StandardCharsets.UTF_8)
			.lines()
			.map(ConversingTests::json)
			.toList();
	}

	private static long events(Ask ask, String event) {
		return new String(hub.get("/api/requests/" + ask.request() + "/evidence").body(), StandardCharsets.UTF_8)
			.lines()
			.map(ConversingTests::json)
			.filter((entry) -> entry.path("event").asText().equals(event))
			.count();
	}

	private static JsonNode json(String line) {
		try {
			return JSON.readTree(line);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
