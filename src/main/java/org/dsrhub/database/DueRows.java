package org.dsrhub.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of a queue that are due, read and not locked. Which tenants have any, and in
 * which places, is asked once in a second at most.
 */
final class DueRows {

	/** So many due rows are read as they come, before tenants are looked for. */
	private static final int FEW = 512;

	/** Places in one statement: its parameters are numbered in two bytes. */
	private static final int PARTS = 256;

	/** Rows of a tenant that are read at least: other nodes may be locking some. */
	private static final int CHOICE = 4;

	private static final OffsetDateTime EVER = Timestamps.of(Instant.EPOCH);

	private static final long FRESH = Duration.ofSeconds(1).toNanos();

	private final JdbcClient jdbc;

	private final Queue queue;

	private final DueTenants tenants;

	private Kept kept;

	DueRows(JdbcClient jdbc, Queue queue, DueTenants tenants) {
		this.jdbc = jdbc;
		this.queue = queue;
		this.tenants = tenants;
	}

	/**
	 * A row that is due.
	 *
	 * @param mine whether this queue takes it
	 */
	record Row(UUID id, Place place, OffsetDateTime due, boolean mine) {

		static Row of(ResultSet row, int number) throws SQLException {
			return new Row(row.getObject("id", UUID.class), new Place(row.getString("tenant"), row.getString("source")),
					row.getObject("due", OffsetDateTime.class), row.getBoolean("mine"));
		}

	}

	/**
	 * The first of the rows that are due.
	 *
	 * @param rows those that this queue takes
	 * @param all whether no other rows are due
	 */
	record First(List<Row> rows, boolean all) {

		boolean none() {
			return this.rows.isEmpty() && this.all;
		}

	}

	/**
	 * The rows that have been due longest; all, if there are only a few.
	 * @param free whether only those that nobody holds
	 */
	First first(OffsetDateTime until, boolean free) {
		List<Row> rows = this.jdbc.sql(
				this.queue.sql("select id, tenant, %3$s, %2$s as due, %4$s as mine from %1$s where %2$s between ? and ?"
						+ only(free) + " order by %2$s limit ?"))
			.params(EVER, until, FEW)
			.query(Row::of)
			.list();
		return new First(rows.stream().filter(Row::mine).toList(), rows.size() < FEW);
	}

	static Map<String, List<Row>> byTenant(List<Row> rows) {
		return rows.stream()
			.collect(Collectors.groupingBy((row) -> row.place().tenant(), LinkedHashMap::new,
					Collectors.toCollection(ArrayList::new)));
	}

	/**
	 * The tenants that have rows which are due.
	 */
	List<String> tenants(OffsetDateTime until) {
		return kept(until).tenants();
	}

	/**
	 * Of some tenants the rows that have been due longest and may be taken.
	 * @param rows how many are wanted
	 */
	Map<String, List<Row>> of(List<String> some, int rows, ClaimRoom room, OffsetDateTime until, boolean free) {
		List<Place> read = new ArrayList<>();
		Set<String> tight = this.queue.sources() ? room.tight() : Set.of();
		Map<String, List<Place>> places = places(some.stream().filter(tight::contains).toList(), until);
		some.forEach((tenant) -> {
			if (tight.contains(tenant)) {
				places.get(tenant).stream().filter((place) -> room.left(place) > 0).forEach(read::add);
			}
			else {
				read.add(new Place(tenant, null));
			}
		});
		if (read.isEmpty()) {
			return Map.of();
		}
		int each = Math.min(rows * CHOICE, Math.max(CHOICE, FEW * CHOICE / read.size()));
		return byTenant(of(read, each, until, free));
	}

	/**
	 * Of the rows of places that have been due longest those that this queue takes.
	 * @param places those without a source stand for all of the tenant's
	 * @param each how many of each
	 */
	List<Row> of(List<Place> places, int each, OffsetDateTime until, boolean free) {
		List<Row> rows = new ArrayList<>();
		for (int from = 0; from < places.size(); from += PARTS) {
			rows.addAll(part(places.subList(from, Math.min(places.size(), from + PARTS)), each, until, free));
		}
		rows.removeIf((row) -> !row.mine());
		rows.sort(Comparator.comparing(Row::due));
		return rows;
	}

	private List<Row> part(List<Place> places, int each, OffsetDateTime until, boolean free) {
		List<Object> values = new ArrayList<>();
		List<String> parts = new ArrayList<>();
		for (Place place : places) {
			boolean all = place.source() == null;
			// The index is taken for sure when the order is its own.
			parts.add(this.queue.sql(all
					? "(select id, tenant, %3$s, %2$s as due, %4$s as mine from %1$s where tenant = ? and %2$s between ? and ?"
							+ only(free) + " order by tenant, %2$s limit ?)"
					: "(select id, tenant, %3$s, %2$s as due, %4$s as mine from %1$s where tenant = ? and source = ? "
							+ "and %2$s between ? and ?" + only(free) + " order by tenant, source, %2$s limit ?)"));
			values.addAll(all ? List.of(place.tenant(), EVER, until, each)
					: List.of(place.tenant(), place.source(), EVER, until, each));
		}
		return this.jdbc
			.sql("select id, tenant, source, due, mine from (" + String.join(" union all ", parts) + ") as queues")
			.params(values)
			.query(Row::of)
			.list();
	}

	/**
	 * The condition, with the word before, of a statement that is to see only rows that
	 * nobody holds.
	 */
	static String only(boolean free) {
		return free ? " and lease is null" : "";
	}

	private Map<String, List<Place>> places(List<String> some, OffsetDateTime until) {
		Map<String, List<Place>> known = kept(until).places();
		List<String> unknown = some.stream().filter((tenant) -> !known.containsKey(tenant)).toList();
		if (!unknown.isEmpty()) {
			Map<String, List<Place>> asked = new HashMap<>();
			unknown.forEach((tenant) -> asked.put(tenant, new ArrayList<>()));
			this.tenants.places(this.queue, unknown, until).forEach((place) -> asked.get(place.tenant()).add(place));
			known.putAll(asked);
		}
		return some.stream().collect(Collectors.toMap((tenant) -> tenant, known::get));
	}

	private synchronized Kept kept(OffsetDateTime until) {
		if (this.kept == null || System.nanoTime() - this.kept.at() > FRESH) {
			this.kept = new Kept(System.nanoTime(), this.tenants.of(this.queue, until),
					Collections.synchronizedMap(new HashMap<>()));
		}
		return this.kept;
	}

	/**
	 * @param at by a clock that nobody sets
	 */
	private record Kept(long at, List<String> tenants, Map<String, List<Place>> places) {
	}

}
