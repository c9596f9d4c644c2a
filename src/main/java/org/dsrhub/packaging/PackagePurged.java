package org.dsrhub.packaging;

import java.time.Instant;

/**
 * A package whose time is over.
 */
public class PackagePurged extends RuntimeException {

	/**
	 * @param since since when it is handed out no more, UTC
	 * @param gone since when nothing of it is left in the container; null as long as
	 * there is
	 */
	PackagePurged(Instant since, Instant gone) {
		super((gone != null) ? "the package was purged at %s, when its time was over".formatted(gone)
				: "the time of the package is over; it is handed out no more since %s".formatted(since));
	}

}
