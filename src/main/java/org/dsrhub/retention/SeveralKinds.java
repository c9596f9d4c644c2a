package org.dsrhub.retention;

import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import org.dsrhub.tenant.Tenant;

/**
 * Several kinds of rows that one category is about, told apart by how their things begin.
 */
record SeveralKinds(OldRows rows, List<OldRows.Kind> kinds) {

	Stream<Due> due(Tenant tenant, Keep keep, Instant now) {
		// Not flatMap: it would hold all of one kind.
		return this.kinds.stream()
			.map((kind) -> this.rows.due(kind, tenant, keep, now))
			.reduce(Stream::concat)
			.orElseThrow();
	}

	List<Removal> remove(Tenant tenant, Keep keep, List<Due> things) {
		return remove(tenant, keep, things, (none) -> {
			throw new IllegalArgumentException("the category has no such thing");
		});
	}

	/**
	 * The same in a category that has other things, too.
	 * @param others removes what is of none of the kinds
	 */
	List<Removal> remove(Tenant tenant, Keep keep, List<Due> things, Function<List<Due>, List<Removal>> others) {
		Map<Due, Removal> removals = new HashMap<>();
		this.kinds.forEach((kind) -> put(removals, things.stream().filter(kind::has).toList(),
				(own) -> this.rows.remove(kind, tenant, keep, own)));
		put(removals, things.stream().filter((thing) -> !removals.containsKey(thing)).toList(), others);
		return things.stream().map(removals::get).toList();
	}

	private static void put(Map<Due, Removal> removals, List<Due> things, Function<List<Due>, List<Removal>> by) {
		if (!things.isEmpty()) {
			Iterator<Removal> ends = by.apply(things).iterator();
			things.forEach((thing) -> removals.put(thing, ends.next()));
		}
	}

}
