package org.dsrhub.database;

import java.util.function.Supplier;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Steps in which two threads or nodes may race for the same key.
 */
@Component
public class Transactions {

	private static final int ATTEMPTS = 5;

	private final TransactionTemplate template;

	public Transactions(PlatformTransactionManager transactions) {
		this.template = new TransactionTemplate(transactions);
	}

	/**
	 * Runs a step as one transaction, and afresh when another one was quicker, so that it
	 * sees what the other wrote. Inside a transaction the step joins it, and whoever
	 * opened that one runs it afresh.
	 * @throws DuplicateKeyException if the step loses every time
	 * @throws ConcurrencyFailureException if the step loses every time
	 */
	public <T> T run(Supplier<T> step) {
		if (TransactionSynchronizationManager.isActualTransactionActive()) {
			return step.get();
		}
		for (int attempt = 1;; attempt++) {
			try {
				return once(step);
			}
			catch (DuplicateKeyException | ConcurrencyFailureException ex) {
				if (attempt == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	/**
	 * Runs a step as one transaction, whatever comes of it.
	 */
	<T> T once(Supplier<T> step) {
		return this.template.execute((status) -> step.get());
	}

}
