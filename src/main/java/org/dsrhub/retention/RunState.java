package org.dsrhub.retention;

import java.util.Locale;

/**
 * How far a run is.
 */
enum RunState {

	/** To be begun. */
	PLANNED,
	/** What is due is written down. */
	LISTING,
	/** What is on the list is removed. */
	PURGING,
	/** At the list's end, or that of a dry run. */
	DONE,
	/** Not carried out, because of a rule of ours. */
	STOPPED,
	/** Given up after many faults. */
	FAILED;

	/**
	 * Whether nothing more becomes of it.
	 */
	boolean ended() {
		return this == DONE || this == STOPPED || this == FAILED;
	}

	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	static RunState of(String label) {
		return valueOf(label.toUpperCase(Locale.ROOT));
	}

}
