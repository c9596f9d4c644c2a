package org.dsrhub.retention;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
		Map<Due, Removal> removals = new HashMap<>();
		this.kinds.forEach((kind) -> {
			List<Due> own = things.stream().filter(kind::has).toList();
			List<Removal> ends = this.rows.remove(kind, tenant, keep, own);
			for (int i = 0; i < own.size(); i++) {
				removals.put(own.get(i), ends.get(i));
			}
		});
		return things.stream().map(removals::get).toList();
	}

}
