package org.dsrhub.request;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The reasons for which the GDPR lets an answer take longer (art. 12(3)).
 */
public enum ExtensionReason {

	COMPLEXITY, NUMBER_OF_REQUESTS;

	/**
	 * The name in calls and rows: {@code number-of-requests}.
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * The reason with this label; empty for a reason in somebody's own words.
	 */
	public static Optional<ExtensionReason> find(String reason) {
		return Arrays.stream(values()).filter((each) -> each.label().equals(reason)).findFirst();
	}

}
