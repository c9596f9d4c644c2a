package org.dsrhub.retention;

import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.dsrhub.database.Timestamps;
import org.dsrhub.retention.OldRows.Kind;
import org.dsrhub.tenant.Tenant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The category {@code retention-runs}: dry runs, the lists of runs that have ended, and
 * holds that were lifted. A list stays until its record is in the tenant's container,
 * that of a dry run as long as it may be carried out. Of a run that was to remove
 * something the row itself stays as long as evidence: by it the hub knows after a restore
 * what the ledger has forgotten.
 */
@Component
class OldRuns implements Category {

	/** It has ended, and nothing is to be done for it any more. */
	private static final String OVER = """
			retention_run.due is null and not exists (select 1 from retention_run later
			where later.of_run = retention_run.id and later.ended_at is null)""";

	private static final String DELETE_ITEMS = "delete from retention_item where run in (:ids)";

	private static final List<String> DELETE_RUNS = List.of(
			"update retention_run set of_run = null where of_run in (:ids)", DELETE_ITEMS,
			"delete from retention_run where id in (:ids)");

	private static final Kind DRY = new Kind("run/", "retention_run", "ended_at", Kind.NO_REQUEST, "dry and " + OVER,
			DELETE_RUNS);

	private static final Kind LIST = new Kind("list/", "retention_run", "ended_at", Kind.NO_REQUEST,
			"not dry and exists (select 1 from retention_item where run = retention_run.id) and " + OVER,
			List.of(DELETE_ITEMS));

	private static final Kind HOLD = new Kind("hold/", "hold", "lifted_at", "request", "true",
			List.of("delete from hold_subject where hold in (:ids)", "delete from hold where id in (:ids)"));

	private static final List<Kind> KINDS = List.of(DRY, LIST, HOLD);

	/** What goes with the evidence. */
	static final Kind RUN = new Kind("run/", "retention_run", "ended_at", Kind.NO_REQUEST,
			"not exists (select 1 from retention_item where run = retention_run.id) and " + OVER, DELETE_RUNS);

	private final OldRows rows;

	private final JdbcClient jdbc;

	private final RetentionProperties settings;

	private final Clock clock;

	private final TransactionTemplate piece;

	OldRuns(OldRows rows, JdbcClient jdbc, RetentionProperties settings, Clock clock,
			PlatformTransactionManager transactions) {
		this.rows = rows;
		this.jdbc = jdbc;
		this.settings = settings;
		this.clock = clock;
		this.piece = new TransactionTemplate(transactions);
		this.piece.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
	}

	@Override
	public String name() {
		return "retention-runs";
	}

	@Override
	public Stream<Due> due(Tenant tenant, Keep keep, Instant now) {
		return KINDS.stream()
			.map((kind) -> this.rows.due(kind, tenant, kept(kind, keep), now))
			.reduce(Stream::concat)
			.orElseThrow();
	}

	@Override
	public int batch() {
		return 1;
	}

	@Override
	public List<Removal> remove(Tenant tenant, Keep keep, List<Due> things) {
		return things.stream().map((thing) -> remove(tenant, keep, thing)).toList();
	}

	private Removal remove(Tenant tenant, Keep keep, Due thing) {
		Kind kind = KINDS.stream().filter((each) -> each.has(thing)).findFirst().orElseThrow();
		Keep kept = kept(kind, keep);
		if (kind != HOLD) {
			shorten(kind, tenant, kept, thing);
		}
		return this.rows.remove(kind, tenant, kept, List.of(thing)).get(0);
	}

	/**
	 * A list may have a million things, too many for one transaction: all but the last
	 * ones go before, in pieces.
	 */
	private void shorten(Kind kind, Tenant tenant, Keep keep, Due thing) {
		UUID run = UUID.fromString(thing.thing().substring(kind.prefix().length()));
		while (this.piece.execute((status) -> this.jdbc
			.sql("delete from retention_item where run = :run and number between"
					+ " (select min(number) from retention_item where run = :run) and"
					+ " least((select min(number) from retention_item where run = :run) + :piece - 1,"
					+ " (select max(number) from retention_item where run = :run) - :piece)"
					+ " and exists (select 1 from retention_run where id = :run and tenant = :tenant"
					+ " and ended_at < :before and (%s))".formatted(kind.may()))
			.params(Map.of("run", run, "piece", Items.PIECE, "tenant", tenant.tenant(), "before",
					Timestamps.of(keep.before(this.clock.instant()))))
			.update()) > 0) {
			// The next ones.
		}
	}

	/**
	 * A list that may still be carried out stays.
	 */
	private Keep kept(Kind kind, Keep keep) {
		Period valid = Period.ofDays(Math.toIntExact(this.settings.listValidFor().plusDays(1).minusNanos(1).toDays()));
		return (kind == DRY && Rule.days(valid) > Rule.days(keep.period())) ? new Keep(valid, keep.zone()) : keep;
	}

}
