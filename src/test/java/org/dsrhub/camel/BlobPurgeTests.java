package org.dsrhub.camel;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.dsrhub.camel.BlobPurge.Deletion;
import org.dsrhub.camel.BlobPurge.Refusal;
import org.dsrhub.camel.StoredBlob.Part;
import org.dsrhub.retention.Removal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class BlobPurgeTests {

	private static final Instant SOON = Instant.parse("2026-12-01T00:00:00Z");

	private static final Instant LATER = Instant.parse("2026-12-24T00:00:00Z");

	private static final StoredBlob BASE = new StoredBlob("a", Part.BASE, null, false, null, null, false);

	private static final StoredBlob VERSION = new StoredBlob("a", Part.VERSION, "v1", false, null, null, false);

	private static final StoredBlob SNAPSHOT = new StoredBlob("a", Part.SNAPSHOT, "s1", false, null, null, false);

	private static final Refusal FORBIDDEN = new Refusal(403, "AuthorizationPermissionMismatch");

	private static final Refusal POLICY = new Refusal(409, "BlobImmutableDueToPolicy");

	private static final Refusal HOLD = new Refusal(409, "BlobImmutableDueToLegalHold");

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void what_is_deleted_next(String name, List<StoredBlob> seen, Set<Deletion> tried, List<Deletion> expected) {
		assertThat(BlobPurge.next(seen, tried)).isEqualTo(expected);
	}

	static Stream<Arguments> what_is_deleted_next() {
		return Stream.of(arguments("nothing there", List.of(), Set.of(), List.of()),
				arguments("a blob", List.of(BASE), Set.of(), List.of(live(BASE))),
				arguments("its snapshots go with it", List.of(SNAPSHOT, BASE), Set.of(), List.of(live(BASE))),
				arguments("its versions do not", List.of(VERSION, BASE), Set.of(), List.of(live(VERSION), live(BASE))),
				arguments("a snapshot whose blob is gone", List.of(SNAPSHOT), Set.of(), List.of(live(SNAPSHOT))),
				arguments("what was current and is a version now", List.of(VERSION), Set.of(live(BASE)),
						List.of(live(VERSION))),
				arguments("a deleted version, for good", List.of(gone(VERSION, SOON)), Set.of(live(VERSION)),
						List.of(permanent(VERSION))),
				arguments("a deleted snapshot beside a live blob", List.of(gone(SNAPSHOT, SOON), BASE), Set.of(),
						List.of(permanent(SNAPSHOT), live(BASE))),
				arguments("a deleted blob waits", List.of(gone(BASE, SOON)), Set.of(live(BASE)), List.of()),
				arguments("what was tried is not tried again", List.of(BASE, gone(VERSION, SOON)),
						Set.of(live(BASE), permanent(VERSION)), List.of()));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void what_became_of_it(String name, List<StoredBlob> left, Map<Deletion, Refusal> refusals, Removal expected) {
		Removal outcome = BlobPurge.outcome(left, true, refusals);
		assertThat(outcome.state()).isEqualTo(expected.state());
		assertThat(outcome.until()).isEqualTo(expected.until());
		assertThat(String.valueOf(outcome.reason())).contains(String.valueOf(expected.reason()));
		assertThat(String.valueOf(outcome.reason())).hasSizeLessThan(300);
	}

	static Stream<Arguments> what_became_of_it() {
		return Stream.of(arguments("nothing left", List.of(), Map.of(), Removal.removed()),
				arguments("soft-deleted until its day", List.of(gone(BASE, SOON)), Map.of(),
						Removal.deferred(SOON, "soft-deleted")),
				arguments("until the last of them", List.of(gone(BASE, SOON), gone(VERSION, LATER)), Map.of(),
						Removal.deferred(LATER, "soft-deleted")),
				arguments("soft-deleted and nobody tells the day", List.of(gone(BASE, SOON), gone(VERSION, null)),
						Map.of(), Removal.deferred(null, "soft-deleted")),
				arguments("permanent deletion forbidden", List.of(gone(VERSION, SOON)),
						Map.of(permanent(VERSION), FORBIDDEN),
						Removal.deferred(SOON, "grant the hub the role 'Storage Blob Data Owner'")),
				arguments("permanent deletion not allowed on the account", List.of(gone(VERSION, SOON)),
						Map.of(permanent(VERSION), new Refusal(409, "Some")),
						Removal.deferred(SOON, "soft-deleted; the storage account keeps it until then")),
				arguments("immutable until its day", List.of(immutable(LATER)), Map.of(live(BASE), POLICY),
						Removal.deferred(LATER, "immutability policy")),
				arguments("immutable and nobody tells the day", List.of(BASE), Map.of(live(BASE), POLICY),
						Removal.deferred(null, "immutability policy")),
				arguments("held as the refusal tells", List.of(BASE), Map.of(live(BASE), HOLD),
						Removal.deferred(null, "legal hold in the storage account")),
				arguments("held as the list tells, and immutable",
						List.of(new StoredBlob("a", Part.BASE, null, false, null, LATER, true)),
						Map.of(live(BASE), POLICY), Removal.deferred(null, "legal hold")),
				arguments("the hub may not", List.of(BASE), Map.of(live(BASE), FORBIDDEN),
						Removal.failed("HTTP 403, AuthorizationPermissionMismatch: grant the hub the role")),
				arguments("another code", List.of(BASE), Map.of(live(BASE), new Refusal(412, "LeaseIdMissing")),
						Removal.failed("HTTP 412, LeaseIdMissing")),
				arguments("said to be deleted, and still there", List.of(BASE, gone(VERSION, SOON)), Map.of(),
						Removal.failed("still has it")));
	}

	@Test
	void what_was_never_there_is_gone() {
		assertThat(BlobPurge.outcome(List.of(), false, Map.of())).isEqualTo(Removal.gone());
	}

	private static Deletion live(StoredBlob blob) {
		return new Deletion(blob.name(), blob.part(), blob.id(), false);
	}

	private static Deletion permanent(StoredBlob blob) {
		return new Deletion(blob.name(), blob.part(), blob.id(), true);
	}

	private static StoredBlob gone(StoredBlob blob, Instant goes) {
		return new StoredBlob(blob.name(), blob.part(), blob.id(), true, goes, null, false);
	}

	private static StoredBlob immutable(Instant until) {
		return new StoredBlob("a", Part.BASE, null, false, null, until, false);
	}

}
