package org.dsrhub.operation;

import java.util.Locale;

/**
 * Why a person has to look at what a service gave. It stays where it is until they have.
 */
enum Doubt {

	UNREADABLE("the service gave files that the hub cannot read for sure, or records that do not name the person"),
	EMPTY("the service says that it has ended, and gave no file"),
	UNREACHABLE("the service has ended, and the hub cannot get at what it gave (the log says why)");

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
		return ("%s: %s. Look into the container %s of the tenant's storage account, then complete the task: with outcome "
				+ "found, after you have mended there what the hub could not read, and it reads all of it again; with outcome "
				+ "found and all that concerns the person as JSON or CSV in attachment, and it reads that instead; or with "
				+ "another outcome. The hub removes the container after that.")
			.formatted(source, this.words, container);
	}

	/**
	 * As results and evidence say it.
	 */
	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
