package org.dsrhub.mail;

import java.util.Locale;

/**
 * Where a mail to send stands.
 */
public enum MailState {

	/** It waits to be sent, or to be tried again. */
	PLANNED,
	/** A node is handing it to the server. */
	SENDING,
	/** The server took it. */
	SENT,
	/**
	 * The hub was broken off while it handed it over: the server may have it. It is never
	 * sent again by itself.
	 */
	UNCERTAIN,
	/** The server refused it for good. */
	FAILED,
	/** Sent, and it came back. */
	BOUNCED;

	/**
	 * The name in documents and rows.
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	public static MailState of(String label) {
		return valueOf(label.toUpperCase(Locale.ROOT));
	}

}
