package org.dsrhub.mail;

import jakarta.mail.MessagingException;

/**
 * A mail cannot be read as a whole.
 */
final class UnreadableMail extends MessagingException {

	private final MailFault fault;

	UnreadableMail(MailFault fault) {
		super(fault.label());
		this.fault = fault;
	}

	MailFault fault() {
		return this.fault;
	}

}
