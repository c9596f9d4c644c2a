package org.dsrhub.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.dsrhub.database.Timestamps;
import org.dsrhub.database.Transactions;
import org.dsrhub.tenant.Tenant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Rows that go when they are old enough.
 */
@Component
class OldRows {

	private final ManyRows rows;

	private final JdbcClient jdbc;

	private final Transactions transactions;

	private final HoldsInForce holds;

	private final Clock clock;

	OldRows(ManyRows rows, JdbcClient jdbc, Transactions transactions, HoldsInForce holds, Clock clock) {
		this.rows = rows;
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.holds = holds;
		this.clock = clock;
	}

	Stream<Due> due(Kind kind, Tenant tenant, Keep keep, Instant now) {
		return this.rows
			.sql("select %s as id, %s as since, %s as request, %s as bytes from %s".formatted(kind.id(), kind.since(),
					kind.request(), kind.bytes(), kind.table())
					+ " where tenant = :tenant and %1$s < :before and (%2$s) order by %1$s".formatted(kind.since(),
							kind.may()))
			.param("tenant", tenant.tenant())
			.param("before", Timestamps.of(keep.before(now)))
			.query((row, number) -> new Due(kind.prefix() + row.getObject("id"), row.getObject("request", UUID.class),
					row.getLong("bytes"), keep.until(Timestamps.read(row, "since"))))
			.stream();
	}

	/**
	 * Removes rows in one transaction, which locks them and looks at each once more.
	 */
	List<Removal> remove(Kind kind, Tenant tenant, Keep keep, List<Due> things) {
		Map<Due, Object> ids = new LinkedHashMap<>();
		things.forEach((thing) -> ids.put(thing, kind.read().apply(thing.thing().substring(kind.prefix().length()))));
		return things.isEmpty() ? List.of() : this.transactions.run(() -> {
			Map<Object, Removal> removals = look(kind, tenant, keep, Set.copyOf(ids.values()));
			Set<Object> going = removals.entrySet()
				.stream()
				.filter((entry) -> entry.getValue().state() == Removal.State.REMOVED)
				.map(Map.Entry::getKey)
				.collect(Collectors.toSet());
			if (!going.isEmpty()) {
				kind.removals()
					.forEach((sql) -> this.jdbc.sql(sql)
						.params(Map.of("tenant", tenant.tenant(), "ids", going))
						.update());
			}
			return things.stream().map((thing) -> removals.getOrDefault(ids.get(thing), Removal.gone())).toList();
		});
	}

	private Map<Object, Removal> look(Kind kind, Tenant tenant, Keep keep, Set<Object> ids) {
		List<Row> found = this.jdbc
			.sql("select %s as id, %s as since, %s as request, case when (%s) then 1 else 0 end as may from %s"
				.formatted(kind.id(), kind.since(), kind.request(), kind.may(), kind.table())
					+ " where tenant = :tenant and %s in (:ids) for update".formatted(kind.id()))
			.params(Map.of("tenant", tenant.tenant(), "ids", ids))
			.query(Row::of)
			.list();
		Map<UUID, UUID> held = this.holds.of(tenant.tenant(),
				found.stream().map(Row::request).filter(Objects::nonNull).collect(Collectors.toSet()));
		Instant before = keep.before(this.clock.instant());
		Map<Object, Removal> removals = new HashMap<>();
		found.forEach((row) -> {
			if (!row.may() || row.since() == null || !row.since().isBefore(before)) {
				removals.put(row.id(), Removal.left("it is not due any more"));
			}
			else if (held.containsKey(row.request())) {
				removals.put(row.id(), Removal.held(held.get(row.request())));
			}
			else {
				removals.put(row.id(), Removal.removed());
			}
		});
		return removals;
	}

	/**
	 * A kind of row.
	 *
	 * @param prefix what its things begin with, empty if the category has one kind only
	 * @param table which has a column {@code tenant}
	 * @param id the column that is the rest of the thing
	 * @param since the expression from when on it is kept
	 * @param request the expression of the request that it belongs to
	 * @param bytes the expression of its size
	 * @param may the condition on which it may go at all
	 * @param removals what removes those with {@code :ids}
	 * @param read reads the id
	 */
	record Kind(String prefix, String table, String id, String since, String request, String bytes, String may,
			List<String> removals, Function<String, Object> read) {

		static final String NO_REQUEST = "cast(null as uuid)";

		Kind(String prefix, String table, String since, String request, String may, List<String> removals) {
			this(prefix, table, "id", since, request, "0", may, removals, UUID::fromString);
		}

		boolean has(Due thing) {
			return thing.thing().startsWith(this.prefix);
		}

	}

	private record Row(Object id, Instant since, UUID request, boolean may) {

		static Row of(ResultSet row, int number) throws SQLException {
			return new Row(row.getObject("id"), Timestamps.read(row, "since"), row.getObject("request", UUID.class),
					row.getInt("may") == 1);
		}

	}

}
