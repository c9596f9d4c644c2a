package org.dsrhub.database;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.dsrhub.database.DueRows.First;
import org.dsrhub.database.DueRows.Row;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of a queue that a node takes up next, locked, without those that others have
 * locked: tenants share the room, and of each tenant the rows due longest come first,
 * without those of places that are at their limits: these are in nobody's way. As with
 * {@link FirstRows} no more rows are locked than are wanted, and nothing is read that is
 * never due. The table needs an index on the column, one on tenant and column and, where
 * rows have leases, one on these. No two claims wait for each other. While leases cannot
 * be told by the time, only rows without one are taken.
 */
public final class SharedRows {

	/** Tenants that are asked for rows in one statement, at least. */
	private static final int STEP = 64;

	/** Tries to find rows that no other node is just locking or counting. */
	private static final int TRIES = 4;

	/** Below every lease: rows without one are not even read. */
	private static final UUID NO_LEASE = new UUID(0, 0);

	private final JdbcClient jdbc;

	private final LedgerClock clock;

	private final Queue queue;

	private final DueRows due;

	private final PlaceLocks locks;

	private volatile String last;

	SharedRows(JdbcClient jdbc, LedgerClock clock, Queue queue, DueRows due, PlaceLocks locks) {
		this.jdbc = jdbc;
		this.clock = clock;
		this.queue = queue;
		this.due = due;
		this.locks = locks;
	}

	/**
	 * Locks rows until the transaction ends.
	 * @param rows how many are wanted
	 * @return their ids, the one to be begun first before the others
	 */
	public List<UUID> lock(Instant now, int rows) {
		return lock(now, rows, Limits.NONE);
	}

	/**
	 * The same within limits; for a queue made for them.
	 */
	public List<UUID> lock(Instant now, int rows, Limits limits) {
		OffsetDateTime until = Timestamps.of(now);
		if (rows == 0 || !mayTake()) {
			return List.of();
		}
		First first = this.due.first(until, onlyFree());
		if (first.none()) {
			return List.of();
		}
		ClaimRoom room = new ClaimRoom(limits, held(until));
		Map<UUID, Place> locked = new LinkedHashMap<>();
		boolean changed = true;
		Map<String, List<Row>> queues = Map.of();
		for (int attempt = 0; attempt < TRIES && locked.size() < rows; attempt++) {
			Map<String, List<UUID>> open = room.open(queues);
			if (open.isEmpty() && changed) {
				changed = false;
				queues = queues(first, rows, room, until, "");
				queues.values().forEach((queue) -> queue.removeIf((row) -> locked.containsKey(row.id())));
				open = room.open(queues);
			}
			List<Shares.Choice> chosen = Shares.choose(rows - locked.size(), this.last, room.working(), open);
			if (chosen.isEmpty()) {
				break;
			}
			changed |= take(chosen, queues, room, locked, until);
		}
		return List.copyOf(locked.keySet());
	}

	/**
	 * Locks rows of one place that are due until the transaction ends.
	 */
	public List<UUID> lock(Place place, Instant now, int rows) {
		OffsetDateTime until = Timestamps.of(now);
		List<UUID> first = !mayTake() ? List.of()
				: this.due.of(List.of(place), rows, until, onlyFree()).stream().map(Row::id).toList();
		return first.isEmpty() ? first : List.copyOf(free(first, until));
	}

	/**
	 * Whether any other tenant has a row that is due and could be taken up.
	 */
	public boolean others(String tenant, Instant now, Limits limits) {
		OffsetDateTime until = Timestamps.of(now);
		ClaimRoom room = new ClaimRoom(limits, held(until));
		return !room.open(queues(this.due.first(until, onlyFree()), 1, room, until, tenant)).isEmpty();
	}

	/**
	 * What is due, of the tenants that come first: of twice as many as can get one, where
	 * there are so many. Another node may be locking theirs.
	 */
	private Map<String, List<Row>> queues(First first, int rows, ClaimRoom room, OffsetDateTime until, String except) {
		if (first.all()) {
			Map<String, List<Row>> all = DueRows.byTenant(first.rows());
			all.remove(except);
			return all;
		}
		List<String> tenants = Shares.order(this.last, room.working(),
				this.due.tenants(until).stream().filter((tenant) -> !tenant.equals(except)).toList());
		Map<String, List<Row>> queues = new LinkedHashMap<>();
		int step = Math.max(2 * rows, STEP);
		for (int from = 0; from < tenants.size() && queues.size() < rows; from += step) {
			queues.putAll(this.due.of(tenants.subList(from, Math.min(tenants.size(), from + step)), rows, room, until,
					onlyFree()));
		}
		// A tenant's first rows may all be those of another kind of worker.
		DueRows.byTenant(first.rows()).forEach(queues::putIfAbsent);
		queues.remove(except);
		return queues;
	}

	/**
	 * Takes rows that were chosen, if nobody else is just taking them, and if the limits
	 * hold when they are counted alone.
	 * @return whether more places may be full than was known before
	 */
	private boolean take(List<Shares.Choice> chosen, Map<String, List<Row>> queues, ClaimRoom room,
			Map<UUID, Place> locked, OffsetDateTime until) {
		Set<UUID> free = free(chosen.stream().map(Shares.Choice::row).toList(), until);
		Map<UUID, Place> places = new HashMap<>();
		chosen.forEach((choice) -> queues.get(choice.tenant()).removeIf((row) -> {
			boolean gone = row.id().equals(choice.row());
			if (gone) {
				places.put(row.id(), row.place());
			}
			return gone;
		}));
		boolean counted = count(room.uncounted(free.stream().map(places::get)), room, until);
		for (Shares.Choice choice : chosen) {
			Place place = places.get(choice.row());
			if (free.contains(choice.row()) && room.left(place) > 0) {
				room.take(place);
				locked.put(choice.row(), place);
				this.last = choice.tenant();
			}
		}
		return counted;
	}

	private boolean count(Set<Place> places, ClaimRoom room, OffsetDateTime until) {
		if (places.isEmpty()) {
			return false;
		}
		Set<Place> counted = this.locks.lock(this.queue, places);
		room.count(counted, held(until));
		room.close(places.stream().filter((place) -> !counted.contains(place)).collect(Collectors.toSet()));
		return true;
	}

	private Set<UUID> free(Collection<UUID> rows, OffsetDateTime until) {
		return new HashSet<>(this.jdbc
			.sql(this.queue.sql("select id from %1$s where id in (:rows) and %2$s <= :until and %4$s"
					+ DueRows.only(onlyFree()) + (this.queue.alone() ? "" : " for update skip locked")))
			.param("rows", rows)
			.param("until", until)
			.query(UUID.class)
			.list());
	}

	private boolean mayTake() {
		return !this.queue.leased() || this.clock.steady();
	}

	private boolean onlyFree() {
		return this.queue.leased() && !this.clock.settled();
	}

	/**
	 * How many rows of each place workers of this kind are working on, on any node; one
	 * whose lease has run out is none.
	 */
	private Map<Place, Integer> held(OffsetDateTime now) {
		Map<Place, Integer> held = new HashMap<>();
		if (this.queue.leased()) {
			// H2 would take the index of what is due if that were a condition, too.
			this.jdbc
				.sql(this.queue.sql("select tenant, %3$s, sum(case when %2$s > ? and %4$s then 1 else 0 end) as held "
						+ "from %1$s where lease >= ? group by tenant") + (this.queue.sources() ? ", source" : ""))
				.params(Timestamps.of(this.clock.leasesOver(now.toInstant())), NO_LEASE)
				.query((row) -> {
					held.put(new Place(row.getString("tenant"), row.getString("source")), row.getInt("held"));
				});
		}
		return held;
	}

}
