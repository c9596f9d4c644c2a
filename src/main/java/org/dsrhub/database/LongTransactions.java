package org.dsrhub.database;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Transactions that wait for something else than the ledger, such as a container that is
 * slow to delete. By itself PostgreSQL ends those that rest too long, see
 * {@link SharedLedger}.
 */
@Component
public class LongTransactions {

	private final JdbcClient jdbc;

	private final LedgerKind kind;

	public LongTransactions(JdbcClient jdbc, DataSource ledger) {
		this.jdbc = jdbc;
		this.kind = new LedgerKind(ledger);
	}

	/**
	 * Lets this transaction rest between two statements for as long as its node is there.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void allow() {
		if (!this.kind.embedded()) {
			this.jdbc.sql("set local idle_in_transaction_session_timeout = 0").update();
		}
	}

}
