package org.dsrhub.faults;

import java.time.Duration;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A ledger in PostgreSQL whose clock can be made to jump: in sessions begun after it was
 * made, a function of the run's own is found before the server's.
 */
final class ShiftedLedger {

	private final JdbcClient ledger;

	private ShiftedLedger(JdbcClient ledger) {
		this.ledger = ledger;
	}

	static ShiftedLedger of(JdbcClient ledger) {
		ledger.sql("""
				create schema shifted;
				create table shifted.shift (seconds bigint);
				insert into shifted.shift values (0);
				create function shifted.clock_timestamp() returns timestamptz language sql volatile as
					'select pg_catalog.clock_timestamp() + seconds * interval ''1 second'' from shifted.shift';
				alter database postgres set search_path = public, shifted, pg_catalog""").update();
		return new ShiftedLedger(ledger);
	}

	/**
	 * Makes its clock jump to so much from the right time.
	 */
	void shift(Duration shift) {
		this.ledger.sql("update shifted.shift set seconds = ?").param(shift.toSeconds()).update();
	}

}
