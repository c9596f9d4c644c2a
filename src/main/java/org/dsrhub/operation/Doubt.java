package org.dsrhub.operation;

import java.util.Locale;

/**
 * Why a person has to look at what a service gave. It stays where it is until they have.
 */
enum Doubt {

	UNREADABLE(
			"the service gave files that the hub cannot read for sure, or records that do not name the person. Look at them"),
	UNREACHABLE("the service gave files, and the hub cannot get at them (the log says why). Look at them");

	private final String words;

	Doubt(String words) {
		this.words = words;
	}

	static Doubt of(String label) {
		return valueOf(label.toUpperCase(Locale.ROOT));
	}

	/**
	 * What the person must do; no identifier of the subject.
	 * @param container where the files are
	 */
	String advice(String source, String container) {
		return ("%s: %s in the container %s of the tenant's storage account, then complete the task: with outcome found and all "
				+ "that concerns the person as JSON or CSV in attachment, or with another outcome. The hub removes the container "
				+ "after that.")
			.formatted(source, this.words, container);
	}

	/**
	 * As results and evidence say it.
	 */
	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
