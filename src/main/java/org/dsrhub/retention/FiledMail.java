package org.dsrhub.retention;

import java.time.Instant;

import org.dsrhub.mail.MailboxName;

/**
 * A mail in one of the folders for settled mails.
 *
 * @param place mailbox, folder, and the number that the server never gives to another one
 * @param receivedAt when the server received it, UTC
 * @param sha256 of the mail as the server gives it, by which the ledger knows it
 */
public record FiledMail(MailboxName mailbox, String place, Instant receivedAt, long bytes, String sha256) {
}
