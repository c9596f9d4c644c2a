package org.dsrhub.database;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

/**
 * Which database the ledger is in, asked once: H2's, within the process of the only node,
 * or PostgreSQL, which several nodes share.
 */
final class LedgerKind {

	private final boolean embedded;

	LedgerKind(DataSource ledger) {
		try (Connection connection = ledger.getConnection()) {
			this.embedded = embedded(connection.getMetaData().getURL());
		}
		catch (SQLException ex) {
			throw new IllegalStateException("the ledger does not say which database it is in", ex);
		}
	}

	/**
	 * Whether the ledger is H2's.
	 */
	boolean embedded() {
		return this.embedded;
	}

	static boolean embedded(String url) {
		return url.startsWith("jdbc:h2:");
	}

	/**
	 * @param url null where a pool is given none
	 */
	static boolean postgresql(String url) {
		return url != null && url.startsWith("jdbc:postgresql:");
	}

}
