package org.dsrhub.database;

import java.sql.SQLException;

import com.zaxxer.hikari.SQLExceptionOverride;

/**
 * Lets go of connections to a ledger that H2 has closed, as it does when the disk is
 * full: it opens the ledger again only when nobody holds on to the closed one. Named in
 * {@code application.yaml}; does not concern PostgreSQL.
 */
public class ClosedLedger implements SQLExceptionOverride {

	/** H2's DATABASE_IS_CLOSED. */
	private static final int CLOSED = 90098;

	@java.lang.Override
	public Override adjudicate(SQLException fault) {
		return (fault.getErrorCode() == CLOSED) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
	}

}
