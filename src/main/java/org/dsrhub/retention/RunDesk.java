package org.dsrhub.retention;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.dsrhub.database.Transactions;
import org.dsrhub.request.FieldError;
import org.dsrhub.request.InvalidRequest;
import org.dsrhub.security.NotThere;
import org.dsrhub.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes orders for runs, of people and of the schedule.
 */
@Component
public class RunDesk {

	private static final Logger log = LoggerFactory.getLogger(RunDesk.class);

	private final Runs runs;

	private final RetentionRules rules;

	private final RetentionProperties settings;

	private final Tenants tenants;

	private final Transactions transactions;

	private final Clock clock;

	RunDesk(Runs runs, RetentionRules rules, RetentionProperties settings, Tenants tenants, Transactions transactions,
			Clock clock) {
		this.runs = runs;
		this.rules = rules;
		this.settings = settings;
		this.tenants = tenants;
		this.transactions = transactions;
		this.clock = clock;
	}

	/**
	 * Plans the run of one firing of the schedule; one that is planned already is not
	 * planned again.
	 * @param scheduledFor when it was to fire, which tells firings apart
	 */
	public void fire(String tenant, String rule, Instant scheduledFor) {
		Rule fired = rule(tenant, rule)
			.orElseThrow(() -> new IllegalStateException("there is no rule %s for tenant=%s".formatted(rule, tenant)));
		boolean first = this.transactions.run(() -> {
			if (this.runs.planned(tenant, rule, scheduledFor)) {
				return false;
			}
			this.runs.insert(row(tenant, fired, false, "hub", scheduledFor, null));
			return true;
		});
		log.info("event=purge-fired tenant={} rule={} scheduled={} first={}", tenant, rule, scheduledFor, first);
	}

	/**
	 * Plans a run that a person asks for. One that is to remove things carries out the
	 * newest dry run's list, if that is not too old and nobody did so before; otherwise
	 * it makes its own.
	 * @throws NotThere if there is no such tenant
	 * @throws InvalidRequest if there is no such rule
	 */
	public RunView ask(RunOrder order, String caller) {
		if (this.tenants.find(order.tenant()).isEmpty()) {
			throw new NotThere("no such tenant");
		}
		Rule rule = rule(order.tenant(), order.rule()).orElseThrow(() -> new InvalidRequest(
				List.of(new FieldError("rule", "is no rule; the rules are " + String.join(", ", this.rules.names())))));
		RunRow run = this.transactions.run(() -> {
			UUID list = order.dryRun() ? null
					: this.runs
						.list(order.tenant(), order.rule(), this.clock.instant().minus(this.settings.listValidFor()))
						.orElse(null);
			RunRow asked = row(order.tenant(), rule, order.dryRun(), caller, null, list);
			this.runs.insert(asked);
			return asked;
		});
		log.info("event=purge-asked run={} tenant={} rule={} dry={} list={}", run.id(), run.tenant(), run.rule(),
				run.dry(), run.listOf());
		return RunView.of(run);
	}

	private Optional<Rule> rule(String tenant, String rule) {
		return this.tenants.find(tenant).flatMap((known) -> this.rules.find(known, rule));
	}

	private RunRow row(String tenant, Rule rule, boolean dry, String by, Instant scheduledFor, UUID list) {
		return new RunRow(UUID.randomUUID(), tenant, rule.name(), dry, by, scheduledFor, list, RunState.PLANNED, null,
				rule.keep().period(), 0, 0, 0, 0, null, 0, this.clock.instant().truncatedTo(ChronoUnit.MILLIS), null,
				null, null);
	}

}
