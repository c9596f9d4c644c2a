package org.dsrhub.task;

import java.util.Arrays;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * How a task ended. The first ones end it well; the others are exceptions, each with its
 * reason. Outcomes are never folded into one another.
 */
public enum Outcome {

	FOUND(true), NOTHING_FOUND(true), ERASED(true), ALREADY_ABSENT(true), RECTIFIED(true), RESTRICTED(true),
	LIFTED(true), RETAINED(false), REFUSED(false), NOT_SEARCHABLE(false), FAILED(false);

	private final boolean well;

	Outcome(boolean well) {
		this.well = well;
	}

	public boolean well() {
		return this.well;
	}

	/**
	 * Whether a service's data was changed.
	 */
	boolean changed() {
		return this == ERASED || this == RECTIFIED || this == RESTRICTED || this == LIFTED;
	}

	/**
	 * The name in documents and rows: {@code nothing-found}.
	 */
	@JsonValue
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	@JsonCreator
	public static Outcome of(String label) {
		return Arrays.stream(values())
			.filter((outcome) -> outcome.label().equals(label))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("unknown outcome '" + label + "'"));
	}

}
