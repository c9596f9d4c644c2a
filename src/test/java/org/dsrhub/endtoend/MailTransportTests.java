package org.dsrhub.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import org.awaitility.Awaitility;
import org.dsrhub.mail.InboundMail;
import org.dsrhub.mail.InboundMails;
import org.dsrhub.mail.MailDesk;
import org.dsrhub.mail.MailOutbox;
import org.dsrhub.mail.MailState;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.mail.OutgoingMail;
import org.dsrhub.mail.ReceivedMail;
import org.dsrhub.mail.Settled;
import org.dsrhub.mail.Settled.End;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.ScriptedMail;
import org.dsrhub.simulated.SimulatedMail;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Mails on their way out and in, over TLS and through a mail server that does as it
 * should, and past some that do not.
 */
@ExtendWith(OutputCaptureExtension.class)
class MailTransportTests {

	private static final List<AutoCloseable> OPEN = new ArrayList<>();

	private static final SmtpScript SMTP = new SmtpScript();

	private static final List<String> TOKENS = new CopyOnWriteArrayList<>();

	@TempDir
	static Path folder;

	private static SimulatedMail server;

	private static ScriptedMail smtp;

	private static Installation installation;

	private static SamplePeople people;

	private static RunningHub hub;

	private static RecordingDesk desk;

	/**
	 * Three tenants: contoso's servers do as they should, fabrikam's are a scripted one
	 * and a dead one, northwind's want tokens.
	 */
	@BeforeAll
	static void start() throws IOException {
		server = open(SimulatedMail.start());
		SimulatedTenant contoso = open(SimulatedTenant.start("contoso"));
		SimulatedTenant fabrikam = open(SimulatedTenant.start("fabrikam"));
		SimulatedTenant northwind = open(SimulatedTenant.start("northwind"));
		people = SamplePeople.settle(contoso, Instant.now());
		smtp = open(ScriptedMail.start(SMTP));
		int tokenSmtp = open(ScriptedMail.start(new SmtpScript().on("AUTH", MailTransportTests::smtpLogin))).port();
		int tokenImap = open(ScriptedMail.start(MailTransportTests::imapLogin)).port();
		installation = Installation.in(folder)
			.setting("hub.mail.poll", "PT0.5S")
			.setting("hub.mail.limits.mail", "5KB")
			.setting("hub.users[1].name", "prometheus")
			.setting("hub.users[1].password", "{bcrypt}" + new BCryptPasswordEncoder(4).encode("scrape"))
			.setting("hub.users[1].roles", "Auditor");
		Path secrets = folder.resolve("secrets");
		Path trust = Files.writeString(folder.resolve("trust.pem"), contoso.login().caPem() + server.caPem());
		installation.with(contoso,
				"trust: %s\nmailboxes:\n  intake: %s\n  administrator: %s\n".formatted(trust,
						server.mailbox("dsr", "contoso.example", secrets),
						server.mailbox("admin", "contoso.example", secrets)));
		installation.with(fabrikam, """
				mailboxes:
				  intake: {imap: "imaps://localhost:1", smtp: "smtp://127.0.0.1:%d", address: dsr@fabrikam.example,
				    user: dsr, password: "file:%s", authserv: mx.fabrikam.example}
				""".formatted(smtp.port(), secrets.resolve("mail-dsr")));
		installation.with(northwind, """
				mailboxes:
				  intake: {imap: "imap://127.0.0.1:%d", smtp: "smtp://127.0.0.1:%d", address: dsr@northwind.example,
				    oauth2: true, authserv: mx.northwind.example}
				""".formatted(tokenImap, tokenSmtp));
		server.mailbox("ana", "person.example", folder);
		hub = open(RunningHub.start(installation, RecordingDesk.class));
		desk = hub.part(RecordingDesk.class);
	}

	@AfterAll
	static void close() throws Exception {
		Collections.reverse(OPEN);
		for (AutoCloseable one : OPEN) {
			one.close();
		}
	}

	@BeforeEach
	void forget() {
		List.of("Taken", "Answer", "Triage", "Ignored").forEach((end) -> {
			server.empty("dsr", end);
			server.empty("admin", end);
		});
		desk.seen.clear();
		InboundMails mails = hub.part(InboundMails.class);
		mails.triage("contoso", null, 10)
			.forEach((mail) -> mails.settleTriage(mail, new Settled(End.IGNORED, "earlier", null), "test"));
	}

	@Test
	void a_mail_arrives_as_it_was_written_under_the_message_id_that_was_fixed_before() throws Exception {
		installation.drop("contoso", "one.ndjson",
				"{\"reference\":\"R-1\",\"tenant\":\"contoso\",\"right\":\"discover\",\"subject\":{\"email\":\"%s\"}}"
					.formatted(people.email()));
		UUID request = UUID.fromString(hub.closed("contoso", "R-1").path("id").asText());
		OutgoingMail mail = new OutgoingMail("contoso", MailboxName.INTAKE, "answer/1", "answer", request,
				"ana@person.example", "Svar på din anmodning\r\nBcc: eve@evil.example", "Blåbær – ありがとう\n",
				"<p>Blåbær – ありがとう</p>", "<first@person.example>",
				List.of("<before@person.example>", "<bad\r\nX-Evil: 1@x>", "<first@person.example>"), true);
		String messageId = hub.part(MailOutbox.class).write(mail);
		assertThat(hub.part(MailOutbox.class).write(mail)).isEqualTo(messageId);
		await(() -> state(messageId) == MailState.SENT);
		MimeMessage arrived = server.folder("ana", "INBOX").get(0);
		assertThat(server.folder("ana", "INBOX")).hasSize(1);
		assertThat(arrived.getMessageID()).isEqualTo(messageId).endsWith("@contoso.example>");
		assertThat(arrived.getSubject()).isEqualTo("Svar på din anmodning Bcc: eve@evil.example");
		assertThat(arrived.getHeader("From")).containsExactly("dsr@contoso.example");
		assertThat(arrived.getHeader("To")).containsExactly("ana@person.example");
		assertThat(arrived.getHeader("Bcc")).isNull();
		assertThat(arrived.getHeader("X-Evil")).isNull();
		assertThat(arrived.getHeader("In-Reply-To")).containsExactly("<first@person.example>");
		assertThat(arrived.getHeader("References")[0].split("\\s+")).containsExactly("<before@person.example>",
				"<first@person.example>");
		assertThat(arrived.getHeader("Auto-Submitted")).containsExactly("auto-replied");
		Multipart both = (Multipart) arrived.getContent();
		assertThat(arrived.getContentType()).startsWith("multipart/alternative");
		assertThat(both.getBodyPart(0).getContent().toString().strip()).isEqualTo("Blåbær – ありがとう");
		assertThat(both.getBodyPart(1).getContentType()).startsWith("text/html");
		assertThat(both.getBodyPart(1).getContent()).isEqualTo("<p>Blåbær – ありがとう</p>");
		assertThat(column("content", messageId)).isNull();
		assertThat(new String(hub.get("/api/requests/" + request + "/evidence").body(), StandardCharsets.UTF_8))
			.contains("\"event\":\"mail-sent\"", messageId)
			.doesNotContain("person.example");
	}

	@Test
	void a_mail_waits_for_a_server_that_is_down() {
		smtp.close();
		int before = attempts();
		String messageId = hub.part(MailOutbox.class).write(mail("waits"));
		await(() -> attempts() > before && state(messageId) == MailState.PLANNED);
		smtp = open(ScriptedMail.start(smtp.port(), SMTP));
		await(() -> state(messageId) == MailState.SENT);
	}

	@Test
	void what_a_server_answers_says_what_becomes_of_a_mail(CapturedOutput output) throws Exception {
		SMTP.on("MAIL", "451 4.7.1 ana@person.example, come back later");
		String later = hub.part(MailOutbox.class).write(mail("later"));
		await(() -> "the server answered 451 4.7.1".equals(column("reason", later)));
		SMTP.on("MAIL", "250 ok");
		await(() -> state(later) == MailState.SENT);

		SMTP.on(".", "452 4.3.1 full");
		String full = hub.part(MailOutbox.class).write(mail("full"));
		await(() -> output.toString().contains("the server answered 452 4.3.1"));
		SMTP.on(".", "250 taken");
		await(() -> state(full) == MailState.SENT);

		SMTP.on("RCPT", "550 5.1.1 ana@person.example unknown");
		String refused = hub.part(MailOutbox.class).write(mail("refused"));
		await(() -> state(refused) == MailState.FAILED);
		SMTP.on("RCPT", "250 ok");

		SMTP.on(".", "off");
		int handed = handed();
		String broken = hub.part(MailOutbox.class).write(mail("broken"));
		await(() -> state(broken) == MailState.UNCERTAIN);
		SMTP.on(".", "250 taken");
		String next = hub.part(MailOutbox.class).write(mail("next"));
		await(() -> state(next) == MailState.SENT);
		assertThat(handed()).as("the one that is uncertain once, the next one once").isEqualTo(handed + 2);
		assertThat(column("reason", refused)).isEqualTo("the server answered 550 5.1.1");
		assertThat(output).contains("event=mail-uncertain", "event=mail-failed").doesNotContain("person.example");
	}

	@Test
	void mails_that_come_are_taken_once_each_and_moved_to_the_folder_of_their_end(CapturedOutput output) {
		String twice = raw("request", "<same@x.example>", "one body");
		server.deliver("dsr", twice);
		await(() -> server.folder("dsr", "Taken").size() == 1);
		server.deliver("dsr", twice);
		server.deliver("dsr", raw("request", "<same@x.example>", "another body"));
		server.deliver("dsr", raw("who are you", "<c@x.example>", "text"));
		server.deliver("admin", raw("lunch", "<e@x.example>", "a person's own mail"));
		server.deliver("admin", raw("[DSR-1] answer", "<d@x.example>", "text"));
		await(() -> server.folder("dsr", "INBOX").isEmpty() && server.folder("admin", "INBOX").size() == 1);
		assertThat(server.folder("dsr", "Taken")).hasSize(3);
		assertThat(server.folder("dsr", "Triage")).hasSize(1);
		assertThat(server.folder("admin", "Answer")).hasSize(1);
		assertThat(desk.seen).containsExactlyInAnyOrder("INTAKE request", "INTAKE request", "INTAKE who are you",
				"ADMINISTRATOR [DSR-1] answer");
		InboundMails mails = hub.part(InboundMails.class);
		assertThat(mails.triage("northwind", null, 10)).isEmpty();
		InboundMail waiting = mails.triage("contoso", null, 10).get(0);
		assertThat(waiting.settled().reason()).isEqualTo("sender-not-authenticated");
		assertThat(mails.triage("contoso", waiting, 10)).isEmpty();
		assertThat(kept()).containsExactly(mails.eml(waiting).orElseThrow().getFileName().toString());
		assertThat(mails.settleTriage(waiting, new Settled(End.IGNORED, "dismissed", null), "olga")).isTrue();
		assertThat(mails.settleTriage(waiting, new Settled(End.TAKEN, "late", null), "otto")).isFalse();
		assertThat(kept()).isEmpty();
		assertThat(mails.find("contoso", waiting.id()).orElseThrow().settledBy()).isEqualTo("olga");
		assertThat(output).doesNotContain("x.example").doesNotContain("who are you");
	}

	@Test
	void a_mail_that_was_taken_and_not_moved_is_moved_and_not_taken_again() {
		server.deliver("dsr", raw("request", "<a@x.example>", "text"));
		await(() -> server.folder("dsr", "Taken").size() == 1);
		server.putBack("dsr", "Taken");
		await(() -> server.folder("dsr", "Taken").size() == 1 && server.folder("dsr", "INBOX").isEmpty());
		assertThat(desk.seen).hasSize(1);
	}

	@Test
	void a_mail_that_cannot_be_taken_waits_for_a_person_and_blocks_no_other(CapturedOutput output) {
		server.deliver("dsr", raw("breaks", "<a@x.example>", "text"));
		server.deliver("dsr", raw("request", "<b@x.example>", "x".repeat(6000)));
		server.deliver("dsr", raw("request", "<c@x.example>", "text"));
		await(() -> server.folder("dsr", "INBOX").isEmpty());
		assertThat(server.folder("dsr", "Triage")).hasSize(2);
		assertThat(server.folder("dsr", "Taken")).hasSize(1);
		assertThat(desk.seen).containsExactlyInAnyOrder("INTAKE breaks", "INTAKE breaks", "INTAKE breaks",
				"INTAKE request");
		assertThat(hub.part(InboundMails.class).triage("contoso", null, 10))
			.extracting((mail) -> mail.settled().reason(), (mail) -> hub.part(InboundMails.class).eml(mail).isPresent())
			.containsExactlyInAnyOrder(org.assertj.core.groups.Tuple.tuple("unreadable", true),
					org.assertj.core.groups.Tuple.tuple("too-large", false));
		assertThat(output).contains("event=mail-interrupted").doesNotContain("\"breaks\"");
	}

	@Test
	void headers_of_a_mail_give_no_orders() throws IOException {
		Path target = folder.resolve("stolen");
		server.deliver("dsr", """
				CamelHttpUri: http://127.0.0.1:1/
				CamelFileName: %s
				moveTo: Stolen
				copyTo: Copied
				delete: true
				CamelMailMoveTo: Stolen
				CamelMailCopyTo: Copied
				mail.smtp.host: evil.example
				""".formatted(target) + raw("request", "<a@x.example>", "text"));
		await(() -> server.folder("dsr", "Taken").size() == 1);
		assertThat(server.folder("dsr", "Stolen")).isEmpty();
		assertThat(server.folder("dsr", "Copied")).isEmpty();
		assertThat(target).doesNotExist();
		assertThat(desk.seen).hasSize(1);
	}

	@Test
	void a_mailbox_that_is_dead_stops_neither_another_one_nor_the_hub() {
		server.deliver("admin", raw("[DSR-1] answer", "<a@x.example>", "text"));
		await(() -> server.folder("admin", "Answer").size() == 1);
		await(() -> fault("fabrikam") != null);
		assertThat(fault("fabrikam")).startsWith("nobody takes the connection");
		await(() -> body("/actuator/health/readiness").contains("UP"));
		await(() -> body("/actuator/health").contains("DOWN"));
		await(() -> metrics().contains("dsrhub_mailbox_up{mailbox=\"intake\",tenant=\"fabrikam\"} 0.0"));
		assertThat(metrics()).contains("dsrhub_mailbox_up{mailbox=\"administrator\",tenant=\"contoso\"} 1.0",
				"dsrhub_queue_due{queue=\"mails\"}");
		String messageId = hub.part(MailOutbox.class).write(mail("counted"));
		await(() -> state(messageId) == MailState.SENT);
		await(() -> metrics()
			.contains("dsrhub_mails_ended_total{purpose=\"answer\",state=\"sent\",tenant=\"fabrikam\"}"));
	}

	@Test
	void exchange_gets_a_token_and_after_a_refusal_a_new_one() {
		String messageId = hub.part(MailOutbox.class)
			.write(new OutgoingMail("northwind", MailboxName.INTAKE, "token", "answer", null, "ana@person.example",
					"About it", "words\n", null, null, List.of(), true));
		await(() -> state(messageId) == MailState.SENT);
		await(() -> TOKENS.stream().filter((line) -> line.startsWith("imap")).distinct().count() > 1);
		for (String protocol : List.of("imap", "smtp")) {
			List<String> shown = TOKENS.stream().filter((line) -> line.startsWith(protocol)).distinct().toList();
			assertThat(shown).hasSizeGreaterThan(1)
				.allMatch((line) -> line.contains("user=dsr@northwind.example\1auth=Bearer "));
		}
	}

	private static String smtpLogin(String line) {
		return login("smtp ", line.replace("AUTH XOAUTH2 ", "")) ? "235 2.7.0 welcome" : "535 5.7.3 unsuccessful";
	}

	private static String imapLogin(String line) {
		String tag = line.split(" ")[0];
		if (line.isEmpty()) {
			return "* OK scripted";
		}
		if (line.contains("CAPABILITY")) {
			return "* CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2\r\n%s OK".formatted(tag);
		}
		return tag + ((line.contains(" AUTHENTICATE XOAUTH2 ")
				&& login("imap ", line.replaceFirst(".* AUTHENTICATE XOAUTH2 ", ""))) ? " OK" : " NO");
	}

	/** The first token of all is refused. */
	private static boolean login(String protocol, String message) {
		String shown = protocol + new String(Base64.getDecoder().decode(message), StandardCharsets.UTF_8);
		TOKENS.add(shown);
		return !shown.equals(TOKENS.stream().filter((line) -> line.startsWith(protocol)).findFirst().orElseThrow());
	}

	private static <T extends AutoCloseable> T open(T one) {
		OPEN.add(one);
		return one;
	}

	private static String metrics() {
		String login = Base64.getEncoder().encodeToString("prometheus:scrape".getBytes(StandardCharsets.UTF_8));
		return new String(hub
			.answer(HttpRequest.newBuilder(URI.create(hub.address() + "/actuator/prometheus"))
				.header("Authorization", "Basic " + login)
				.build())
			.body(), StandardCharsets.UTF_8);
	}

	private static String body(String path) {
		return new String(hub.get(path).body(), StandardCharsets.UTF_8);
	}

	private static String fault(String tenant) {
		return hub.part(JdbcClient.class)
			.sql("select fault from mailbox where tenant = ? and mailbox = 'intake'")
			.param(tenant)
			.query((row, number) -> Optional.ofNullable(row.getString("fault")))
			.single()
			.orElse(null);
	}

	private static String tenant(String messageId) {
		return messageId.replaceFirst(".*@", "").replaceFirst("\\..*", "");
	}

	private static OutgoingMail mail(String once) {
		return new OutgoingMail("fabrikam", MailboxName.INTAKE, once, "answer", null, "ana@person.example", "About it",
				"words\n", null, null, List.of(), true);
	}

	private static String raw(String subject, String messageId, String text) {
		return "From: ana@x.example\nTo: dsr@contoso.example\nSubject: %s\nMessage-ID: %s\nX-Queue: %s\n\n%s\n"
			.formatted(subject, messageId, UUID.randomUUID(), text);
	}

	private List<String> kept() {
		String[] files = installation.data().resolve("mail/contoso").toFile().list();
		return (files != null) ? Arrays.asList(files) : List.of();
	}

	private static MailState state(String messageId) {
		return hub.part(MailOutbox.class).find(tenant(messageId), List.of(messageId)).orElseThrow().state();
	}

	private static int attempts() {
		return hub.part(JdbcClient.class)
			.sql("select coalesce(sum(attempts), 0) from mail")
			.query(Integer.class)
			.single();
	}

	private static String column(String column, String messageId) {
		return hub.part(JdbcClient.class)
			.sql("select %s from mail where message_id = ?".formatted(column))
			.param(messageId)
			.query((row, number) -> Optional.ofNullable(row.getString(1)))
			.single()
			.orElse(null);
	}

	private static int handed() {
		return (int) smtp.lines().stream().filter("."::equals).count();
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(50))
			// The server's threads fall over clients that hang up.
			.dontCatchUncaughtExceptions()
			.until(condition);
	}

	/**
	 * Takes requests and answers, and breaks over some mails.
	 */
	@Order(1)
	static class RecordingDesk implements MailDesk {

		final List<String> seen = new CopyOnWriteArrayList<>();

		@Override
		public Optional<Settled> take(ReceivedMail mail) {
			this.seen.add(mail.mailbox() + " " + mail.subject());
			return switch (mail.subject()) {
				case "request" -> Optional.of(new Settled(End.TAKEN, "request", null));
				case "[DSR-1] answer" -> Optional.of(new Settled(End.ANSWER, null, null));
				case "breaks" -> throw new NumberFormatException(String.valueOf(Integer.parseInt(mail.subject())));
				default -> Optional.empty();
			};
		}

	}

}
