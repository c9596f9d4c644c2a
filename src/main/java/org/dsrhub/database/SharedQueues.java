package org.dsrhub.database;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The queues of the ledger that tenants share.
 */
@Component
public class SharedQueues {

	private static final String ALL = "true";

	private final JdbcClient jdbc;

	private final LedgerClock clock;

	private final DueTenants tenants;

	private final PlaceLocks locks;

	private final boolean embedded;

	public SharedQueues(JdbcClient jdbc, DataSource ledger, LedgerClock clock) {
		LedgerKind kind = new LedgerKind(ledger);
		this.jdbc = jdbc;
		this.clock = clock;
		this.embedded = kind.embedded();
		this.tenants = this.embedded ? new DueTenants.H2(jdbc) : new DueTenants.Postgresql(jdbc);
		this.locks = this.embedded ? PlaceLocks.h2() : PlaceLocks.postgresql(jdbc);
	}

	/**
	 * A queue whose rows are held by a lease while a node works on them; the column
	 * {@code due} says from when on one may be taken up.
	 */
	public SharedRows leased(String table) {
		return leased(table, ALL);
	}

	/**
	 * The same, of which one kind of worker takes its share.
	 * @param mine the condition that tells its rows
	 */
	public SharedRows leased(String table, String mine) {
		return rows(new Queue(table, "due", true, false, mine, false));
	}

	/**
	 * The same, where the rows of each tenant and source have a limit; the table needs an
	 * index on tenant, source and {@code due}.
	 */
	public SharedRows limited(String table) {
		return rows(new Queue(table, "due", true, true, ALL, false));
	}

	/**
	 * A queue whose rows are worked on while they are locked, by one thread of a node. An
	 * embedded ledger has one node, and there they are not even locked: a lock would keep
	 * all others from writing.
	 * @param due the column that says from when on
	 */
	public SharedRows locked(String table, String due) {
		return rows(new Queue(table, due, false, false, ALL, this.embedded));
	}

	private SharedRows rows(Queue queue) {
		return new SharedRows(this.jdbc, this.clock, queue, new DueRows(this.jdbc, queue, this.tenants), this.locks);
	}

}
