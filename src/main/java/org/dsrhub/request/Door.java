package org.dsrhub.request;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The way by which a request came in.
 */
public enum Door {

	INBOX, REST, MAIL;

	/**
	 * The name in rows and evidence: {@code inbox}.
	 */
	@JsonValue
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
