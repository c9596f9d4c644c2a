package org.dsrhub.camel;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.dsrhub.camel.StoredBlob.Part;
import org.dsrhub.retention.Removal;

/**
 * How a blob goes for good from a storage account, whatever the account keeps: a deletion
 * turns what is current into a version or leaves it soft-deleted, versions and snapshots
 * go one by one, and for good only where the account allows it. What to do follows from
 * what is seen, and what became of it, too.
 */
final class BlobPurge {

	private static final String PERMISSIONS = "grant the hub the role 'Storage Blob Data Owner' on the container, "
			+ "or a SAS that may list, delete, delete versions and delete permanently";

	private BlobPurge() {
	}

	/**
	 * A deletion.
	 *
	 * @param id the version's or the snapshot's; null for the blob itself
	 * @param permanent whether it is of something that is soft-deleted already
	 */
	record Deletion(String name, Part part, String id, boolean permanent) {

		static Deletion of(StoredBlob blob) {
			return new Deletion(blob.name(), blob.part(), blob.id(), blob.deleted());
		}

		/**
		 * A blob that is soft-deleted itself waits for the end of its time; its versions
		 * and snapshots need not.
		 */
		boolean possible() {
			return !(this.permanent && this.part == Part.BASE);
		}

	}

	/**
	 * Why the account did not delete something.
	 *
	 * @param code such as {@code BlobImmutableDueToPolicy}
	 */
	record Refusal(int status, String code) {
	}

	/**
	 * What is to be deleted next.
	 * @param tried what was asked for already
	 * @return nothing if that was all that can be done now
	 */
	static List<Deletion> next(Collection<StoredBlob> seen, Set<Deletion> tried) {
		Set<String> bases = new HashSet<>();
		seen.stream()
			.filter((blob) -> blob.part() == Part.BASE && !blob.deleted())
			.forEach((blob) -> bases.add(blob.name()));
		return seen.stream()
			// The snapshots of a blob go with it.
			.filter((blob) -> blob.deleted() || blob.part() != Part.SNAPSHOT || !bases.contains(blob.name()))
			.map(Deletion::of)
			.filter((deletion) -> deletion.possible() && !tried.contains(deletion))
			.toList();
	}

	/**
	 * What became of it.
	 * @param left what the account still has when nothing more can be done
	 * @param any whether it had anything in the beginning
	 */
	static Removal outcome(Collection<StoredBlob> left, boolean any, Map<Deletion, Refusal> refusals) {
		if (left.isEmpty()) {
			return any ? Removal.removed() : Removal.gone();
		}
		return Stream
			.of(held(left, refusals), immutable(left, refusals), live(left, refusals), softDeleted(left, refusals))
			.filter(Objects::nonNull)
			.findFirst()
			.orElseThrow();
	}

	private static Removal held(Collection<StoredBlob> left, Map<Deletion, Refusal> refusals) {
		boolean held = left.stream()
			.anyMatch((blob) -> blob.held() || refused(blob, refusals, "BlobImmutableDueToLegalHold"));
		return held ? Removal.deferred(null, "legal hold in the storage account") : null;
	}

	private static Removal immutable(Collection<StoredBlob> left, Map<Deletion, Refusal> refusals) {
		List<StoredBlob> fast = left.stream()
			.filter((blob) -> refused(blob, refusals, "BlobImmutableDueToPolicy"))
			.toList();
		return fast.isEmpty() ? null : Removal.deferred(latest(fast.stream().map(StoredBlob::immutableUntil).toList()),
				"immutability policy of the storage account");
	}

	private static Removal live(Collection<StoredBlob> left, Map<Deletion, Refusal> refusals) {
		return left.stream()
			.filter((blob) -> !blob.deleted())
			.findFirst()
			.map((blob) -> failed(refusals.get(Deletion.of(blob))))
			.orElse(null);
	}

	private static Removal softDeleted(Collection<StoredBlob> left, Map<Deletion, Refusal> refusals) {
		boolean permitted = refusals.values().stream().noneMatch((refusal) -> refusal.status() == 403);
		return Removal.deferred(latest(left.stream().map(StoredBlob::goes).toList()),
				"soft-deleted; the storage account keeps it until then" + (permitted ? ""
						: ". It also refused to delete for good what it would (HTTP 403): " + PERMISSIONS));
	}

	/**
	 * What it means that the account does not let the hub delete or look.
	 */
	static Removal failed(Refusal refusal) {
		if (refusal == null) {
			return Removal.failed("the storage account said that it was deleted, and still has it");
		}
		return Removal.failed("the storage account answered HTTP %d, %s: %s".formatted(refusal.status(), refusal.code(),
				(refusal.status() == 403) ? PERMISSIONS : "see what this code means for Azure Storage"));
	}

	private static boolean refused(StoredBlob blob, Map<Deletion, Refusal> refusals, String code) {
		Refusal refusal = refusals.get(Deletion.of(blob));
		return refusal != null && refusal.code().equals(code);
	}

	/**
	 * When the last of them ends; null if that of any is not told.
	 */
	private static Instant latest(List<Instant> ends) {
		return ends.contains(null) ? null : ends.stream().max(Comparator.naturalOrder()).orElse(null);
	}

}
