package org.dsrhub.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.Period;
import java.util.UUID;

import org.dsrhub.database.Timestamps;

/**
 * A run of a rule for a tenant.
 *
 * @param dry whether it only makes the list
 * @param replay whether it does again what a restored ledger has forgotten
 * @param scheduledFor which firing it is, or null if a person asked for it
 * @param listOf the dry run whose list it carries out, or the run that it does again, or
 * null
 * @param listed how many things are on the list
 * @param bytes how much they are
 * @param removed how many of them it has removed
 * @param reached the number of the last thing on the list that something has become of
 * @param proved the last request in whose evidence it was written, or null
 * @param failures how often in a row it was interrupted
 * @param storedAt when its record was in the tenant's container, or null
 */
record RunRow(UUID id, String tenant, String rule, boolean dry, boolean replay, String askedBy, Instant scheduledFor,
		UUID listOf, RunState state, String reason, Period keep, long listed, long bytes, long removed, long reached,
		UUID proved, int failures, Instant askedAt, Instant startedAt, Instant endedAt, Instant storedAt) {

	static RunRow of(ResultSet row, int number) throws SQLException {
		return new RunRow(row.getObject("id", UUID.class), row.getString("tenant"), row.getString("rule"),
				row.getBoolean("dry"), row.getBoolean("replay"), row.getString("asked_by"),
				Timestamps.read(row, "scheduled_for"), row.getObject("of_run", UUID.class),
				RunState.of(row.getString("state")), row.getString("reason"), Period.parse(row.getString("keep")),
				row.getLong("listed"), row.getLong("bytes"), row.getLong("removed"), row.getLong("reached"),
				row.getObject("proved", UUID.class), row.getInt("failures"), Timestamps.read(row, "asked_at"),
				Timestamps.read(row, "started_at"), Timestamps.read(row, "ended_at"),
				Timestamps.read(row, "stored_at"));
	}

	/**
	 * The run, ended by a rule of ours before it began.
	 */
	RunRow stopped(String reason, Instant at) {
		return new RunRow(this.id, this.tenant, this.rule, this.dry, this.replay, this.askedBy, this.scheduledFor,
				this.listOf, RunState.STOPPED, reason, this.keep, 0, 0, 0, 0, null, 0, this.askedAt, null, at, null);
	}

}
