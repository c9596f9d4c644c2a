package org.dsrhub.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.dsrhub.database.Timestamps;
import org.dsrhub.database.Transactions;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.request.SubjectDigests;
import org.dsrhub.request.WrongState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Legal holds: set and lifted by people, and never forgotten while in force.
 */
@Component
public class Holds {

	private static final Logger log = LoggerFactory.getLogger(Holds.class);

	/**
	 * In how many chains a subject's hold is written down at most, open requests first.
	 */
	private static final int CHAINS = 1_000;

	private static final String AFFECTED = """
			select request.id from request where request.tenant = :tenant and request.id in
			(select named.request from request_subject named join hold_subject held on held.identifier = named.identifier
			where held.hold = :hold)
			order by case when request.closed_at is null then 0 else 1 end, request.id limit :chains for update""";

	private final JdbcClient jdbc;

	private final Transactions transactions;

	private final EvidenceLog evidence;

	private final SubjectDigests digests;

	private final Clock clock;

	Holds(JdbcClient jdbc, Transactions transactions, EvidenceLog evidence, SubjectDigests digests, Clock clock) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.evidence = evidence;
		this.digests = digests;
		this.clock = clock;
	}

	/**
	 * Sets a hold. Of a subject only keyed digests are kept. It is in force once it is
	 * answered: a change that has not locked its request's row by now sees it, and so
	 * does each batch of a purge that begins later.
	 * @param by the login's name
	 */
	public Hold set(HoldOrder order, String by) {
		UUID id = UUID.randomUUID();
		return this.transactions.run(() -> {
			interrupt(order.tenant());
			this.jdbc.sql(
					"insert into hold (id, tenant, request, whole, reason, set_by, set_at) values (?, ?, ?, ?, ?, ?, ?)")
				.params(id, order.tenant(), order.request(), order.whole(), order.reason(), by, Timestamps.of(now()))
				.update();
			if (order.subject() != null) {
				this.digests.of(order.subject())
					.forEach((digest, kind) -> this.jdbc
						.sql("insert into hold_subject (hold, identifier, kind) values (?, ?, ?)")
						.params(id, digest, kind.label())
						.update());
			}
			Hold hold = find(id).orElseThrow();
			prove(hold, "hold-set", by);
			log.info("event=hold-set hold={} tenant={} kind={} request={}", id, hold.tenant(), hold.kind(),
					hold.request());
			return hold;
		});
	}

	/**
	 * Lifts a hold: what it kept goes when its rule is next carried out.
	 * @throws WrongState if it is lifted already
	 */
	public Hold lift(UUID id, String reason, String by) {
		return this.transactions.run(() -> {
			int lifted = this.jdbc
				.sql("update hold set lifted_by = ?, lifted_at = ?, lift_reason = ? where id = ? and lifted_at is null")
				.params(by, Timestamps.of(now()), reason, id)
				.update();
			if (lifted == 0) {
				throw new WrongState("the hold was lifted already");
			}
			Hold hold = find(id).orElseThrow();
			prove(hold, "hold-lifted", by);
			log.info("event=hold-lifted hold={} tenant={} kind={} request={}", id, hold.tenant(), hold.kind(),
					hold.request());
			return hold;
		});
	}

	public Optional<Hold> find(UUID id) {
		return this.jdbc.sql("select * from hold where id = ?").param(id).query(this::hold).optional();
	}

	/**
	 * Holds in the order in which they were set, lifted ones too.
	 * @param after the last one of the page before, or null
	 */
	public List<Hold> list(Collection<String> tenants, Hold after, int limit) {
		if (tenants.isEmpty()) {
			return List.of();
		}
		return this.jdbc
			.sql("select * from hold where tenant in (:tenants) and (set_at > :at or (set_at = :at and id > :id))"
					+ " order by set_at, id limit :limit")
			.param("tenants", tenants)
			.param("at", Timestamps.of((after != null) ? after.setAt() : Instant.EPOCH))
			.param("id", (after != null) ? after.id() : new UUID(0, 0))
			.param("limit", limit)
			.query(this::hold)
			.list();
	}

	/**
	 * Waits for the batches that purges are at, and lets none begin until the hold is in
	 * force: each locks its run, and asks for holds then.
	 */
	private void interrupt(String tenant) {
		this.jdbc.sql(
				"select id from retention_run where tenant = ? and not dry and ended_at is null order by id for update")
			.param(tenant)
			.query(UUID.class)
			.list();
	}

	/**
	 * A hold on a whole tenant is in no request's chain: there may be millions.
	 */
	private void prove(Hold hold, String event, String by) {
		List<UUID> chains = (hold.request() != null) ? List.of(hold.request())
				: this.jdbc.sql(AFFECTED)
					.param("tenant", hold.tenant())
					.param("hold", hold.id())
					.param("chains", CHAINS)
					.query(UUID.class)
					.list();
		chains.stream()
			.sorted()
			.forEach((request) -> this.evidence.append(request, event, by,
					Map.of("hold", hold.id().toString(), "kind", hold.kind())));
	}

	private Hold hold(ResultSet row, int number) throws SQLException {
		return Hold.of(row,
				this.jdbc.sql("select distinct kind from hold_subject where hold = ? order by kind")
					.param(row.getObject("id", UUID.class))
					.query(String.class)
					.list());
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
	}

}
