package org.dsrhub.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;

import org.awaitility.Awaitility;
import org.dsrhub.FreePort;
import org.dsrhub.simulated.ScriptedMail;
import org.dsrhub.simulated.SimulatedMail;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes that share mailboxes, one of which is killed while it hands a mail over.
 */
class MailNodesTests {

	private static final int MAILS = 25;

	private final List<HubProcess> nodes = new ArrayList<>();

	@AfterEach
	void end() throws InterruptedException {
		for (HubProcess node : this.nodes) {
			node.kill();
		}
	}

	@Test
	void each_mail_is_taken_once_and_one_that_may_have_been_sent_is_not_sent_again(@TempDir Path folder)
			throws Exception {
		SmtpScript script = new SmtpScript().on(".", "");
		try (SimulatedMail server = SimulatedMail.start();
				ScriptedMail smtp = ScriptedMail.start(script);
				SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			Installation installation = Installation.in(folder.resolve("hub"))
				.withPostgresql()
				.setting("hub.mail.poll", "PT0.2S");
			Path trust = Files.writeString(folder.resolve("trust.pem"), contoso.login().caPem() + server.caPem());
			installation.with(contoso,
					"trust: %s\nmailboxes:\n  intake: %s\n".formatted(trust,
							server.mailbox("dsr", "contoso.example", folder)
								.replaceAll("smtps://localhost:\\d+", "smtp://127.0.0.1:" + smtp.port())));
			HubProcess first = start(installation, "first", folder);
			UUID mail = write(installation);
			await(() -> handed(smtp) == 1);
			start(installation, "second", folder);
			for (int i = 0; i < MAILS; i++) {
				server.deliver("dsr", "From: ana@x.example\nSubject: %d\n\nwords\n".formatted(i));
			}
			await(() -> count(installation, "select count(*) from inbound_mail where ending is not null") > MAILS / 3);
			first.kill();
			await(() -> server.folder("dsr", "INBOX").isEmpty());
			assertThat(server.folder("dsr", "Triage").stream().map(MailNodesTests::subject).distinct()).hasSize(MAILS);
			assertThat(count(installation, "select count(*) from inbound_mail where ending = 'triage'"))
				.isEqualTo(MAILS);
			assertThat(settled(folder)).hasSize(MAILS).doesNotHaveDuplicates();

			await(() -> "uncertain".equals(state(installation, mail)));
			script.on(".", "250 taken");
			UUID next = write(installation);
			await(() -> "sent".equals(state(installation, next)));
			assertThat(handed(smtp)).as("each was handed over once").isEqualTo(2);
		}
	}

	private HubProcess start(Installation installation, String node, Path folder) throws IOException {
		HubProcess hub = HubProcess.start(installation, FreePort.any(), folder.resolve(node + ".log"),
				Map.of("hub.node", node, "hub.lease", "PT6S", "hub.renew", "1000"));
		this.nodes.add(hub);
		return hub;
	}

	/** As the step that tells of something does, in the ledger that the nodes share. */
	private static UUID write(Installation installation) {
		UUID id = UUID.randomUUID();
		installation.ledger()
			.sql("""
					insert into mail (id, tenant, mailbox, once, purpose, message_id, content, state, written_at, due)
					values (?, 'contoso', 'intake', ?, 'answer', ?, ?, 'planned', now(), now())""")
			.params(id, id.toString(), "<%s@contoso.example>".formatted(id), """
					{"tenant":"contoso","mailbox":"INTAKE","once":"x","purpose":"answer","request":null,
					 "to":"ana@person.example","subject":"About it","text":"words","html":null,"inReplyTo":null,
					 "references":[],"automatic":true}""")
			.update();
		return id;
	}

	private static String state(Installation installation, UUID mail) {
		return installation.ledger()
			.sql("select state from mail where id = ?")
			.param(mail)
			.query(String.class)
			.single();
	}

	private static long count(Installation installation, String sql) {
		return installation.ledger().sql(sql).query(Long.class).single();
	}

	private static int handed(ScriptedMail smtp) {
		return (int) smtp.lines().stream().filter("."::equals).count();
	}

	/** The mails whose end the logs of both nodes tell. */
	private static List<String> settled(Path folder) throws IOException {
		List<String> settled = new ArrayList<>();
		for (String node : List.of("first", "second")) {
			Files.readAllLines(folder.resolve(node + ".log"))
				.stream()
				.filter((line) -> line.contains("event=mail-settled"))
				.map((line) -> line.replaceFirst(".* mail=(\\S+) .*", "$1"))
				.forEach(settled::add);
		}
		return settled;
	}

	private static String subject(jakarta.mail.internet.MimeMessage mail) {
		try {
			return mail.getSubject();
		}
		catch (jakarta.mail.MessagingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(40))
			.pollInterval(Duration.ofMillis(50))
			.dontCatchUncaughtExceptions()
			.until(condition);
	}

}
