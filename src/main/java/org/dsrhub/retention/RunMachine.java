package org.dsrhub.retention;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

import org.dsrhub.request.Work;
import org.dsrhub.source.Backoff;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Goes on with a claimed run, one step at a time: list, purge for a few seconds, end.
 * Between two steps any node may take it over.
 */
@Component
public class RunMachine {

	private static final Logger log = LoggerFactory.getLogger(RunMachine.class);

	/** So that others get their turn, and a node that is to stop does so soon. */
	private static final Duration TURN = Duration.ofSeconds(5);

	private static final int BATCH = 500;

	private static final int PATIENCE = 20;

	private static final Backoff REST = new Backoff(Duration.ofMinutes(5));

	private final Runs runs;

	private final RetentionRules rules;

	private final Tenants tenants;

	private final Listing listing;

	private final Purge purge;

	private final Proof proof;

	private final Items items;

	private final Clock clock;

	private final ApplicationEventPublisher events;

	private final TransactionTemplate transaction;

	private final Pace.Pause pause;

	@Autowired
	RunMachine(Runs runs, RetentionRules rules, Tenants tenants, Listing listing, Purge purge, Proof proof, Items items,
			Clock clock, ApplicationEventPublisher events, PlatformTransactionManager transactions) {
		this(runs, rules, tenants, listing, purge, proof, items, clock, events, transactions,
				(time) -> Thread.sleep(time.toMillis(), time.toNanosPart() % 1_000_000));
	}

	RunMachine(Runs runs, RetentionRules rules, Tenants tenants, Listing listing, Purge purge, Proof proof, Items items,
			Clock clock, ApplicationEventPublisher events, PlatformTransactionManager transactions, Pace.Pause pause) {
		this.runs = runs;
		this.rules = rules;
		this.tenants = tenants;
		this.listing = listing;
		this.purge = purge;
		this.proof = proof;
		this.items = items;
		this.clock = clock;
		this.events = events;
		this.transaction = new TransactionTemplate(transactions);
		this.pause = pause;
	}

	/**
	 * Does the next step of a run that has not ended, and lets go of it.
	 * @throws IOException if the record of the run that it does again cannot be read
	 * @throws org.dsrhub.request.LeaseLost if the claim no longer holds
	 */
	public void advance(Work work) throws IOException, InterruptedException {
		RunRow row = this.runs.claimed(work);
		if (row.state().ended()) {
			this.runs.unstored(work);
			log.warn("event=purge-unrecorded run={} tenant={} reason=\"its tenant is not configured any more\"",
					row.id(), row.tenant());
			return;
		}
		Optional<Tenant> tenant = this.tenants.find(row.tenant());
		Optional<Rule> rule = tenant.flatMap((known) -> this.rules.find(known, row.rule()));
		if (rule.isEmpty()) {
			end(work, RunState.STOPPED, "its tenant or its rule is not configured any more");
			return;
		}
		if (!row.replay() && !rule.get().keep().period().equals(row.keep())) {
			end(work, RunState.STOPPED, "its rule was changed meanwhile: keep was %s and is %s".formatted(row.keep(),
					rule.get().keep().period()));
			return;
		}
		Assignment run = new Assignment(work, row, tenant.get(), rule.get().keepingAtLeast(row.keep()),
				this.rules.category(row.rule()));
		if (row.state() == RunState.PURGING) {
			purge(run);
		}
		else {
			list(run);
		}
	}

	private void list(Assignment run) throws IOException {
		this.listing.clear(run);
		this.runs.listing(run.work());
		if (run.run().replay()) {
			this.listing.again(run);
		}
		else if (run.run().listOf() == null) {
			this.listing.due(run);
		}
		else {
			long frozen = this.runs.find(run.run().listOf()).orElseThrow().listed();
			long due = this.listing.count(run);
			if (due > frozen * (1 + run.rule().growth())) {
				end(run.work(), RunState.STOPPED,
						"%d things were listed and %d are due now; look at a new dry run first".formatted(frozen, due));
				return;
			}
			this.listing.copy(run);
		}
		if (run.run().dry()) {
			end(run.work(), RunState.DONE, null);
		}
		else {
			this.runs.release(run.work(), RunState.PURGING);
		}
	}

	private void purge(Assignment run) throws InterruptedException {
		Instant until = this.clock.instant().plus(TURN);
		Pace pace = new Pace(this.clock, this.pause, run.rule().rate());
		while (this.clock.instant().isBefore(until)) {
			int done = this.purge.batch(run, pace.batch(BATCH));
			if (done > 0) {
				pace.done(done);
			}
			else {
				end(run.work(), RunState.DONE, null);
				return;
			}
		}
		this.runs.release(run.work(), RunState.PURGING);
	}

	/**
	 * Lets a run rest after a fault, longer each time, and gives one up that comes no
	 * further at all. A record that cannot be stored is tried for ever.
	 */
	public void interrupted(Work work, String fault) {
		RunRow row = this.runs.claimed(work);
		if (!row.state().ended() && row.failures() + 1 >= PATIENCE) {
			end(work, RunState.FAILED, "%d faults in a row, the last one %s".formatted(PATIENCE, fault));
			return;
		}
		Duration rest = REST.after(row.failures() + 1, RandomGenerator.getDefault());
		this.runs.pause(work, rest);
		log.warn("event=purge-paused run={} tenant={} rule={} state={} fault={} pause={}", row.id(), row.tenant(),
				row.rule(), row.state().label(), fault, rest);
	}

	private void end(Work work, RunState state, String reason) {
		RunRow claimed = this.runs.claimed(work);
		if (claimed.state() == RunState.PURGING) {
			this.proof.all(work, claimed.rule());
		}
		this.transaction.executeWithoutResult((status) -> {
			RunRow row = this.runs.hold(work);
			Map<String, Long> things = this.items.counts(row.id());
			this.runs.end(work, state, reason,
					!row.dry() && !row.replay() && this.tenants.find(row.tenant()).isPresent());
			this.events.publishEvent(new RunEnded(row.tenant(), row.rule(), row.dry(), state, things));
			log.info("event=purge-ended run={} tenant={} rule={} dry={} state={} listed={} bytes={} things=\"{}\"{}",
					row.id(), row.tenant(), row.rule(), row.dry(), state.label(), row.listed(), row.bytes(), things,
					(reason != null) ? " reason=\"" + reason + "\"" : "");
		});
	}

}
