package org.dsrhub.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Steps that several threads finish often and at the same time. Each returns once it is
 * committed, as with {@link Transactions}. Of an embedded ledger those who wait for each
 * other share one commit: what it costs depends little on how much was written, and only
 * one thread writes at a time anyway. PostgreSQL does the same by itself.
 */
@Component
public class GroupCommit {

	private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

	private final Transactions transactions;

	private final boolean embedded;

	private final Queue<Step<?>> waiting = new ConcurrentLinkedQueue<>();

	private final ReentrantLock turn = new ReentrantLock();

	public GroupCommit(Transactions transactions, DataSource ledger) {
		this.transactions = transactions;
		this.embedded = new LedgerKind(ledger).embedded();
	}

	/**
	 * Runs a step as {@link Transactions#run} does, perhaps on another thread. One that
	 * fails takes nobody along: all of its group are run once more, each by itself.
	 */
	public <T> T run(Supplier<T> work) {
		if (!this.embedded || TransactionSynchronizationManager.isActualTransactionActive()) {
			return this.transactions.run(work);
		}
		Step<T> step = new Step<>(work);
		this.waiting.add(step);
		this.turn.lock();
		try {
			if (!step.taken) {
				commit();
			}
		}
		finally {
			this.turn.unlock();
			step.tell();
		}
		return step.committed ? step.result : this.transactions.run(work);
	}

	/**
	 * How many wait for those who are being committed.
	 */
	int waiting() {
		return this.waiting.size();
	}

	private void commit() {
		List<Step<?>> group = new ArrayList<>();
		take(group);
		try {
			this.transactions.once(() -> {
				for (int i = 0; i < group.size(); i++) {
					group.get(i).run();
					take(group);
				}
				return group;
			});
			group.forEach((step) -> step.committed = true);
		}
		catch (RuntimeException | Error ex) {
			// Of several each meets its own fault, or none, when it is run by itself; and
			// so does one that another was quicker than, while nobody waits for it.
			if (group.size() == 1 && !(ex instanceof DataAccessException)) {
				throw ex;
			}
			log.debug("event=group-failed steps={}", group.size(), ex);
		}
	}

	private void take(List<Step<?>> group) {
		for (Step<?> step = this.waiting.poll(); step != null; step = this.waiting.poll()) {
			step.taken = true;
			group.add(step);
		}
	}

	/**
	 * One thread's part; guarded by the turn.
	 */
	private static final class Step<T> {

		private final Supplier<T> work;

		/** What its lines in the log say, whichever thread writes them. */
		private final Map<String, String> context = MDC.getCopyOfContextMap();

		private T result;

		private boolean taken;

		private boolean committed;

		Step(Supplier<T> work) {
			this.work = work;
		}

		void run() {
			tell();
			this.result = this.work.get();
		}

		void tell() {
			MDC.setContextMap((this.context != null) ? this.context : Map.of());
		}

	}

}
