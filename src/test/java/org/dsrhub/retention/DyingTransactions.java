package org.dsrhub.retention;

import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;

/**
 * Transactions of a node that can be killed at one of its commits, before or after it.
 */
class DyingTransactions implements PlatformTransactionManager {

	private final PlatformTransactionManager transactions;

	private int commits;

	private int last = Integer.MAX_VALUE;

	private boolean after;

	private boolean dead;

	DyingTransactions(PlatformTransactionManager transactions) {
		this.transactions = transactions;
	}

	/**
	 * Kills the node.
	 * @param commit at which commit from now, the first being 1
	 * @param after whether it is still made
	 */
	void dieAt(int commit, boolean after) {
		this.commits = 0;
		this.last = commit;
		this.after = after;
		this.dead = false;
	}

	void live() {
		dieAt(Integer.MAX_VALUE, false);
	}

	@Override
	public TransactionStatus getTransaction(TransactionDefinition definition) {
		if (this.dead) {
			throw new Killed();
		}
		return this.transactions.getTransaction(definition);
	}

	@Override
	public void commit(TransactionStatus status) {
		boolean outer = status.isNewTransaction();
		if (outer) {
			this.commits++;
		}
		boolean last = outer && this.commits == this.last;
		if (last && !this.after || this.dead) {
			this.dead = true;
			this.transactions.rollback(status);
			throw new Killed();
		}
		this.transactions.commit(status);
		if (last) {
			this.dead = true;
			throw new Killed();
		}
	}

	@Override
	public void rollback(TransactionStatus status) {
		this.transactions.rollback(status);
	}

	/**
	 * No exception that anybody catches.
	 */
	static final class Killed extends Error {

		private static final long serialVersionUID = 1;

	}

}
