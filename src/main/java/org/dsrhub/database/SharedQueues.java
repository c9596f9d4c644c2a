package org.dsrhub.database;

import java.sql.DatabaseMetaData;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.stereotype.Component;

/**
 * The queues of the ledger that tenants share.
 */
@Component
public class SharedQueues {

	private final JdbcClient jdbc;

	private final DataSource ledger;

	public SharedQueues(JdbcClient jdbc, DataSource ledger) {
		this.jdbc = jdbc;
		this.ledger = ledger;
	}

	/**
	 * A queue whose rows are held by a lease while a node works on them; the column
	 * {@code due} says from when on one may be taken up.
	 */
	public SharedRows leased(String table) {
		return new SharedRows(this.jdbc, table, "due", true, tenants());
	}

	/**
	 * A queue whose rows are worked on while they are locked.
	 * @param due the column that says from when on
	 */
	public SharedRows locked(String table, String due) {
		return new SharedRows(this.jdbc, table, due, false, tenants());
	}

	private DueTenants tenants() {
		return (table, due, until) -> (h2() ? DueTenants.h2(this.jdbc) : DueTenants.postgresql(this.jdbc)).of(table,
				due, until);
	}

	private boolean h2() {
		try {
			return JdbcUtils.<String>extractDatabaseMetaData(this.ledger, DatabaseMetaData::getDatabaseProductName)
				.equals("H2");
		}
		catch (MetaDataAccessException ex) {
			throw new IllegalStateException("the ledger does not say which database it is in", ex);
		}
	}

}
