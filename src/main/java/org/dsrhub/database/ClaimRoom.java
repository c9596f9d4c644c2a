package org.dsrhub.database;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What limits leave for one claim, which takes rows one after another.
 */
final class ClaimRoom {

	private final Limits limits;

	private final Map<Place, Integer> taken = new HashMap<>();

	private final Set<Place> counted = new HashSet<>();

	private final Set<Place> closed = new HashSet<>();

	private Map<Place, Integer> held;

	/**
	 * @param held what is being worked on
	 */
	ClaimRoom(Limits limits, Map<Place, Integer> held) {
		this.limits = limits;
		this.held = held;
	}

	/**
	 * How many more rows of a place may be taken.
	 */
	int left(Place place) {
		int limit = this.closed.contains(place) ? 0 : this.limits.of(place);
		return (limit == Integer.MAX_VALUE) ? limit
				: Math.max(0, limit - this.held.getOrDefault(place, 0) - this.taken.getOrDefault(place, 0));
	}

	void take(Place place) {
		this.taken.merge(place, 1, Integer::sum);
	}

	/**
	 * Which of some places have a limit for which they have not been counted yet.
	 */
	Set<Place> uncounted(Stream<Place> places) {
		return places.filter((place) -> !this.counted.contains(place) && !this.closed.contains(place))
			.filter((place) -> this.limits.of(place) < Integer.MAX_VALUE)
			.collect(Collectors.toSet());
	}

	/**
	 * Places were counted while nobody else could take rows of theirs.
	 */
	void count(Set<Place> places, Map<Place, Integer> held) {
		this.counted.addAll(places);
		this.held = held;
	}

	/**
	 * Nothing is taken from these places.
	 */
	void close(Set<Place> places) {
		this.closed.addAll(places);
	}

	/**
	 * How many rows of each tenant are being worked on, with those that were taken.
	 */
	Map<String, Integer> working() {
		Map<String, Integer> working = new HashMap<>();
		this.held.forEach((place, rows) -> working.merge(place.tenant(), rows, Integer::sum));
		this.taken.forEach((place, rows) -> working.merge(place.tenant(), rows, Integer::sum));
		return working;
	}

	/**
	 * The tenants of whom rows may be due that must not be taken.
	 */
	Set<String> tight() {
		Stream<Place> worked = Stream.concat(this.held.keySet().stream(), this.taken.keySet().stream());
		return Stream.of(this.limits.low().stream(), this.closed.stream(), worked.filter((place) -> left(place) == 0))
			.flatMap((places) -> places)
			.map(Place::tenant)
			.collect(Collectors.toSet());
	}

	/**
	 * Of rows that are due those that may be taken, by tenant: of no place more than are
	 * left.
	 */
	Map<String, List<UUID>> open(Map<String, List<DueRows.Row>> queues) {
		Map<Place, Integer> offered = new HashMap<>();
		Map<String, List<UUID>> open = new LinkedHashMap<>();
		queues.forEach((tenant, rows) -> {
			List<UUID> ids = new ArrayList<>();
			rows.forEach((row) -> {
				if (offered.merge(row.place(), 1, Integer::sum) <= left(row.place())) {
					ids.add(row.id());
				}
			});
			if (!ids.isEmpty()) {
				open.put(tenant, ids);
			}
		});
		return open;
	}

}
