package org.dsrhub.task;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.dsrhub.database.Timestamps;
import org.dsrhub.source.Catalogue;
import org.dsrhub.task.Circuits.Leave;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which tasks may be claimed: no more of a tenant and source at once, on all nodes
 * together, than their limits say, and none while the service rests. The rows tell what
 * runs.
 */
@Component
class Running {

	/** Before every lease that there is; a bound lets H2 use the index. */
	private static final UUID FIRST = new UUID(0, 0);

	/** How often a node goes through all that is due for what is behind. */
	private static final Duration BEHIND = Duration.ofMillis(250);

	private final JdbcClient jdbc;

	private final Tenants tenants;

	private final Catalogue catalogue;

	private final Circuits circuits;

	private final boolean shared;

	private volatile Instant lookedBehind = Instant.EPOCH;

	Running(JdbcClient jdbc, DataSource ledger, Tenants tenants, Catalogue catalogue, Circuits circuits) {
		this.jdbc = jdbc;
		this.tenants = tenants;
		this.catalogue = catalogue;
		this.circuits = circuits;
		this.shared = shared(ledger);
	}

	/**
	 * Of tasks that are due those that may be claimed, in a transaction that has locked
	 * them. Where others are in their way that may not, tasks behind them take their
	 * place.
	 * @param due the first ones that are due
	 * @param room how many are wanted
	 */
	List<UUID> allowed(List<UUID> due, int room, Instant now) {
		Look look = look(due, now);
		if (look.full().isEmpty() || due.size() < room || this.lookedBehind.plus(BEHIND).isAfter(now)) {
			return look.allowed();
		}
		this.lookedBehind = now;
		List<UUID> behind = look(behind(look, room, now), now).allowed();
		return Stream.concat(look.allowed().stream(), behind.stream()).toList();
	}

	private Look look(List<UUID> due, Instant now) {
		if (due.isEmpty()) {
			return new Look(due, List.of());
		}
		Map<Place, List<UUID>> wanted = places(due);
		Map<Place, Integer> limits = new TreeMap<>();
		Map<Place, Leave> leaves = new LinkedHashMap<>();
		wanted.keySet().forEach((place) -> {
			Leave leave = leave(place);
			leaves.put(place, leave);
			limits.put(place, Math.min(leave.tasks(), limit(place)));
		});
		Map<Place, Integer> running = running(limits, wanted, now);
		List<UUID> allowed = new ArrayList<>();
		List<Place> full = new ArrayList<>();
		wanted.forEach((place, tasks) -> {
			int free = Math.max(0, limits.get(place) - running.getOrDefault(place, 0));
			allowed.addAll(tasks.subList(0, Math.min(free, tasks.size())));
			if (free < tasks.size()) {
				full.add(place);
				rest(tasks.subList(free, tasks.size()), leaves.get(place));
			}
		});
		allowed.sort(Comparator.comparingInt(due::indexOf));
		return new Look(allowed, full);
	}

	private Map<Place, List<UUID>> places(List<UUID> due) {
		Map<UUID, Place> places = new LinkedHashMap<>();
		this.jdbc.sql("select id, tenant, source from task where id in (:due)").param("due", due).query((row) -> {
			places.put(row.getObject("id", UUID.class), new Place(row.getString("tenant"), row.getString("source")));
		});
		return due.stream().collect(Collectors.groupingBy(places::get, LinkedHashMap::new, Collectors.toList()));
	}

	private Leave leave(Place place) {
		// Without its tenant's file a task is claimed, to say so.
		return this.tenants.find(place.tenant())
			.map((tenant) -> this.circuits.leave(tenant, place.source()))
			.orElse(Leave.ALL);
	}

	private int limit(Place place) {
		int own = this.catalogue.find(place.source())
			.map((source) -> source.collect().concurrency())
			.orElse(Integer.MAX_VALUE);
		return this.tenants.find(place.tenant())
			.map(Tenant::limits)
			.map((limits) -> Math.min(limits.concurrency(), own))
			.orElse(own);
	}

	/**
	 * What runs, counted so that nobody else can claim more meanwhile where a limit is
	 * near.
	 */
	private Map<Place, Integer> running(Map<Place, Integer> limits, Map<Place, List<UUID>> wanted, Instant now) {
		Map<Place, Integer> running = running(now);
		// Four nodes that claim at the same moment come to no more than the limit.
		List<Place> near = limits.entrySet()
			.stream()
			.filter((limit) -> running.getOrDefault(limit.getKey(), 0)
					+ wanted.get(limit.getKey()).size() > limit.getValue() / 4)
			.map(Map.Entry::getKey)
			.toList();
		if (!this.shared || near.isEmpty()) {
			return running;
		}
		// In the order of their names, as every node does: no two wait for each other.
		near.forEach((place) -> this.jdbc.sql("select pg_advisory_xact_lock(hashtext(?), hashtext(?))")
			.params(place.tenant(), place.source())
			.query((row, number) -> true)
			.single());
		return running(now);
	}

	private Map<Place, Integer> running(Instant now) {
		Map<Place, Integer> running = new LinkedHashMap<>();
		this.jdbc
			.sql("select tenant, source, count(*) as number from task where lease >= ? and due > ? "
					+ "group by tenant, source")
			.params(FIRST, Timestamps.of(now))
			.query((row) -> {
				running.put(new Place(row.getString("tenant"), row.getString("source")), row.getInt("number"));
			});
		return running;
	}

	/**
	 * Puts off tasks whose service rests, so that nobody looks at them before.
	 */
	private void rest(List<UUID> tasks, Leave leave) {
		if (leave.again() != null) {
			this.jdbc
				.sql("update task set state = case when state in ('planned', 'running') then 'waiting' else state end, "
						+ "due = :again, lease = null where id in (:tasks)")
				.param("again", Timestamps.of(leave.again()))
				.param("tasks", tasks)
				.update();
		}
	}

	private List<UUID> behind(Look look, int room, Instant now) {
		String others = look.full()
			.stream()
			.map((place) -> " and not (tenant = ? and source = ?)")
			.collect(Collectors.joining());
		List<Object> values = new ArrayList<>(List.of(Timestamps.of(Instant.EPOCH), Timestamps.of(now)));
		look.full().forEach((place) -> values.addAll(List.of(place.tenant(), place.source())));
		values.add(room);
		List<UUID> first = this.jdbc
			.sql("select id from task where due between ? and ?" + others + " order by due limit ?")
			.params(values)
			.query(UUID.class)
			.list()
			.stream()
			.filter((id) -> !look.allowed().contains(id))
			.limit(room - look.allowed().size())
			.toList();
		return first.isEmpty() ? first
				: this.jdbc
					.sql("select id from task where id in (:first) and due <= :now order by due for update skip locked")
					.param("first", first)
					.param("now", Timestamps.of(now))
					.query(UUID.class)
					.list();
	}

	/**
	 * Whether several nodes may claim at once; of H2 there is one, and it writes with one
	 * thread at a time.
	 */
	private static boolean shared(DataSource ledger) {
		try (Connection connection = ledger.getConnection()) {
			return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
		}
		catch (SQLException ex) {
			throw new IllegalStateException("the ledger does not say what it is", ex);
		}
	}

	/**
	 * A tenant's tasks for a source.
	 */
	private record Place(String tenant, String source) implements Comparable<Place> {

		@Override
		public int compareTo(Place other) {
			return Comparator.comparing(Place::tenant).thenComparing(Place::source).compare(this, other);
		}

	}

	/**
	 * @param full where more tasks are due than may be claimed
	 */
	private record Look(List<UUID> allowed, List<Place> full) {
	}

}
