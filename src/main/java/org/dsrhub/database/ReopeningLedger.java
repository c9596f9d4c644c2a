package org.dsrhub.database;

import java.sql.Connection;
import java.sql.SQLException;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Lets go of all connections once the ledger cannot be opened because this process has it
 * open already. H2 closes a ledger when the disk is full; while the last connections to
 * the closed one go, it may lose sight of the one that was opened after it, whose file
 * stays locked until its own last connection is closed.
 */
class ReopeningLedger extends DelegatingDataSource {

	private static final Logger log = LoggerFactory.getLogger(ReopeningLedger.class);

	/** H2's DATABASE_ALREADY_OPEN_1. */
	private static final int OPEN_ALREADY = 90020;

	private final HikariDataSource pool;

	ReopeningLedger(HikariDataSource pool) {
		super(pool);
		this.pool = pool;
	}

	@Override
	public Connection getConnection() throws SQLException {
		try {
			return super.getConnection();
		}
		catch (SQLException ex) {
			HikariPoolMXBean connections = this.pool.getHikariPoolMXBean();
			if (connections != null && openAlready(ex)) {
				log.warn("event=ledger-reopened advice=\"what was being written is tried again\"");
				connections.softEvictConnections();
			}
			throw ex;
		}
	}

	/**
	 * The pool tells that there is no connection, and why in the cause.
	 */
	static boolean openAlready(Throwable fault) {
		for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException told && told.getErrorCode() == OPEN_ALREADY) {
				return true;
			}
		}
		return false;
	}

}
