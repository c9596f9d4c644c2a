package org.dsrhub.packaging;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import org.dsrhub.source.Right;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.task.Outcome;

/**
 * What a package holds and what it does not, for the person and for an auditor: every
 * source of the plan is named with its outcome, so that an omission shows. The same bytes
 * lie in the zip and beside it; the zip's own hash therefore stands in the request's row.
 *
 * @param identifiersSearched the kinds of identifiers searched for, never their values
 * @param files the files of the zip that belong to no single source
 * @param notCovered what the hub cannot reach and where to ask for it
 * @param limits what cannot be promised of the sources that were searched
 */
record Manifest(RequestPart request, List<IdentifierKind> identifiersSearched, Identification identification,
		List<SourcePart> sources, List<ExceptionPart> exceptions, List<PackagedFile> files, List<NotCovered> notCovered,
		List<String> limits) {

	/**
	 * The request that the package answers.
	 *
	 * @param supersedes what the revision before was called, or null for the first
	 */
	record RequestPart(UUID id, String reference, String tenant, Right right, Instant receivedAt, LocalDate deadline,
			int revision, Superseded supersedes, Instant packagedAt) {

		static RequestPart of(PackageContent content) {
			int revision = content.revision();
			return new RequestPart(content.id(), content.reference(), content.tenant(), content.right(),
					content.receivedAt(), content.deadline(), revision, Superseded.by(revision), content.packagedAt());
		}

	}

	/**
	 * The files that stay where they are but hold no longer.
	 */
	record Superseded(String zip, String manifest) {

		static Superseded by(int revision) {
			return (revision == 1) ? null
					: new Superseded(PackageNames.zip(revision - 1), PackageNames.manifest(revision - 1));
		}

	}

	/**
	 * Who was found in the directory.
	 *
	 * @param meaning the result in plain words
	 * @param notSearched the directory's properties that it could not be asked by
	 */
	record Identification(String result, String meaning, List<String> notSearched) {
	}

	/**
	 * One source of the plan.
	 *
	 * @param count how many records of it are in the package
	 * @param leftOut how many more were found that a person decided to leave out
	 * @param leftOutFields how many fields of the given ones a person decided to leave
	 * out
	 * @param file its file in the zip; null, as {@code bytes} and {@code sha256} are,
	 * where nothing was given
	 * @param meaning the outcome in plain words
	 */
	record SourcePart(String source, String system, String category, Outcome outcome, String reason, String rule,
			Instant retainedUntil, long count, long redactions, long leftOut, long leftOutFields, Api api,
			String apiVersion, Instant retrievedAt, String file, Long bytes, String sha256, String meaning) {
	}

	/**
	 * By which interface a source is read.
	 *
	 * @param connector the Kamelet, or {@code e-mail}
	 * @param path the address below the service's host, as the source file gives it; null
	 * by e-mail
	 */
	record Api(String connector, String path) {
	}

	/**
	 * A source that was not given, or the identification that failed, and why.
	 */
	record ExceptionPart(String source, Outcome outcome, String reason) {
	}

	/**
	 * Something that no source of the hub reaches.
	 */
	record NotCovered(String what, String why, String whereToAsk) {
	}

}
