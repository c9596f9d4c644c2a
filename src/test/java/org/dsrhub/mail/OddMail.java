package org.dsrhub.mail;

/**
 * A mail with one thing odd about it.
 *
 * @param name of what is odd
 * @param read what the reader makes of it, as {@link OddMails#told} tells it: only what
 * differs from the good mail
 * @param end how it ends at a hub whose registered operator is {@link Eml#OPERATOR}, and
 * whose receiving server is {@link Eml#SERVER}
 */
public record OddMail(String name, byte[] bytes, String read, End end) {

	/**
	 * How a mail ends at a hub.
	 */
	public enum End {

		/** What it asks for is registered. */
		REQUEST,
		/** It is answered with what is wrong with it. */
		ERROR_ANSWER,
		/** A person looks at it; nobody gets an answer. */
		TRIAGE,
		/** Nothing is to be done, and nobody gets an answer. */
		IGNORED

	}

	@Override
	public String toString() {
		return this.name;
	}

}
