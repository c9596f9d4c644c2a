package org.dsrhub.subject;

import java.util.List;
import java.util.Optional;

/**
 * What became of looking the subject up in the tenant's directory.
 *
 * @param subject the person with what the directory adds
 * @param identified {@code member}, {@code guest}, {@code personal-account}, one of these
 * with {@code deleted-} in front, {@code nobody}, {@code not-searched} (the tenant has no
 * directory, or nothing given can be looked up) or {@code failed}
 * @param objectId the directory entry, or null
 * @param failure why it failed, or null
 * @param notSearched the properties that could not be asked by
 */
public record Identity(Subject subject, String identified, String objectId, String failure, List<String> notSearched) {

	/**
	 * What results and manifests call the step where they name its failure.
	 */
	public static final String STEP = "identification";

	public Identity {
		notSearched = List.copyOf(notSearched);
	}

	public static Identity found(Subject subject, DirectoryEntry entry, boolean deleted, List<String> notSearched) {
		return new Identity(subject.with(entry.identifiers(), entry.names()),
				deleted ? "deleted-" + entry.kind() : entry.kind(), entry.objectId(), null, notSearched);
	}

	public static Identity nobody(Subject subject, List<String> notSearched) {
		return new Identity(subject, "nobody", null, null, notSearched);
	}

	public static Identity notSearched(Subject subject) {
		return new Identity(subject, "not-searched", null, null, List.of());
	}

	public static Identity failed(Subject subject, String reason) {
		return failed(subject, reason, List.of());
	}

	static Identity failed(Subject subject, String reason, List<String> notSearched) {
		return new Identity(subject, "failed", null, reason, notSearched);
	}

	/**
	 * The same, but without an answer.
	 */
	public Identity inconclusive(String reason) {
		return new Identity(this.subject, "failed", null, reason, this.notSearched);
	}

	/**
	 * Whether the entry is among the deleted ones.
	 */
	public boolean deleted() {
		return this.identified.startsWith("deleted-");
	}

	public Optional<String> entry() {
		return Optional.ofNullable(this.objectId);
	}

}
