package org.dsrhub.mail;

import java.util.List;
import java.util.UUID;

/**
 * A mail to send.
 *
 * @param once what it is about: of all mails of a tenant with the same words here one is
 * sent, such as {@code answer-completed/<request>/1}
 * @param purpose the template's or the step's name, as metrics and evidence show it
 * @param request the request it belongs to, or null
 * @param to the recipient's address, normalised
 * @param subject without a name or an address of a person
 * @param text what is read without HTML
 * @param html the same as HTML, or null
 * @param inReplyTo the Message-ID that it answers, or null
 * @param references the Message-IDs of the thread before it, oldest first
 * @param automatic whether it tells other machines not to answer it (RFC 3834)
 */
public record OutgoingMail(String tenant, MailboxName mailbox, String once, String purpose, UUID request, String to,
		String subject, String text, String html, String inReplyTo, List<String> references, boolean automatic) {

	public OutgoingMail {
		references = List.copyOf(references);
	}

}
