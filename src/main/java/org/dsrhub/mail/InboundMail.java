package org.dsrhub.mail;

import java.time.Instant;
import java.util.UUID;

/**
 * A mail that came, as the ledger knows it: no address and no word of it.
 *
 * @param sha256 of the whole mail, in hexadecimal digits
 * @param receivedAt when the server took it, UTC
 * @param attempts how often it was begun
 * @param settled how it ended, or null
 * @param settledAt when, or null
 * @param settledBy whose decision it was, {@code hub} or a login's name, or null
 */
public record InboundMail(UUID id, String tenant, MailboxName mailbox, String sha256, Instant receivedAt, int attempts,
		Settled settled, Instant settledAt, String settledBy) {
}
