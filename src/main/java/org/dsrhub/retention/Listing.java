package org.dsrhub.retention;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.dsrhub.retention.Removal.State;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes the list of a run, in batches: of what is due, of what a dry run has listed, or
 * of what an earlier run has removed.
 */
@Component
class Listing {

	static final int BATCH = 1_000;

	/** What was left, held or failed then is for the rule to find again. */
	private static final Set<State> GONE = EnumSet.of(State.REMOVED, State.GONE, State.DEFERRED);

	private final Runs runs;

	private final Items items;

	private final HeldThings holds;

	private final SignedRecords records;

	private final Clock clock;

	private final TransactionTemplate reading;

	private final TransactionTemplate writing;

	Listing(Runs runs, Items items, HeldThings holds, SignedRecords records, Clock clock,
			PlatformTransactionManager transactions) {
		this.runs = runs;
		this.items = items;
		this.holds = holds;
		this.records = records;
		this.clock = clock;
		this.reading = new TransactionTemplate(transactions);
		// What is written of a list is to be seen, and kept, while the rest is being
		// read.
		this.writing = new TransactionTemplate(transactions);
		this.writing.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
	}

	/**
	 * Takes away what there is of a list that was broken off.
	 */
	void clear(Assignment run) {
		while (Boolean.TRUE.equals(this.writing.execute((status) -> {
			this.runs.hold(run.work());
			return this.items.deleteSome(run.run().id());
		}))) {
			// The next ones.
		}
	}

	/**
	 * Lists what is due. A dry run tells at once what is held.
	 */
	void due(Assignment run) {
		List<Due> batch = new ArrayList<>(BATCH);
		long[] listed = { 0 };
		read(run, (due) -> due.forEach((thing) -> add(run, batch, thing, listed)));
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
	 * Lists what another run has removed, as its record tells.
	 */
	void again(Assignment run) throws IOException {
		List<Due> batch = new ArrayList<>(BATCH);
		long[] listed = { 0 };
		this.records.read(run.tenant(), run.run().listOf(), (record) -> {
			record.things((item) -> {
				if (GONE.contains(item.removal().state())) {
					add(run, batch, item.due(), listed);
				}
			});
			return record;
		});
		write(run, batch, listed[0]);
	}

	/**
	 * How many things are due now.
	 */
	long count(Assignment run) {
		long[] count = { 0 };
		read(run, (due) -> count[0] = due.count());
		return count[0];
	}

	private void read(Assignment run, Consumer<Stream<Due>> reader) {
		Instant now = this.clock.instant();
		this.reading.executeWithoutResult((status) -> {
			try (Stream<Due> due = run.category().due(run.tenant(), run.rule().keep(), now)) {
				reader.accept(due);
			}
		});
	}

	private void add(Assignment run, List<Due> batch, Due thing, long[] listed) {
		batch.add(thing);
		if (batch.size() == BATCH) {
			listed[0] = write(run, batch, listed[0]);
		}
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
