package org.dsrhub.database;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Lets H2 use the space in its file again. Each commit writes the pages that it changed
 * anew, and the old ones are free only once nothing in their chunk is in use any more. H2
 * gathers what is left of such chunks in a thread of its own, which it has only with a
 * WRITE_DELAY, and with that a killed process would lose what was committed.
 */
@Component
public class Compaction {

	/** Of what may be gathered, in percent. */
	private static final int IN_USE = 50;

	/** Bytes gathered in one turn, which take some 10 ms; others write between two. */
	private static final int STEP = 1 << 20;

	private static final int STEPS = 8;

	private final DataSource ledger;

	private final JdbcClient jdbc;

	public Compaction(DataSource ledger) {
		this.ledger = ledger;
		this.jdbc = JdbcClient.create(ledger);
	}

	/**
	 * Gathers a little, if half of the space may be had again; PostgreSQL does so by
	 * itself.
	 * @throws SQLException if the ledger is closed, or others write for too long
	 * @throws org.h2.mvstore.MVStoreException if the file cannot be written
	 */
	public void compact() throws SQLException {
		if (!this.ledger.isWrapperFor(OneWriter.class)) {
			return;
		}
		OneWriter embedded = this.ledger.unwrap(OneWriter.class);
		int steps = 0;
		while (steps < STEPS && inUse() < IN_USE && embedded.write(Compaction::step)) {
			steps++;
		}
	}

	/**
	 * Of chunks old enough to be gathered; 100 if there are none, or no file.
	 */
	private int inUse() {
		return this.jdbc.sql(
				"select setting_value from information_schema.settings where setting_name = 'info.CHUNKS_FILL_RATE_RW'")
			.query(Integer.class)
			.optional()
			.orElse(100);
	}

	private static boolean step(Connection connection) throws SQLException {
		SessionLocal session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
		MVStore store = session.getDatabase().getStore().getMvStore();
		boolean gathered = store.compact(IN_USE, STEP);
		// Only then are the chunks found to be free, and others gathered next.
		store.commit();
		return gathered;
	}

}
