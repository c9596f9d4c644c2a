package org.dsrhub.mail;

import java.util.Locale;
import java.util.UUID;

/**
 * How a mail that came ended.
 *
 * @param reason for the ledger and the logs: which rule, without any value of the mail
 * @param request the request that it became or belongs to, or null
 */
public record Settled(End end, String reason, UUID request) {

	/**
	 * The ends there are; each has a folder of its own in the mailbox.
	 */
	public enum End {

		/**
		 * It asked for something, and that is registered, or answered with its errors.
		 */
		TAKEN,
		/** It belongs to a conversation of the hub's and moved it on. */
		ANSWER,
		/** A person looks at it. */
		TRIAGE,
		/** Nothing is to be done: a bounce that is recorded, an absence note, a list. */
		IGNORED;

		public String label() {
			return name().toLowerCase(Locale.ROOT);
		}

		public static End of(String label) {
			return valueOf(label.toUpperCase(Locale.ROOT));
		}

		/**
		 * The mailbox's folder for such mails.
		 */
		public String folder() {
			return name().charAt(0) + label().substring(1);
		}

	}

}
