package org.dsrhub.retention;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import org.dsrhub.database.LongTransactions;
import org.dsrhub.problem.UnexpectedFault;
import org.dsrhub.request.LeaseLost;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Removes the next things on a run's list. What becomes of them is written down in the
 * transaction in which they go, while the run is locked: whoever goes on with a run that
 * was broken off begins where this ended.
 */
@Component
class Purge {

	private static final Logger log = LoggerFactory.getLogger(Purge.class);

	private final Runs runs;

	private final Items items;

	private final HeldThings holds;

	private final LongTransactions longer;

	private final TransactionTemplate transaction;

	Purge(Runs runs, Items items, HeldThings holds, LongTransactions longer, PlatformTransactionManager transactions) {
		this.runs = runs;
		this.items = items;
		this.holds = holds;
		this.longer = longer;
		this.transaction = new TransactionTemplate(transactions);
	}

	/**
	 * Removes a batch.
	 * @return how many things something has become of; 0 at the end of the list
	 * @throws LeaseLost if the claim no longer holds
	 */
	int batch(Assignment run, int most) {
		RunRow row = this.runs.claimed(run.work());
		List<Item> batch = this.items.after(row.id(), row.reached(), Math.min(most, run.category().batch()));
		try {
			purge(run, batch);
		}
		catch (LeaseLost ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			batch.forEach((item) -> single(run, item));
		}
		return batch.size();
	}

	/**
	 * One bad thing stops none of the others.
	 */
	private void single(Assignment run, Item item) {
		try {
			purge(run, List.of(item));
		}
		catch (LeaseLost ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			log.error("event=purge-failed run={} tenant={} rule={} number={}", run.run().id(), run.tenant().tenant(),
					run.rule().name(), item.number(), UnexpectedFault.reduced(ex));
			Removal failed = Removal.failed("%s; the log says more of run %s, number %d"
				.formatted(ex.getClass().getSimpleName(), run.run().id(), item.number()));
			this.transaction.executeWithoutResult((status) -> {
				this.runs.hold(run.work());
				settle(run, List.of(new Item(item.number(), item.due(), failed)));
			});
		}
	}

	private void purge(Assignment run, List<Item> batch) {
		if (!batch.isEmpty()) {
			this.transaction.executeWithoutResult((status) -> {
				// A container or a folder may be slow to delete.
				this.longer.allow();
				this.runs.hold(run.work());
				settle(run, removed(run, batch));
			});
		}
	}

	private List<Item> removed(Assignment run, List<Item> batch) {
		Map<Due, String> held = this.holds.held(run.tenant(), batch.stream().map(Item::due).toList());
		List<Due> free = batch.stream().map(Item::due).filter((due) -> !held.containsKey(due)).toList();
		List<Removal> removals = free.isEmpty() ? List.of()
				: run.category().remove(run.tenant(), run.rule().keep(), free);
		if (removals.size() != free.size()) {
			throw new IllegalStateException("category %s told of %d things out of %d".formatted(run.rule().name(),
					removals.size(), free.size()));
		}
		Iterator<Removal> next = removals.iterator();
		List<Item> settled = new ArrayList<>(batch.size());
		batch.forEach((item) -> settled.add(new Item(item.number(), item.due(),
				held.containsKey(item.due()) ? Removal.held(held.get(item.due())) : next.next())));
		return settled;
	}

	private void settle(Assignment run, List<Item> settled) {
		this.items.settle(run.run().id(), settled);
		this.runs.purged(run.work(), settled.get(settled.size() - 1).number(),
				settled.stream().filter((item) -> item.removal().state() == Removal.State.REMOVED).count());
	}

}
