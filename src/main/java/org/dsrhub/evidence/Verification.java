package org.dsrhub.evidence;

import java.io.UncheckedIOException;
import java.util.List;

/**
 * What came of checking a chain of evidence.
 *
 * @param valid whether it is whole
 * @param entries how many entries there are
 * @param firstBad the place of the first bad entry, or null
 * @param fault what is wrong with it, or null
 */
public record Verification(boolean valid, int entries, Integer firstBad, String fault) {

	/**
	 * Checks a chain.
	 * @param lines its entries, oldest first
	 * @param lastSeq how many entries the request's row remembers
	 * @param lastHash the hash of the last one that it remembers
	 */
	static Verification of(List<String> lines, int lastSeq, String lastHash) {
		String prev = EvidenceEntry.GENESIS;
		for (int i = 0; i < lines.size(); i++) {
			EvidenceEntry entry;
			try {
				entry = EvidenceEntry.parse(lines.get(i));
			}
			catch (UncheckedIOException ex) {
				return bad(lines, i + 1, "is not an evidence entry");
			}
			if (entry.seq() != i + 1) {
				return bad(lines, i + 1, "has another place: an entry was removed, added or moved");
			}
			if (!prev.equals(entry.prev())) {
				return bad(lines, i + 1, "does not follow the entry before");
			}
			if (!entry.computedHash().equals(entry.hash())) {
				return bad(lines, i + 1, "was changed: its hash does not match");
			}
			prev = entry.hash();
		}
		if (lines.size() != lastSeq || !prev.equals(lastHash)) {
			return bad(lines, lines.size() + 1, "is missing or was replaced: the request remembers another last entry");
		}
		return new Verification(true, lines.size(), null, null);
	}

	private static Verification bad(List<String> lines, int seq, String fault) {
		return new Verification(false, lines.size(), seq, fault);
	}

}
