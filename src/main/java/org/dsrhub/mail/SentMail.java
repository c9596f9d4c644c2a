package org.dsrhub.mail;

import java.util.UUID;

/**
 * What the ledger knows of a mail that the hub wrote.
 *
 * @param messageId its Message-ID, with its angle brackets
 * @param request the request it belongs to, or null
 */
public record SentMail(UUID id, String tenant, MailboxName mailbox, String once, String purpose, UUID request,
		String messageId, MailState state) {
}
