package org.dsrhub.evidence;

import java.util.Comparator;

/**
 * What is wrong with a document of evidence.
 *
 * @param entry the place of the first bad entry, or of the first that may be it; null if
 * it is none of the entries
 * @param last the place of the last that may be it
 */
record Fault(Integer entry, Integer last, String text) {

	/**
	 * What bounds the first bad entry best comes first: by a fault, one of the entries up
	 * to its last is bad, and of two that say so of the same, the narrower one says more.
	 */
	static final Comparator<Fault> FIRST = Comparator
		.comparing(Fault::last, Comparator.nullsLast(Comparator.naturalOrder()))
		.thenComparing(Fault::entry, Comparator.nullsLast(Comparator.reverseOrder()));

	static Fault at(int entry, String text) {
		return new Fault(entry, entry, text);
	}

	/**
	 * One of several entries.
	 */
	static Fault within(int entry, int last, String text) {
		return (entry == last) ? at(entry, text)
				: new Fault(entry, last, "or one up to entry %d %s".formatted(last, text));
	}

	static Fault of(String text) {
		return new Fault(null, null, text);
	}

	/**
	 * As it is told.
	 */
	String line() {
		return (this.entry != null) ? "entry %d %s".formatted(this.entry, this.text) : this.text;
	}

}
