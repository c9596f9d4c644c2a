package org.dsrhub.evidence;

import java.util.Comparator;

/**
 * What is wrong with a document of evidence.
 *
 * @param entry the place of the first bad entry, or of the first that may be it; null if
 * it is none of the entries
 * @param exact whether it is that very entry
 */
record Fault(Integer entry, boolean exact, String text) {

	/**
	 * An entry's own fault says most, then one of several entries, and of each the
	 * earliest.
	 */
	static final Comparator<Fault> FIRST = Comparator.comparing(Fault::exact)
		.reversed()
		.thenComparing(Fault::entry, Comparator.nullsLast(Comparator.naturalOrder()));

	static Fault at(int entry, String text) {
		return new Fault(entry, true, text);
	}

	/**
	 * One of several entries.
	 */
	static Fault from(int entry, String text) {
		return new Fault(entry, false, text);
	}

	static Fault of(String text) {
		return new Fault(null, false, text);
	}

}
