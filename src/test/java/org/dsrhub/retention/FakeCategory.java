package org.dsrhub.retention;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.dsrhub.tenant.Tenant;

/**
 * Things that are only numbers, outside the ledger like files and blobs, and what
 * happened to them.
 */
final class FakeCategory implements Category {

	private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

	private final String name;

	private final BitSet removed = new BitSet();

	final Map<String, Removal> otherwise = new TreeMap<>();

	final List<String> bad = new ArrayList<>();

	IntFunction<UUID> requests = (number) -> null;

	Runnable removing = () -> {
	};

	int things;

	int told;

	int largestBatch;

	int batch = 500;

	Keep keep;

	FakeCategory(String name, int things) {
		this.name = name;
		this.things = things;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public int batch() {
		return this.batch;
	}

	@Override
	public Stream<Due> due(Tenant tenant, Keep keep, Instant now) {
		this.told = 0;
		return IntStream.range(0, this.things).filter((number) -> !this.removed.get(number)).mapToObj((number) -> {
			this.told++;
			return new Due("thing-" + number, this.requests.apply(number), 10, SINCE);
		});
	}

	@Override
	public List<Removal> remove(Tenant tenant, Keep keep, List<Due> things) {
		this.keep = keep;
		this.removing.run();
		this.largestBatch = Math.max(this.largestBatch, things.size());
		return things.stream().map((due) -> remove(due.thing())).toList();
	}

	private Removal remove(String thing) {
		int number = Integer.parseInt(thing.substring("thing-".length()));
		if (this.bad.contains(thing)) {
			throw new IllegalArgumentException("ana@contoso.example cannot be removed");
		}
		if (this.otherwise.containsKey(thing)) {
			return this.otherwise.get(thing);
		}
		if (this.removed.get(number)) {
			return Removal.gone();
		}
		this.removed.set(number);
		return Removal.removed();
	}

	/** As a backup has them. */
	void restore() {
		this.removed.clear();
	}

	/** How many there are still. */
	int left() {
		return this.things - this.removed.cardinality();
	}

	boolean has(String thing) {
		return !this.removed.get(Integer.parseInt(thing.substring("thing-".length())));
	}

}
