package org.dsrhub.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
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

	/** What goes with the evidence. */
	static final Kind RUN = new Kind("run/", "retention_run", "ended_at", Kind.NO_REQUEST,
			"not exists (select 1 from retention_item where run = retention_run.id) and " + OVER, DELETE_RUNS);

	private final SeveralKinds dry;

	private final SeveralKinds others;

	private final JdbcClient jdbc;

	private final RetentionProperties settings;

	private final Clock clock;

	private final TransactionTemplate piece;

	OldRuns(OldRows rows, JdbcClient jdbc, RetentionProperties settings, Clock clock,
			PlatformTransactionManager transactions) {
		this.dry = new SeveralKinds(rows, List.of(DRY));
		this.others = new SeveralKinds(rows, List.of(LIST, HOLD));
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
	public int atOnce() {
		return 1;
	}

	@Override
	public Stream<Due> due(Tenant tenant, Keep keep, Instant now) {
		return Stream.concat(this.dry.due(tenant, valid(keep), now), this.others.due(tenant, keep, now));
	}

	@Override
	public List<Removal> remove(Tenant tenant, Keep keep, List<Due> things) {
		things.stream().filter(DRY::has).forEach((thing) -> shorten(DRY, tenant, valid(keep), thing));
		things.stream().filter(LIST::has).forEach((thing) -> shorten(LIST, tenant, keep, thing));
		List<Removal> lists = this.dry.remove(tenant, valid(keep), things);
		List<Removal> rest = this.others.remove(tenant, keep, things);
		return IntStream.range(0, things.size())
			.mapToObj((i) -> DRY.has(things.get(i)) ? lists.get(i) : rest.get(i))
			.toList();
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
	private Keep valid(Keep keep) {
		Duration valid = this.settings.listValidFor();
		Period days = Period.ofDays(Math.toIntExact(valid.plusDays(1).minusNanos(1).toDays()));
		return (Rule.days(days) > Rule.days(keep.period())) ? new Keep(days, keep.zone()) : keep;
	}

}
