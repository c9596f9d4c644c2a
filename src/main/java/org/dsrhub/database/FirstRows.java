package org.dsrhub.database;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * The rows that have been due longest, locked, without those that others have locked. H2
 * reads and locks every row that is due before it takes the first ones; so it is shown
 * only a few, or a long queue would stop the hub.
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
	 * The statement that gives their ids.
	 * @param table the table, with an index on the column
	 * @param due the column that says from when on a row is due
	 */
	public static String locked(String table, String due) {
		return ("select id from %1$s where id in (select id from %1$s where %2$s <= ? order by %2$s limit ?)"
				+ " and %2$s <= ? order by %2$s limit ? for update skip locked")
			.formatted(table, due);
	}

	/**
	 * Its parameters.
	 * @param rows how many are wanted
	 */
	public static List<Object> parameters(Instant now, int rows) {
		OffsetDateTime until = Timestamps.of(now);
		return List.of(until, rows * CHOICE, until, rows);
	}

}
