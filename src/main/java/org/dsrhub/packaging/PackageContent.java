package org.dsrhub.packaging;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.dsrhub.source.NotPersons;
import org.dsrhub.source.Right;
import org.dsrhub.source.Source;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.task.Outcome;

/**
 * Everything that one revision of a package is made from, frozen when packaging began, so
 * that making it again after a crash gives the same bytes.
 *
 * @param packagedAt the frozen time of packaging, UTC
 * @param searchedBy the kinds of identifiers searched for
 * @param identified who was found in the directory: {@code member}, {@code guest},
 * {@code personal-account}, a deleted one of these such as {@code deleted-member},
 * {@code nobody}, {@code not-searched} or {@code failed}
 * @param notSearched directory properties that could not be asked by
 * @param identificationFault why that failed, or null
 * @param sources every source of the plan, in the plan's order
 * @param beyond sources that there are, and that the tenant cannot ask
 */
record PackageContent(UUID id, String reference, String tenant, Right right, Instant receivedAt, LocalDate deadline,
		int revision, Instant packagedAt, Set<IdentifierKind> searchedBy, String identified, List<String> notSearched,
		String identificationFault, List<SourceContent> sources, List<Source> beyond) {

	/**
	 * What one task brought.
	 *
	 * @param leftOut how many records a person decided to leave out; they are not counted
	 * @param leftOutFields how many fields of the records that are given
	 * @param notPersons what was looked at and is nobody's own
	 * @param retrievedAt when the task ended, UTC
	 * @param staged the staged records (NDJSON of
	 * {@link org.dsrhub.record.SourceRecord}), in order; bytes behind a segment's
	 * committed length are not part of it
	 */
	public record SourceContent(Source source, Outcome outcome, String reason, String rule, Instant retainedUntil,
			long count, long redactions, long leftOut, long leftOutFields, NotPersons notPersons, String apiVersion,
			Instant retrievedAt, List<Segment> staged) {
	}

	/**
	 * A staged file and how much of it counts.
	 */
	public record Segment(Path file, long bytes) {
	}

}
