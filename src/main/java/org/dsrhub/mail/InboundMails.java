package org.dsrhub.mail;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.dsrhub.database.Timestamps;
import org.dsrhub.database.Transactions;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The mails that came, one row each by its content, so that none is lost and none taken
 * twice. The mail itself is kept only until it is settled, or while it waits for a
 * person.
 */
@Component
public class InboundMails {

	private static final String HUB = "hub";

	private static final int LONGEST_REASON = 300;

	private final JdbcClient jdbc;

	private final MailFiles files;

	private final Transactions transactions;

	private final Clock clock;

	InboundMails(JdbcClient jdbc, MailFiles files, Transactions transactions, Clock clock) {
		this.jdbc = jdbc;
		this.files = files;
		this.transactions = transactions;
		this.clock = clock;
	}

	/**
	 * Begins a mail: from now on it is in the ledger and, unless it is larger than
	 * {@code hub.mail.limits.mail}, kept. One that is settled already stays as it is.
	 * @param receivedAt when the server took it, UTC
	 * @throws IOException if the server breaks off, or the data folder cannot be written
	 */
	public InboundMail begin(String tenant, MailboxName mailbox, Instant receivedAt, RawMail content)
			throws IOException {
		KeptMail kept = this.files.keep(tenant, content);
		InboundMail mail = this.transactions.run(() -> row(tenant, mailbox, receivedAt, kept.sha256()));
		if (mail.settled() == null && kept.whole()) {
			this.files.accept(kept, mail);
		}
		else {
			this.files.drop(kept);
		}
		return mail;
	}

	private InboundMail row(String tenant, MailboxName mailbox, Instant receivedAt, String sha256) {
		UUID known = this.jdbc.sql("select id from inbound_mail where tenant = ? and mailbox = ? and sha256 = ?")
			.params(tenant, mailbox.label(), sha256)
			.query(UUID.class)
			.optional()
			.orElseGet(() -> {
				UUID id = UUID.randomUUID();
				this.jdbc
					.sql("insert into inbound_mail (id, tenant, mailbox, sha256, received_at, seen_at)"
							+ " values (?, ?, ?, ?, ?, ?)")
					.params(id, tenant, mailbox.label(), sha256, Timestamps.of(receivedAt),
							Timestamps.of(this.clock.instant()))
					.update();
				return id;
			});
		this.jdbc.sql("update inbound_mail set attempts = attempts + 1 where id = ? and ending is null")
			.param(known)
			.update();
		return find(tenant, known).orElseThrow();
	}

	/**
	 * Does not count the last attempt against a mail.
	 */
	@Transactional
	public void discount(InboundMail mail) {
		this.jdbc
			.sql("update inbound_mail set attempts = attempts - 1 where id = ? and attempts > 0 and ending is null")
			.param(mail.id())
			.update();
	}

	/**
	 * Leaves a mail to the server until it can be taken; that counts as no attempt.
	 */
	@Transactional
	public void putOff(InboundMail mail) {
		discount(mail);
		forget(mail);
	}

	/**
	 * Ends a mail that was not ended yet.
	 * @return how it ended, now or before
	 */
	@Transactional
	public Settled settle(InboundMail mail, Settled settled) {
		int rows = write(mail.tenant(), mail.id(), settled, HUB, "ending is null");
		if (rows == 1 && settled.end() != Settled.End.TRIAGE) {
			forget(mail);
		}
		return (rows == 1) ? settled : find(mail.tenant(), mail.id()).orElseThrow().settled();
	}

	/**
	 * The mails of a tenant that wait for a person, the one received first before the
	 * others.
	 * @param after the last one that was shown, or null to begin
	 */
	@Transactional(readOnly = true)
	public List<InboundMail> triage(String tenant, InboundMail after, int rows) {
		return this.jdbc.sql("select * from inbound_mail where tenant = :tenant and ending = 'triage'"
				+ " and (received_at > :at or (received_at = :at and id > :id)) order by received_at, id limit :rows")
			.param("tenant", tenant)
			.param("at", Timestamps.of((after != null) ? after.receivedAt() : Instant.EPOCH))
			.param("id", (after != null) ? after.id() : new UUID(0, 0))
			.param("rows", rows)
			.query(this::map)
			.list();
	}

	/**
	 * A mail of a tenant, whatever became of it.
	 */
	@Transactional(readOnly = true)
	public Optional<InboundMail> find(String tenant, UUID id) {
		return this.jdbc.sql("select * from inbound_mail where tenant = ? and id = ?")
			.params(tenant, id)
			.query(this::map)
			.optional();
	}

	/**
	 * Where the mail itself is, as it was received; empty if it is not kept: it is
	 * settled, or was too large.
	 */
	public Optional<Path> eml(InboundMail mail) {
		return this.files.eml(mail);
	}

	/**
	 * Ends a mail that waits for a person, who decided; the mail itself is deleted once
	 * the transaction is committed. Its place in the mailbox stays the folder
	 * {@code Triage}.
	 * @param settled taken or ignored
	 * @param by the login's name
	 * @return whether it did wait; another person may have been quicker
	 */
	@Transactional
	public boolean settleTriage(InboundMail mail, Settled settled, String by) {
		if (settled.end() == Settled.End.TRIAGE) {
			throw new IllegalArgumentException("mail=%s cannot be triaged to triage".formatted(mail.id()));
		}
		boolean waited = write(mail.tenant(), mail.id(), settled, by, "ending = 'triage'") == 1;
		if (waited) {
			forget(mail);
		}
		return waited;
	}

	/**
	 * Deletes what was kept of mails that a node which was killed left behind.
	 */
	public void tidy() {
		this.files.tidy((tenant, id) -> find(tenant, id)
			.map((mail) -> mail.settled() == null || mail.settled().end() == Settled.End.TRIAGE)
			.orElse(false));
	}

	private int write(String tenant, UUID id, Settled settled, String by, String only) {
		String reason = settled.reason();
		return this.jdbc
			.sql("update inbound_mail set ending = ?, reason = ?, request = ?, settled_at = ?, settled_by = ?"
					+ " where tenant = ? and id = ? and " + only)
			.params(settled.end().label(),
					(reason != null && reason.length() > LONGEST_REASON) ? reason.substring(0, LONGEST_REASON) : reason,
					settled.request(), Timestamps.of(this.clock.instant()), by, tenant, id)
			.update();
	}

	/** A transaction that is rolled back must find the mail again. */
	private void forget(InboundMail mail) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
			@Override
			public void afterCommit() {
				InboundMails.this.files.delete(mail);
			}
		});
	}

	private InboundMail map(ResultSet row, int number) throws SQLException {
		String ending = row.getString("ending");
		return new InboundMail(row.getObject("id", UUID.class), row.getString("tenant"),
				MailboxName.of(row.getString("mailbox")), row.getString("sha256"), Timestamps.read(row, "received_at"),
				row.getInt("attempts"),
				(ending != null) ? new Settled(Settled.End.of(ending), row.getString("reason"),
						row.getObject("request", UUID.class)) : null,
				Timestamps.read(row, "settled_at"), row.getString("settled_by"));
	}

	/**
	 * A mail that is still on the server.
	 */
	@FunctionalInterface
	public interface RawMail {

		/**
		 * Writes the mail as it was received.
		 * @throws IOException if the server breaks off, or the output
		 */
		void writeTo(OutputStream output) throws IOException;

	}

}
