package org.dsrhub.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

import org.dsrhub.database.Timestamps;

/**
 * A thing on a run's list.
 *
 * @param number its place, from 1
 * @param removal what became of it
 */
record Item(long number, Due due, Removal removal) {

	static Item of(ResultSet row, int number) throws SQLException {
		return new Item(row.getLong("number"),
				new Due(row.getString("thing"), row.getObject("request", UUID.class), row.getLong("bytes"),
						Timestamps.read(row, "since")),
				new Removal(Removal.State.of(row.getString("state")), Timestamps.read(row, "until"),
						row.getString("reason")));
	}

}
