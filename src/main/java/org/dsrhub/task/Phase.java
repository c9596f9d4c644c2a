package org.dsrhub.task;

import java.util.Locale;

/**
 * What a task is about at present.
 */
enum Phase {

	/** It reads its source. */
	COLLECT,
	/** It changes what it found there. */
	CHANGE,
	/** It reads its source once more: what was to go must be gone. */
	VERIFY,
	/** A person does what the hub cannot. */
	MANUAL;

	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	static Phase of(String label) {
		return valueOf(label.toUpperCase(Locale.ROOT));
	}

}
