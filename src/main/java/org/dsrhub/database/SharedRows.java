package org.dsrhub.database;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of a queue that a node takes up next, locked, without those that others have
 * locked: tenants share the room, and of each tenant the rows due longest come first. As
 * with {@link FirstRows} no more rows are locked than are wanted, and nothing is read
 * that is never due. The table needs an index on the column, one on tenant and column
 * and, where rows have leases, one on these.
 */
public final class SharedRows {

	/** So many due rows are read as they come, before tenants are looked for. */
	private static final int FEW = 512;

	/**
	 * Tries to find rows that no other node is just locking, and rows of a tenant looked
	 * at for one that is wanted.
	 */
	private static final int CHOICE = 4;

	private static final OffsetDateTime EVER = Timestamps.of(Instant.EPOCH);

	/** Below every lease: rows without one are not even read. */
	private static final UUID NO_LEASE = new UUID(0, 0);

	private final JdbcClient jdbc;

	private final String table;

	private final String due;

	private final boolean leased;

	private final DueTenants tenants;

	private volatile String last;

	SharedRows(JdbcClient jdbc, String table, String due, boolean leased, DueTenants tenants) {
		this.jdbc = jdbc;
		this.table = table;
		this.due = due;
		this.leased = leased;
		this.tenants = tenants;
	}

	/**
	 * Locks rows until the transaction ends.
	 * @param rows how many are wanted
	 * @return their ids, the one to be begun first before the others
	 */
	public List<UUID> lock(Instant now, int rows) {
		if (rows == 0) {
			return List.of();
		}
		OffsetDateTime until = Timestamps.of(now);
		Map<String, List<UUID>> first = first(until);
		if (first.isEmpty()) {
			return List.of();
		}
		Map<String, Integer> working = working(until);
		return lock(rows, until, working, all(first) ? first : queues(rows, until, working));
	}

	/**
	 * Whether any other tenant has a row that is due.
	 */
	public boolean others(String tenant, Instant now) {
		OffsetDateTime until = Timestamps.of(now);
		Map<String, List<UUID>> first = first(until);
		Predicate<String> other = (each) -> !each.equals(tenant);
		return first.keySet().stream().anyMatch(other)
				|| !all(first) && this.tenants.of(this.table, this.due, until).stream().anyMatch(other);
	}

	private static boolean all(Map<String, List<UUID>> first) {
		return first.values().stream().mapToInt(List::size).sum() < FEW;
	}

	private List<UUID> lock(int rows, OffsetDateTime until, Map<String, Integer> working,
			Map<String, List<UUID>> queues) {
		List<UUID> locked = new ArrayList<>();
		for (int attempt = 0; attempt < CHOICE && locked.size() < rows; attempt++) {
			List<Shares.Choice> chosen = Shares.choose(rows - locked.size(), this.last, working, queues);
			if (chosen.isEmpty()) {
				break;
			}
			Set<UUID> free = free(chosen, until);
			for (Shares.Choice choice : chosen) {
				queues.get(choice.tenant()).remove(choice.row());
				if (free.contains(choice.row())) {
					locked.add(choice.row());
					working.merge(choice.tenant(), 1, Integer::sum);
					this.last = choice.tenant();
				}
			}
		}
		return locked;
	}

	private Set<UUID> free(List<Shares.Choice> chosen, OffsetDateTime until) {
		return new HashSet<>(this.jdbc
			.sql("select id from %1$s where id in (:rows) and %2$s <= :until for update skip locked"
				.formatted(this.table, this.due))
			.param("rows", chosen.stream().map(Shares.Choice::row).toList())
			.param("until", until)
			.query(UUID.class)
			.list());
	}

	private Map<String, List<UUID>> first(OffsetDateTime until) {
		Map<String, List<UUID>> queues = new LinkedHashMap<>();
		this.jdbc
			.sql("select id, tenant from %1$s where %2$s between ? and ? order by %2$s limit ?".formatted(this.table,
					this.due))
			.params(EVER, until, FEW)
			.query((row) -> {
				queues.computeIfAbsent(row.getString("tenant"), (tenant) -> new ArrayList<>())
					.add(row.getObject("id", UUID.class));
			});
		return queues;
	}

	private Map<String, List<UUID>> queues(int rows, OffsetDateTime until, Map<String, Integer> working) {
		Map<String, List<UUID>> queues = new LinkedHashMap<>();
		List<String> due = this.tenants.of(this.table, this.due, until);
		// Of twice as many tenants as can get one: another node may be locking theirs.
		for (String tenant : Shares.first(2 * rows, this.last, working, due)) {
			queues.put(tenant, new ArrayList<>(this.jdbc
				.sql("select id from %1$s where tenant = ? and %2$s between ? and ? order by tenant, %2$s limit ?"
					.formatted(this.table, this.due))
				.params(tenant, EVER, until, Math.min(FEW, rows * CHOICE))
				.query(UUID.class)
				.list()));
		}
		return queues;
	}

	/**
	 * How many rows of each tenant any node is working on; one whose lease has run out is
	 * none.
	 */
	private Map<String, Integer> working(OffsetDateTime now) {
		Map<String, Integer> working = new HashMap<>();
		if (this.leased) {
			// H2 would take the index of what is due if that were a condition, too.
			this.jdbc.sql(
					"select tenant, sum(case when %2$s > ? then 1 else 0 end) as held from %1$s where lease >= ? group by tenant"
						.formatted(this.table, this.due))
				.params(now, NO_LEASE)
				.query((row) -> {
					working.put(row.getString("tenant"), row.getInt("held"));
				});
		}
		return working;
	}

}
