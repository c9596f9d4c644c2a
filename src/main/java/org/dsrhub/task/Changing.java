package org.dsrhub.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.dsrhub.change.Notes;
import org.dsrhub.change.Step.End;

/**
 * How far a task has come with what it changes.
 *
 * @param items what is changed, by the record's id
 * @param verified how far the source was read once more; null before that
 */
record Changing(Map<String, Item> items, Progress verified) {

	public Changing {
		items = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(items));
	}

	static Changing of(List<Item> items) {
		Map<String, Item> byRecord = new LinkedHashMap<>();
		items.forEach((item) -> byRecord.put(item.record(), item));
		return new Changing(byRecord, null);
	}

	/**
	 * The next record to be changed.
	 */
	Optional<Item> open() {
		return this.items.values().stream().filter((item) -> item.end() == null).findFirst();
	}

	/**
	 * Whether a service was told to change anything.
	 */
	boolean begun() {
		return this.items.values().stream().anyMatch((item) -> item.notes().begun());
	}

	/**
	 * Whether no record ended so.
	 */
	boolean none(End.Kind kind) {
		return this.items.values().stream().noneMatch((item) -> item.end() == kind);
	}

	/**
	 * Whether a record may still name the subject: a rule or a person kept it so.
	 */
	boolean spared(String record, Set<String> leftOut) {
		Item item = this.items.get(record);
		return leftOut.contains(record) || (item != null && item.end() == End.Kind.REFUSED);
	}

	/**
	 * The same after a person looked at it: what was waited for is waited for anew.
	 */
	Changing afresh() {
		Map<String, Item> next = new LinkedHashMap<>(this.items);
		next.replaceAll((record, item) -> (item.end() != null) ? item : item.with(item.notes().without(Notes.WAITED)));
		return new Changing(next, Progress.start());
	}

	Changing with(Item item) {
		Map<String, Item> next = new LinkedHashMap<>(this.items);
		next.put(item.record(), item);
		return new Changing(next, this.verified);
	}

	Changing verifying(Progress progress) {
		return new Changing(this.items, progress);
	}

	/**
	 * One record on its way.
	 *
	 * @param record its id
	 * @param path where it is, below the service's address
	 * @param origin for a lift the sealed value that is put back, else null
	 * @param notes what was written down on the way
	 * @param end how it ended; null while it has not
	 * @param rule why it was refused, or null
	 */
	public record Item(String record, String path, UUID origin, Notes notes, End.Kind end, String rule) {

		static Item of(String record, String path) {
			return new Item(record, path, null, Notes.none(), null, null);
		}

		static Item lift(String record, String path, UUID origin) {
			return new Item(record, path, origin, Notes.none(), null, null);
		}

		Item with(Notes more) {
			return new Item(this.record, this.path, this.origin, more, this.end, this.rule);
		}

		Item ended(End how) {
			return new Item(this.record, this.path, this.origin, this.notes, how.kind(), how.rule());
		}

	}

}
