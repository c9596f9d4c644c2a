package org.dsrhub.retention;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.dsrhub.database.Transactions;
import org.dsrhub.retention.Removal.State;
import org.dsrhub.tenant.Tenant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Removes again what a ledger restored from a backup has got back. The records of runs in
 * the tenant's container that the ledger does not know tell what that is. Only what the
 * hub itself keeps is touched, no vendor.
 */
@Component
public class Replays {

	/** Who asked for a run that does another one again. */
	static final String ASKED_BY = "replay";

	private static final Logger log = LoggerFactory.getLogger(Replays.class);

	private static final int BATCH = 1_000;

	/** What was left, held or failed then is for the rule to find again. */
	private static final Set<State> GONE = EnumSet.of(State.REMOVED, State.GONE, State.DEFERRED);

	private final StoredRuns stored;

	private final Runs runs;

	private final Items items;

	private final RetentionRules rules;

	private final Transactions transactions;

	private final Clock clock;

	Replays(StoredRuns stored, Runs runs, Items items, RetentionRules rules, Transactions transactions, Clock clock) {
		this.stored = stored;
		this.runs = runs;
		this.items = items;
		this.rules = rules;
		this.transactions = transactions;
		this.clock = clock;
	}

	/**
	 * Plans a run for each record that the ledger does not know. Asked again, it finds
	 * nothing more to do.
	 * @throws IOException if the container cannot be listed
	 */
	public Replay replay(Tenant tenant) throws IOException {
		List<RunView> planned = new ArrayList<>();
		List<String> unreadable = new ArrayList<>();
		for (UUID id : this.stored.list(tenant)) {
			try {
				this.transactions.run(() -> forgotten(tenant, id)).map(RunView::of).ifPresent(planned::add);
			}
			catch (UncheckedIOException ex) {
				unreadable.add(new RunRecords.ToStore(id, tenant.tenant()).path());
				log.error("event=replay-unreadable run={} tenant={} reason=\"{}\"", id, tenant.tenant(),
						ex.getCause().getMessage());
			}
		}
		log.info("event=replay-asked tenant={} runs={} unreadable={}", tenant.tenant(), planned.size(),
				unreadable.size());
		return new Replay(tenant.tenant(), planned, unreadable);
	}

	private Optional<RunRow> forgotten(Tenant tenant, UUID id) {
		if (this.runs.find(id).isPresent()) {
			return Optional.empty();
		}
		try (InputStream in = this.stored.open(tenant, id); RunRecord record = new RunRecord(in)) {
			return Optional.of(plan(tenant, id, record));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Writes down the run as it was, without its list, and one that does it again.
	 */
	private RunRow plan(Tenant tenant, UUID id, RunRecord record) throws IOException {
		RunRow before = record.run();
		if (!before.id().equals(id) || !before.tenant().equals(tenant.tenant())
				|| this.rules.find(tenant, before.rule()).isEmpty()) {
			throw new IOException("it is the record of another run, or of a rule that is not known");
		}
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		RunRow again = new RunRow(UUID.randomUUID(), before.tenant(), before.rule(), false, ASKED_BY, null, id,
				RunState.PURGING, null, before.keep(), 0, 0, 0, 0, null, 0, now, now, null, null);
		this.runs.restore(before, null);
		this.runs.restore(again, now);
		Tally all = new Tally();
		Tally gone = new Tally();
		List<Item> batch = new ArrayList<>(BATCH);
		record.things((item) -> {
			all.add(item);
			if (GONE.contains(item.removal().state())) {
				gone.add(item);
				batch.add(new Item(gone.things, item.due(), Removal.listed()));
			}
			if (batch.size() == BATCH) {
				write(again.id(), batch);
			}
		});
		write(again.id(), batch);
		this.runs.counted(id, all.things, all.bytes, all.removed);
		this.runs.counted(again.id(), gone.things, gone.bytes, 0);
		return this.runs.find(again.id()).orElseThrow();
	}

	private void write(UUID run, List<Item> batch) {
		this.items.add(run, batch);
		batch.clear();
	}

	/**
	 * How much there is of things.
	 */
	private static final class Tally {

		private long things;

		private long bytes;

		private long removed;

		void add(Item item) {
			this.things++;
			this.bytes += item.due().bytes();
			this.removed += (item.removal().state() == State.REMOVED) ? 1 : 0;
		}

	}

}
