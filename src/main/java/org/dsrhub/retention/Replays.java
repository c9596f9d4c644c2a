package org.dsrhub.retention;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.dsrhub.database.Transactions;
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

	private static final Logger log = LoggerFactory.getLogger(Replays.class);

	private final StoredRuns stored;

	private final SignedRecords records;

	private final Runs runs;

	private final RetentionRules rules;

	private final Transactions transactions;

	private final Clock clock;

	Replays(StoredRuns stored, SignedRecords records, Runs runs, RetentionRules rules, Transactions transactions,
			Clock clock) {
		this.stored = stored;
		this.records = records;
		this.runs = runs;
		this.rules = rules;
		this.transactions = transactions;
		this.clock = clock;
	}

	/**
	 * Plans a run for each record that the ledger does not know. Asked again, it finds
	 * nothing more to do.
	 * @param since when the backup was made: runs that ended before are left
	 * @param caller who asks
	 * @throws IOException if the container cannot be listed
	 */
	public Replay replay(Tenant tenant, Instant since, String caller) throws IOException {
		List<RunView> planned = new ArrayList<>();
		List<String> unreadable = new ArrayList<>();
		for (UUID id : this.stored.list(tenant)) {
			if (this.runs.find(id).isPresent()) {
				continue;
			}
			try {
				RunRow before = this.records.read(tenant, id, RunRecord::run);
				Rule rule = this.rules.find(tenant, before.rule())
					.orElseThrow(() -> new IOException("it is of a rule that is not known"));
				if (before.endedAt().isAfter(since)) {
					planned.add(RunView.of(plan(before, rule, caller), tenant));
				}
			}
			catch (IOException ex) {
				unreadable.add(new RunRecords.ToStore(id, tenant.tenant()).path());
				log.error("event=replay-unreadable run={} tenant={} reason=\"{}\"", id, tenant.tenant(),
						ex.getMessage());
			}
		}
		log.info("event=replay-asked tenant={} since={} by={} runs={} unreadable={}", tenant.tenant(), since, caller,
				planned.size(), unreadable.size());
		return new Replay(tenant.tenant(), planned, unreadable);
	}

	/**
	 * Writes down the run as it was, without its list, and one that does it again, by the
	 * rule of then or of now, whichever keeps longer.
	 */
	private RunRow plan(RunRow before, Rule rule, String caller) {
		RunRow again = new RunRow(UUID.randomUUID(), before.tenant(), before.rule(), false, true, caller, null,
				before.id(), RunState.PLANNED, null, rule.keepingAtLeast(before.keep()).keep().period(), 0, 0, 0, 0,
				null, 0, this.clock.instant().truncatedTo(ChronoUnit.MILLIS), null, null, null);
		return this.transactions.run(() -> {
			if (this.runs.find(before.id()).isEmpty()) {
				this.runs.restore(before, null);
				// What was purged first goes first again.
				this.runs.restore(again, before.endedAt());
			}
			return again;
		});
	}

}
