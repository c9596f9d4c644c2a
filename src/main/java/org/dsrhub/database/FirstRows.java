package org.dsrhub.database;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows that have been due longest, locked, without those that others have locked. H2
 * reads and locks every row that is due before it takes the first ones; so it is shown
 * only a few, or a long queue would stop the hub. And it has those that are never due at
 * the beginning of its index, where it would read all that the hub has ever done; so it
 * is told where to begin.
 */
public final class FirstRows {

	/**
	 * Rows looked at for one that is wanted: nodes that look at the same time still find
	 * some that are free.
	 */
	private static final int CHOICE = 4;

	private FirstRows() {
	}

	/**
	 * Locks rows until the transaction ends.
	 * @param table the table, with an index on the column
	 * @param due the column that says from when on a row is due
	 * @param rows how many are wanted
	 * @return their ids, the one due longest first
	 */
	public static List<UUID> lock(JdbcClient jdbc, String table, String due, Instant now, int rows) {
		return lock(jdbc, table, due, now, rows, false);
	}

	/**
	 * The same, of a table whose rows are held by a lease.
	 * @param free whether only those that nobody holds
	 */
	public static List<UUID> lock(JdbcClient jdbc, String table, String due, Instant now, int rows, boolean free) {
		OffsetDateTime until = Timestamps.of(now);
		String only = DueRows.only(free);
		List<UUID> first = (rows == 0) ? List.of() : jdbc
			.sql("select id from %1$s where %2$s between ? and ?%3$s order by %2$s limit ?".formatted(table, due, only))
			.params(Timestamps.of(Instant.EPOCH), until, rows * CHOICE)
			.query(UUID.class)
			.list();
		return first.isEmpty() ? first
				: jdbc
					.sql(("select id from %1$s where id in (:first) and %2$s <= :until%3$s order by %2$s limit :rows "
							+ "for update skip locked")
						.formatted(table, due, only))
					.param("first", first)
					.param("until", until)
					.param("rows", rows)
					.query(UUID.class)
					.list();
	}

}
