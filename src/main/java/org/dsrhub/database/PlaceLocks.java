package org.dsrhub.database;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Sees to it that one claim at a time counts what is worked on in a place and takes more.
 * Nobody waits for a place: who does not get it takes rows elsewhere.
 */
interface PlaceLocks {

	/**
	 * Locks places until the transaction ends.
	 * @return those that were locked
	 */
	Set<Place> lock(Queue queue, Collection<Place> places);

	/**
	 * On H2 whoever has locked rows is the only one who writes; see {@link OneWriter}.
	 */
	static PlaceLocks h2() {
		return (queue, places) -> Set.copyOf(places);
	}

	static PlaceLocks postgresql(JdbcClient jdbc) {
		return (queue, places) -> {
			List<Object> values = new ArrayList<>();
			places.forEach((place) -> values.addAll(List.of(place.tenant(), place.source())));
			return new HashSet<>(jdbc
				.sql("select tenant, source from (select tenant, source, pg_try_advisory_xact_lock("
						+ "hashtext('%s/' || tenant), hashtext(source)) as got from (values %s) as place (tenant, source)"
							.formatted(queue.table(),
									places.stream().map((place) -> "(?, ?)").collect(Collectors.joining(", ")))
						+ " offset 0) as tried where got")
				.params(values)
				.query((row, number) -> new Place(row.getString("tenant"), row.getString("source")))
				.list());
		};
	}

}
