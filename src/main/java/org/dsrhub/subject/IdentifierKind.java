package org.dsrhub.subject;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * How a natural person can be named in a record. Phones and IP addresses are weak: people
 * share them, so alone they do not make a record somebody's.
 */
public enum IdentifierKind {

	OBJECT_ID("objectId", true), USER_PRINCIPAL_NAME("userPrincipalName", true), EMAIL("email", true), SID("sid", true),
	PHONE("phone", false), IP_ADDRESS("ipAddress", false);

	private final String label;

	private final boolean strong;

	IdentifierKind(String label, boolean strong) {
		this.label = label;
		this.strong = strong;
	}

	@JsonValue
	public String label() {
		return this.label;
	}

	public boolean strong() {
		return this.strong;
	}

	public static IdentifierKind of(String label) {
		for (IdentifierKind kind : values()) {
			if (kind.label.equals(label)) {
				return kind;
			}
		}
		throw new IllegalArgumentException("unknown kind of identifier '" + label + "'");
	}

}
