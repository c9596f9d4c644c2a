package org.dsrhub.mail;

import java.time.Clock;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.database.Timestamps;
import org.dsrhub.tenant.Tenants;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The mails to send, each a row, written in one transaction with the step that it tells
 * of. One node sends it, under a Message-ID fixed before. A crash between the server's
 * acceptance and the hub's record leaves it uncertain: exactly once over SMTP does not
 * exist, and a mail that may have been sent is never sent again by itself.
 */
@Component
public class MailOutbox {

	/**
	 * With what the token in a subject begins that names one of the hub's conversations.
	 */
	public static final String TOKEN = "[DSR-";

	/**
	 * What tells the Message-IDs of the hub's mails from others of the same domain.
	 */
	public static final String THREAD = ".dsr@";

	private final JdbcClient jdbc;

	private final Tenants tenants;

	private final ObjectMapper json;

	private final Clock clock;

	MailOutbox(JdbcClient jdbc, Tenants tenants, ObjectMapper json, Clock clock) {
		this.jdbc = jdbc;
		this.tenants = tenants;
		this.json = json;
		this.clock = clock;
	}

	/**
	 * Writes a mail down to be sent, unless one for the same was written before.
	 * @return the Message-ID, with its angle brackets, of this one or of the one before
	 * @throws IllegalStateException if the tenant has no such mailbox
	 */
	@Transactional
	public String write(OutgoingMail mail) {
		Optional<String> before = this.jdbc.sql("select message_id from mail where tenant = ? and once = ?")
			.params(mail.tenant(), mail.once())
			.query(String.class)
			.optional();
		if (before.isPresent()) {
			return before.get();
		}
		String address = mail.mailbox()
			.of(this.tenants.get(mail.tenant()))
			.orElseThrow(() -> new IllegalStateException(
					"tenant=%s has no mailbox %s".formatted(mail.tenant(), mail.mailbox().label())))
			.address();
		UUID id = UUID.randomUUID();
		String messageId = "<%s%s%s>".formatted(id, THREAD, address.substring(address.lastIndexOf('@') + 1));
		this.jdbc.sql(
				"insert into mail (id, tenant, mailbox, once, purpose, request, message_id, content, state, written_at,"
						+ " due) values (?, ?, ?, ?, ?, ?, ?, ?, 'planned', ?, ?)")
			.params(id, mail.tenant(), mail.mailbox().label(), mail.once(), mail.purpose(), mail.request(), messageId,
					content(mail), Timestamps.of(this.clock.instant()), Timestamps.of(this.clock.instant()))
			.update();
		return messageId;
	}

	/**
	 * Whether a mail for the same was written before.
	 */
	public boolean written(String tenant, String once) {
		return this.jdbc.sql("select count(*) from mail where tenant = ? and once = ?")
			.params(tenant, once)
			.query(Integer.class)
			.single() > 0;
	}

	/**
	 * The mail that the hub wrote under one of these Message-IDs; the last one named, if
	 * there are several.
	 */
	public Optional<SentMail> find(String tenant, Collection<String> messageIds) {
		return messageIds.stream()
			.flatMap((messageId) -> this.jdbc
				.sql("select id, tenant, mailbox, once, purpose, request, message_id, state from mail"
						+ " where tenant = ? and message_id = ?")
				.params(tenant, messageId)
				.query((row, number) -> new SentMail(row.getObject("id", UUID.class), row.getString("tenant"),
						MailboxName.of(row.getString("mailbox")), row.getString("once"), row.getString("purpose"),
						row.getObject("request", UUID.class), row.getString("message_id"),
						MailState.of(row.getString("state"))))
				.optional()
				.stream())
			.reduce((first, second) -> second);
	}

	private String content(OutgoingMail mail) {
		try {
			return this.json.writeValueAsString(mail);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException("a mail cannot be written as JSON", ex);
		}
	}

}
