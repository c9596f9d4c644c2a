package org.dsrhub.mail;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A mail that came, as far as the hub reads it. All of it is a stranger's word, except
 * {@code authenticity}, which the receiving server vouches for.
 *
 * @param id the ledger's
 * @param sha256 of the whole mail as it was received, in hexadecimal digits
 * @param messageId with its angle brackets, or null
 * @param inReplyTo the Message-ID that it answers, or null
 * @param references the Message-IDs of the thread before it, oldest first
 * @param from the one address in From, normalised; null if there is none or several
 * @param subject decoded, on one line, without control characters; perhaps empty
 * @param receivedAt when the server took it, UTC
 * @param authenticity what the receiving server found out about the sender
 * @param automatic what kind of machine wrote it
 * @param language the first of Content-Language, such as {@code da}, or null
 * @param text the words that a person reads, without what they quote; perhaps empty
 * @param attachments its files
 * @param bounced the Message-IDs of the hub's that this delivery report is about
 * @param fault why it could not be read as a whole, such as {@code too-many-parts}; null
 * if it could
 */
public record ReceivedMail(UUID id, String tenant, MailboxName mailbox, String sha256, String messageId,
		String inReplyTo, List<String> references, String from, String subject, Instant receivedAt,
		Authenticity authenticity, Automatic automatic, String language, String text, List<Attachment> attachments,
		List<String> bounced, String fault) {

	public ReceivedMail {
		references = List.copyOf(references);
		attachments = List.copyOf(attachments);
		bounced = List.copyOf(bounced);
	}

}
