package org.dsrhub.source;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What a data subject may ask for (GDPR art. 15, 15(3), 20, 16, 18 and 17).
 */
public enum Right {

	DISCOVER, ACCESS, EXPORT, RECTIFY, RESTRICT, ERASE;

	/**
	 * The name in requests, files and rows: {@code export}.
	 */
	@JsonValue
	public String label() {
		return name().toLowerCase(java.util.Locale.ROOT);
	}

	@JsonCreator
	public static Right of(String label) {
		for (Right right : values()) {
			if (right.label().equals(label)) {
				return right;
			}
		}
		throw new IllegalArgumentException("unknown right '" + label + "'");
	}

	/**
	 * Whether the right ends in a package for the person.
	 */
	public boolean packaged() {
		return this == ACCESS || this == EXPORT;
	}

	/**
	 * Whether the right changes nothing at the vendor.
	 */
	public boolean readOnly() {
		return this == DISCOVER || packaged();
	}

}
