package org.dsrhub.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes the list of a run, in batches: of what is due, or of what a dry run has listed.
 */
@Component
class Listing {

	static final int BATCH = 1_000;

	private final Runs runs;

	private final Items items;

	private final HeldThings holds;

	private final Clock clock;

	private final TransactionTemplate reading;

	private final TransactionTemplate writing;

	Listing(Runs runs, Items items, HeldThings holds, Clock clock, PlatformTransactionManager transactions) {
		this.runs = runs;
		this.items = items;
		this.holds = holds;
		this.clock = clock;
		this.reading = new TransactionTemplate(transactions);
		// What is written of a list is to be seen, and kept, while the rest is being
		// read.
		this.writing = new TransactionTemplate(transactions);
		this.writing.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
	}

	/**
	 * Lists what is due. A dry run tells at once what is held.
	 */
	void due(Assignment run) {
		List<Due> batch = new ArrayList<>(BATCH);
		long[] listed = { 0 };
		read(run, (due) -> due.forEach((thing) -> {
			batch.add(thing);
			if (batch.size() == BATCH) {
				listed[0] = write(run, batch, listed[0]);
			}
		}));
		write(run, batch, listed[0]);
	}

	/**
	 * Takes over the list of a dry run.
	 */
	void copy(Assignment run) {
		long last = 0;
		List<Item> page = this.items.after(run.run().listOf(), 0, BATCH);
		while (!page.isEmpty()) {
			last = write(run, new ArrayList<>(page.stream().map(Item::due).toList()), last);
			page = this.items.after(run.run().listOf(), page.get(page.size() - 1).number(), BATCH);
		}
	}

	/**
	 * How many things are due now.
	 */
	long count(Assignment run) {
		long[] count = { 0 };
		read(run, (due) -> count[0] = due.count());
		return count[0];
	}

	private void read(Assignment run, java.util.function.Consumer<Stream<Due>> reader) {
		Instant now = this.clock.instant();
		this.reading.executeWithoutResult((status) -> {
			try (Stream<Due> due = run.category().due(run.tenant(), run.rule().keep(), now)) {
				reader.accept(due);
			}
		});
	}

	private long write(Assignment run, List<Due> batch, long before) {
		if (batch.isEmpty()) {
			return before;
		}
		this.writing.executeWithoutResult((status) -> {
			this.runs.hold(run.work());
			Map<Due, String> held = run.run().dry() ? this.holds.held(run.tenant(), batch) : Map.of();
			List<Item> listed = new ArrayList<>(batch.size());
			batch.forEach((thing) -> listed.add(new Item(before + listed.size() + 1, thing,
					held.containsKey(thing) ? Removal.held(held.get(thing)) : Removal.listed())));
			this.items.add(run.run().id(), listed);
			this.runs.listed(run.work(), listed.size(), batch.stream().mapToLong(Due::bytes).sum());
		});
		long after = before + batch.size();
		batch.clear();
		return after;
	}

}
