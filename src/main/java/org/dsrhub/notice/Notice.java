package org.dsrhub.notice;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What the filers of one request are to be told: the original's, and those of its
 * duplicates.
 *
 * @param changed how often the request's row had changed when this was read
 * @param purgedAt since when the package of a closed request is purged, or null
 * @param duplicates in the order in which they were filed
 */
record Notice(ResultDocument original, long changed, Instant purgedAt, List<Receipt> duplicates) {

	/**
	 * A duplicate as its filer sees it.
	 */
	record Receipt(ResultDocument document, Instant registeredAt) {
	}

	/**
	 * One file of the outbox.
	 *
	 * @param onlyReplace whether the file may have been purged with the package, so that
	 * it must not come back
	 */
	record Part(String name, ResultDocument document, boolean onlyReplace) {
	}

	UUID request() {
		return this.original.id();
	}

	boolean purged() {
		return this.purgedAt != null && this.original.closedAt() != null;
	}

	List<Part> parts() {
		List<Part> parts = new ArrayList<>();
		parts.add(new Part(this.original.reference(), this.original, purged()));
		Set<String> taken = new HashSet<>(Set.of(this.original.reference()));
		for (Receipt duplicate : this.duplicates) {
			ResultDocument document = duplicate.document();
			parts.add(new Part(taken.add(document.reference()) ? document.reference() : document.id().toString(),
					document, purged() && duplicate.registeredAt().isBefore(this.purgedAt)));
		}
		return parts;
	}

}
