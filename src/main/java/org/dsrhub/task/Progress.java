package org.dsrhub.task;

import java.util.ArrayList;
import java.util.List;

import org.dsrhub.source.NotPersons;

/**
 * How far a source was read: what a task needs to go on where it, or a node that died,
 * had come to.
 *
 * @param part which of the subscriptions is being read, from 0
 * @param next the link to the next page of that part, or null at its start
 * @param pages how many pages of that part were read
 * @param mark a page's link, remembered at powers of two, to notice links that go in a
 * circle (Brent)
 * @param found the subject's records so far
 * @param redactions what was taken out of them
 * @param staged what was written, and how much of it counts
 * @param notPersons what was looked at so far and is nobody's own
 */
public record Progress(int part, String next, long pages, String mark, long found, long redactions, List<Staged> staged,
		NotPersons notPersons) {

	public Progress {
		staged = List.copyOf(staged);
		// Older versions wrote none down.
		notPersons = (notPersons != null) ? notPersons : NotPersons.NONE;
	}

	/**
	 * The records of one attempt.
	 *
	 * @param attempt the attempt, which names the file
	 * @param bytes how much of it counts; what a dead node wrote behind does not
	 */
	public record Staged(int attempt, long bytes) {
	}

	static Progress start() {
		return new Progress(0, null, 0, null, 0, 0, List.of(), NotPersons.NONE);
	}

	/**
	 * After one more page.
	 * @param link the next page's, or null at the part's end
	 */
	Progress after(String link, long moreFound, long moreRedactions, Staged written, NotPersons moreNotPersons) {
		List<Staged> all = new ArrayList<>(this.staged);
		all.removeIf((one) -> one.attempt() == written.attempt());
		if (written.bytes() > 0) {
			all.add(written);
		}
		long read = this.pages + 1;
		NotPersons not = this.notPersons.plus(moreNotPersons);
		boolean powerOfTwo = (read & (read - 1)) == 0;
		return (link != null)
				? new Progress(this.part, link, read, powerOfTwo ? link : this.mark, this.found + moreFound,
						this.redactions + moreRedactions, all, not)
				: new Progress(this.part + 1, null, 0, null, this.found + moreFound, this.redactions + moreRedactions,
						all, not);
	}

	/**
	 * Whether this link was followed before.
	 */
	boolean circular(String link) {
		return link != null && (link.equals(this.next) || link.equals(this.mark));
	}

}
