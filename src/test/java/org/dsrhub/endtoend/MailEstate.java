package org.dsrhub.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import org.awaitility.Awaitility;
import org.dsrhub.mail.InboundMail;
import org.dsrhub.mail.InboundMails;
import org.dsrhub.mail.MailSorting;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedMail;
import org.dsrhub.simulated.SimulatedTenant;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A hub with one tenant, contoso, whose intake mailbox is {@code dsr}; its operator is
 * Olga, and Ana is the person whose data it has. All three have their mail at the same
 * server.
 */
final class MailEstate implements AutoCloseable {

	final SimulatedMail server = SimulatedMail.start();

	final SimulatedTenant contoso = SimulatedTenant.start("contoso");

	final SamplePeople people = SamplePeople.settle(this.contoso, Instant.now());

	final Installation installation;

	final RunningHub hub;

	/**
	 * Starts it.
	 * @param more of the tenant's file
	 * @param parts that replace the hub's own
	 */
	MailEstate(Path folder, String more, Class<?>... parts) {
		this.installation = Installation.in(folder).setting("hub.mail.poll", "PT0.3S");
		try {
			Path trust = Files.writeString(folder.resolve("trust.pem"),
					this.contoso.login().caPem() + this.server.caPem());
			this.installation.with(this.contoso,
					"""
							trust: %s
							mailboxes: {intake: %s}
							operators: [{address: olga@contoso.example, roles: [Owner, AccountAdministrator, TenantAdministrator]}]
							%s"""
						.formatted(trust, this.server.mailbox("dsr", "contoso.example", folder.resolve("secrets")),
								more));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		for (String user : List.of("olga", "ana", "eve")) {
			this.server.mailbox(user, "contoso.example", folder);
		}
		this.hub = RunningHub.start(this.installation, parts);
	}

	/**
	 * Has the server receive a mail for the intake mailbox, and say that it comes from
	 * its sender's domain.
	 * @param fields more of its header, each with its line end
	 */
	void send(String from, String subject, String fields, String text) {
		this.server.deliver("dsr",
				"""
						Return-Path: <%1$s>
						Authentication-Results: mx.contoso.example; spf=pass smtp.mailfrom=%1$s; dmarc=pass header.from=contoso.example
						Received: from out.contoso.example by mx.contoso.example with ESMTPS; Sat, 21 Nov 2026 10:00:00 +0000
						From: %1$s
						To: dsr@contoso.example
						Subject: %2$s
						Message-ID: <%3$s@contoso.example>
						%4$sMIME-Version: 1.0
						Content-Type: text/plain; charset=utf-8

						%5$s"""
					.formatted(from, subject, UUID.randomUUID(), fields, text));
	}

	/**
	 * Has the hub take a mail of the intake mailbox byte by byte, as what reads the
	 * mailbox hands it on; the library of the simulated server holds and serves only
	 * mails that it can read itself.
	 * @return its SHA-256, in hexadecimal digits
	 */
	String handOver(byte[] mail) {
		try {
			InboundMail begun = this.hub.part(InboundMails.class)
				.begin("contoso", MailboxName.INTAKE, Instant.now(), (output) -> output.write(mail));
			this.hub.part(MailSorting.class).sort(begun);
			return begun.sha256();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The mails that a person has got, once there are as many.
	 */
	List<MimeMessage> mails(String user, int count) {
		return Awaitility.await(count + " mails of " + user)
			.atMost(Duration.ofMinutes(2))
			.pollInterval(Duration.ofMillis(50))
			.until(() -> this.server.folder(user, "INBOX"), (mails) -> mails.size() >= count);
	}

	void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(50)).until(condition);
	}

	/** Whether nothing is left to be read or to be sent. */
	boolean quiet() {
		return this.server.folder("dsr", "INBOX").isEmpty() && ledger().sql(
				"select (select count(*) from mail where state in ('planned', 'sending')) + (select count(*) from inbound_mail where ending is null)")
			.query(Long.class)
			.single() == 0;
	}

	/**
	 * Waits until nothing is on its way, and empties the mailboxes.
	 */
	void forget() {
		await(this::quiet);
		List.of("Taken", "Answer", "Triage", "Ignored").forEach((folder) -> this.server.empty("dsr", folder));
		List.of("olga", "ana", "eve").forEach((user) -> this.server.empty(user, "INBOX"));
	}

	JdbcClient ledger() {
		return this.hub.part(JdbcClient.class);
	}

	/**
	 * The plain words of a mail with an HTML version.
	 */
	static String text(MimeMessage mail) {
		try {
			BodyPart plain = ((Multipart) mail.getContent()).getBodyPart(0);
			return plain.getContent().toString().replace("\r\n", "\n");
		}
		catch (IOException | MessagingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.hub.close();
		this.contoso.close();
		this.server.close();
	}

}
