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
import org.dsrhub.request.WrongState;
import org.dsrhub.security.NotThere;
import org.dsrhub.tenant.Tenant;
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
	 * planned again. While another run of the rule has not ended it stops at once.
	 * @param scheduledFor when it was to fire, which tells firings apart
	 */
	public void fire(String tenant, String rule, Instant scheduledFor) {
		Rule fired = rule(tenant, rule)
			.orElseThrow(() -> new IllegalStateException("there is no rule %s for tenant=%s".formatted(rule, tenant)));
		RunRow run = row(tenant, fired, false, "hub", scheduledFor, null);
		String became = this.transactions.run(() -> {
			if (this.runs.planned(tenant, rule, scheduledFor)) {
				return "known";
			}
			Optional<RunRow> other = other(tenant, rule, false);
			if (other.isPresent()) {
				String reason = "run %s of this rule has not ended".formatted(other.get().id());
				this.runs.restore(run.stopped(reason, run.askedAt()), null);
				return "stopped";
			}
			this.runs.insert(run);
			return "planned";
		});
		log.info("event=purge-fired tenant={} rule={} scheduled={} became={}", tenant, rule, scheduledFor, became);
	}

	/**
	 * Plans a run that a person asks for. One that is to remove things carries out the
	 * newest dry run's list, if that is not too old and nobody did so before; otherwise
	 * it makes its own.
	 * @throws WrongState while another run of the rule has not ended: a dry run only
	 * stands in the way of one that would carry out its list
	 * @throws NotThere if there is no such tenant
	 * @throws InvalidRequest if there is no such rule
	 */
	public RunView ask(RunOrder order, String caller) {
		Tenant tenant = this.tenants.find(order.tenant()).orElseThrow(() -> new NotThere("no such tenant"));
		Rule rule = rule(order.tenant(), order.rule()).orElseThrow(() -> new InvalidRequest(
				List.of(new FieldError("rule", "is no rule; the rules are " + String.join(", ", this.rules.names())))));
		RunRow run = this.transactions.run(() -> {
			other(order.tenant(), order.rule(), !order.dryRun()).ifPresent((other) -> {
				throw new WrongState(
						other.dry() ? "dry run %s of this rule still makes its list; wait for it".formatted(other.id())
								: "run %s of this rule has not ended; wait for it".formatted(other.id()));
			});
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
		return RunView.of(run, tenant);
	}

	private Optional<Rule> rule(String tenant, String rule) {
		return this.tenants.find(tenant).flatMap((known) -> this.rules.find(known, rule));
	}

	/**
	 * A run of a rule that has not ended.
	 * @param dry whether dry runs count
	 */
	private Optional<RunRow> other(String tenant, String rule, boolean dry) {
		return this.runs.open(tenant, rule).stream().filter((run) -> dry || !run.dry()).findFirst();
	}

	private RunRow row(String tenant, Rule rule, boolean dry, String by, Instant scheduledFor, UUID list) {
		return new RunRow(UUID.randomUUID(), tenant, rule.name(), dry, false, by, scheduledFor, list, RunState.PLANNED,
				null, rule.keep().period(), 0, 0, 0, 0, null, 0, this.clock.instant().truncatedTo(ChronoUnit.MILLIS),
				null, null, null);
	}

}
