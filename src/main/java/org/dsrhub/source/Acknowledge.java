package org.dsrhub.source;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Who acknowledges a vendor's question for confirmation.
 */
public enum Acknowledge {

	/** A person. */
	BY_HAND,
	/** The hub, at once. */
	BY_RULE;

	@JsonValue
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
