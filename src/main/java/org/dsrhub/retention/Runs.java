package org.dsrhub.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.dsrhub.configuration.HubProperties;
import org.dsrhub.database.FirstRows;
import org.dsrhub.database.LedgerClock;
import org.dsrhub.database.Timestamps;
import org.dsrhub.request.LeaseLost;
import org.dsrhub.request.Work;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rows of runs: who works on which, and how far it is. A run is due until it has
 * ended and its record lies in the tenant's container.
 */
@Component
public class Runs implements InitializingBean {

	private final JdbcClient jdbc;

	private final HubProperties hub;

	private final RetentionProperties settings;

	private final Clock clock;

	private final LedgerClock ledger;

	Runs(JdbcClient jdbc, HubProperties hub, RetentionProperties settings, Clock clock, LedgerClock ledger) {
		this.jdbc = jdbc;
		this.hub = hub;
		this.settings = settings;
		this.clock = clock;
		this.ledger = ledger;
	}

	/**
	 * What a node of this name left when it was killed is due at once.
	 */
	@Override
	public void afterPropertiesSet() {
		this.jdbc.sql("update retention_run set due = ?, lease = null where lease_node = ? and lease is not null")
			.params(now(), this.hub.node())
			.update();
	}

	/**
	 * Claims the runs that are due, as many as this node has room for.
	 * @param held how many it works on already
	 */
	@Transactional
	public List<Work> claimDue(int held) {
		Instant now = this.clock.instant();
		int room = this.ledger.steady() ? Math.max(0, this.settings.runs() - held) : 0;
		boolean free = !this.ledger.settled();
		return FirstRows.lock(this.jdbc, "retention_run", "due", now, room, free).stream().map((id) -> {
			Work work = new Work(id, UUID.randomUUID());
			this.jdbc.sql("update retention_run set due = ?, lease = ?, lease_node = ? where id = ?")
				.params(leased(), work.lease(), this.hub.node(), id)
				.update();
			return work;
		}).toList();
	}

	/**
	 * Holds claimed runs for as long again, but for one that a batch has locked: it
	 * renews itself.
	 */
	@Transactional
	public void renew(Collection<Work> works) {
		works.forEach((work) -> this.jdbc
			.sql("select id from retention_run where id = ? and lease = ? for update skip locked")
			.params(work.id(), work.lease())
			.query(UUID.class)
			.list()
			.forEach((id) -> this.jdbc.sql("update retention_run set due = ? where id = ?")
				.params(leased(), id)
				.update()));
	}

	void insert(RunRow run) {
		this.jdbc
			.sql("insert into retention_run (id, tenant, rule, dry, replay, working, asked_by, scheduled_for, of_run,"
					+ " state, keep, asked_at, due) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
			.params(run.id(), run.tenant(), run.rule(), run.dry(), run.replay(), working(run), run.askedBy(),
					Timestamps.of(run.scheduledFor()), run.listOf(), run.state().label(), run.keep().toString(),
					Timestamps.of(run.askedAt()), now())
			.update();
	}

	/**
	 * Writes down a run that is on its way, or has ended.
	 * @param due when a node is to go on with it, or null
	 */
	void restore(RunRow run, Instant due) {
		insert(run);
		this.jdbc.sql(
				"update retention_run set reason = ?, listed = ?, bytes = ?, removed = ?, started_at = ?, ended_at = ?,"
						+ " stored_at = ?, due = ? where id = ?")
			.params(run.reason(), run.listed(), run.bytes(), run.removed(), Timestamps.of(run.startedAt()),
					Timestamps.of(run.endedAt()), Timestamps.of(run.storedAt()), Timestamps.of(due), run.id())
			.update();
	}

	/**
	 * The runs of a rule that have not ended.
	 */
	List<RunRow> open(String tenant, String rule) {
		return this.jdbc
			.sql("select * from retention_run where tenant = ? and rule = ? and ended_at is null order by asked_at, id")
			.params(tenant, rule)
			.query(RunRow::of)
			.list();
	}

	/**
	 * Whether a firing was planned already.
	 */
	boolean planned(String tenant, String rule, Instant scheduledFor) {
		return this.jdbc.sql("select count(*) from retention_run where tenant = ? and rule = ? and scheduled_for = ?")
			.params(tenant, rule, Timestamps.of(scheduledFor))
			.query(Long.class)
			.single() > 0;
	}

	/**
	 * The newest dry run that is done, if it ended after a time and no run carries it out
	 * or has done so.
	 */
	Optional<UUID> list(String tenant, String rule, Instant after) {
		return this.jdbc
			.sql("select * from retention_run where tenant = ? and rule = ? and dry and state = 'done'"
					+ " order by ended_at desc, id limit 1")
			.params(tenant, rule)
			.query(RunRow::of)
			.optional()
			.filter((run) -> run.endedAt().isAfter(after))
			.map(RunRow::id)
			.filter((id) -> this.jdbc.sql("select count(*) from retention_run where of_run = ? and state <> 'stopped'")
				.param(id)
				.query(Long.class)
				.single() == 0);
	}

	Optional<RunRow> find(UUID id) {
		return this.jdbc.sql("select * from retention_run where id = ?").param(id).query(RunRow::of).optional();
	}

	/**
	 * The runs of a tenant, the newest first.
	 * @param before the one that the page before ended with, or null
	 */
	List<RunRow> page(String tenant, RunRow before, int limit) {
		Instant from = (before != null) ? before.askedAt() : Instant.parse("9999-01-01T00:00:00Z");
		UUID id = (before != null) ? before.id() : new UUID(0, 0);
		return this.jdbc
			.sql("select * from retention_run where tenant = ? and (asked_at < ? or asked_at = ? and id > ?)"
					+ " order by asked_at desc, id limit ?")
			.params(tenant, Timestamps.of(from), Timestamps.of(from), id, limit)
			.query(RunRow::of)
			.list();
	}

	/**
	 * The run that this node claimed.
	 * @throws LeaseLost if the claim no longer holds
	 */
	RunRow claimed(Work work) {
		return this.jdbc.sql("select * from retention_run where id = ? and lease = ?")
			.params(work.id(), work.lease())
			.query(RunRow::of)
			.optional()
			.orElseThrow(() -> lost(work));
	}

	/**
	 * Locks a claimed run until the transaction ends, so that no other node can take it
	 * over in the middle of a step, however long that takes.
	 * @throws LeaseLost if the claim no longer holds
	 */
	RunRow hold(Work work) {
		return this.jdbc.sql("select * from retention_run where id = ? and lease = ? for update")
			.params(work.id(), work.lease())
			.query(RunRow::of)
			.optional()
			.orElseThrow(() -> lost(work));
	}

	/**
	 * Begins the list.
	 */
	@Transactional
	void listing(Work work) {
		hold(work);
		this.jdbc
			.sql("update retention_run set state = 'listing', listed = 0, bytes = 0, due = ?,"
					+ " started_at = coalesce(started_at, ?) where id = ?")
			.params(leased(), now(), work.id())
			.update();
	}

	void listed(Work work, long things, long bytes) {
		this.jdbc.sql("update retention_run set listed = listed + ?, bytes = bytes + ?, due = ? where id = ?")
			.params(things, bytes, leased(), work.id())
			.update();
	}

	void purged(Work work, long reached, long removed) {
		this.jdbc.sql("update retention_run set reached = ?, removed = removed + ?, failures = 0, due = ? where id = ?")
			.params(reached, removed, leased(), work.id())
			.update();
	}

	void proved(Work work, UUID request) {
		this.jdbc.sql("update retention_run set proved = ?, failures = 0, due = ? where id = ?")
			.params(request, leased(), work.id())
			.update();
	}

	/**
	 * Lets go of a run, to be gone on with at once by any node.
	 */
	@Transactional
	void release(Work work, RunState state) {
		hold(work);
		this.jdbc.sql("update retention_run set state = ?, due = ?, lease = null where id = ?")
			.params(state.label(), now(), work.id())
			.update();
	}

	/**
	 * Lets a run rest after a fault.
	 */
	@Transactional
	void pause(Work work, Duration pause) {
		hold(work);
		this.jdbc.sql("update retention_run set failures = failures + 1, due = ?, lease = null where id = ?")
			.params(Timestamps.of(this.clock.instant().plus(pause)), work.id())
			.update();
	}

	/**
	 * Ends a run.
	 * @param record whether it is due once more, for its record
	 */
	void end(Work work, RunState state, String reason, boolean record) {
		this.jdbc
			.sql("update retention_run set state = ?, reason = ?, ended_at = ?, failures = 0, due = ?, lease = null,"
					+ " working = null where id = ?")
			.params(state.label(), reason, now(), record ? now() : null, work.id())
			.update();
	}

	/**
	 * The record of a run is given up.
	 */
	@Transactional
	public void unstored(Work work) {
		hold(work);
		this.jdbc.sql("update retention_run set due = null, lease = null where id = ?").param(work.id()).update();
	}

	/**
	 * The record of a run is in the container.
	 */
	@Transactional
	void stored(Work work) {
		hold(work);
		this.jdbc.sql("update retention_run set stored_at = ?, due = null, lease = null where id = ?")
			.params(now(), work.id())
			.update();
	}

	/**
	 * What no other run may be working on; replays and dry runs do not stand in each
	 * other's way.
	 */
	private static String working(RunRow run) {
		return (run.dry() || run.replay() || run.state().ended()) ? null : run.tenant() + "/" + run.rule();
	}

	private OffsetDateTime leased() {
		return Timestamps.of(this.clock.instant().plus(this.hub.lease()));
	}

	private OffsetDateTime now() {
		return Timestamps.of(this.clock.instant().truncatedTo(ChronoUnit.MILLIS));
	}

	private static LeaseLost lost(Work work) {
		return new LeaseLost("run=" + work.id());
	}

}
