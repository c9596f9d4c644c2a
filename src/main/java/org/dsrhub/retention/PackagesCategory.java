package org.dsrhub.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.dsrhub.database.Timestamps;
import org.dsrhub.retention.Removal.State;
import org.dsrhub.tenant.Tenant;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Packages and manifests, every revision of a request together. They are kept from the
 * day on which the request was closed; what has a ceiling, from the day on which it was
 * retrieved, closed or not. First a package is handed out no more, then it goes; a retry
 * makes the next revision.
 */
@Component
class PackagesCategory implements Category {

	private static final int BATCH = 1_000;

	/**
	 * When what a source gave was retrieved, or a little before: its task had begun. It
	 * may end, and be packaged, long after that.
	 */
	private static final String RETRIEVED = """
			(select min(coalesce(task.started_at, task.ended_at, r.packaged_at)) from task
			where task.request = r.id and task.source = '%s' and task.packaged is not null)""";

	private static final String JIT = RETRIEVED.formatted(Ceilings.JIT);

	private static final String ALERTS = RETRIEVED.formatted(Ceilings.ALERTS);

	private static final String OVER = """
			r.tenant = :tenant and r.revision is not null and r.package_gone_at is null and r.state <> 'packaging'
			and (r.closed_at < :closed or %s < :jit or %s < :alerts)""".formatted(JIT, ALERTS);

	private final JdbcClient jdbc;

	private final JdbcClient batches;

	private final PackageStore store;

	private final TransactionTemplate atOnce;

	private final Clock clock;

	/**
	 * @param transactions the rows say at once what the container cannot take back
	 */
	PackagesCategory(JdbcClient jdbc, DataSource ledger, PackageStore store, PlatformTransactionManager transactions,
			Clock clock) {
		this.jdbc = jdbc;
		JdbcTemplate template = new JdbcTemplate(ledger);
		template.setFetchSize(BATCH);
		this.batches = JdbcClient.create(template);
		this.store = store;
		this.atOnce = new TransactionTemplate(transactions);
		this.atOnce.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.clock = clock;
	}

	@Override
	public String name() {
		return "packages";
	}

	@Override
	public Stream<Due> due(Tenant tenant, Keep keep, Instant now) {
		return this.batches.sql("""
				select r.id, r.package_bytes, r.closed_at, %s as jit, %s as alerts from request r where %s
				order by coalesce(r.closed_at, r.packaged_at), r.id""".formatted(JIT, ALERTS, OVER))
			.params(times(tenant, keep, now))
			.query((row, number) -> due(row, keep))
			.stream();
	}

	@Override
	public int batch() {
		return 1;
	}

	@Override
	public List<Removal> remove(Tenant tenant, Keep keep, List<Due> things) {
		return things.stream().map((due) -> remove(tenant, keep, UUID.fromString(due.thing()))).toList();
	}

	private Removal remove(Tenant tenant, Keep keep, UUID request) {
		Optional<Integer> revision = withdraw(tenant, keep, request);
		if (revision.isEmpty()) {
			Removal other = notDue(tenant, request);
			if (other != null) {
				return other;
			}
		}
		Removal removal = this.store.remove(tenant, request, revision.orElse(Integer.MAX_VALUE));
		if (removal.state() == State.REMOVED || removal.state() == State.GONE) {
			this.atOnce.executeWithoutResult((status) -> this.jdbc
				.sql("update request set package_gone_at = ? where id = ? and package_path is null")
				.params(Timestamps.of(this.clock.instant()), request)
				.update());
		}
		return removal;
	}

	/**
	 * Takes the package from its readers, if it is still due. From now on a retry makes
	 * the next one from what it finds, not from this one.
	 * @return the last revision that goes
	 */
	private Optional<Integer> withdraw(Tenant tenant, Keep keep, UUID request) {
		Instant now = this.clock.instant();
		return this.atOnce.execute((status) -> {
			int withdrawn = this.jdbc
				.sql("update request r set package_path = null, package_purged_at = coalesce(package_purged_at, :now), "
						+ "changed = changed + case when package_path is null then 0 else 1 end, "
						+ "notice_due = case when package_path is null then notice_due else :now end where r.id = :request and "
						+ OVER)
				.params(times(tenant, keep, now))
				.param("now", Timestamps.of(now))
				.param("request", request)
				.update();
			return (withdrawn == 0) ? Optional.empty()
					: Optional.of(this.jdbc.sql("select revision from request where id = ?")
						.param(request)
						.query(Integer.class)
						.single());
		});
	}

	/**
	 * What it is if it is not due.
	 * @return null if the ledger does not know the request: after a restore its package
	 * may still lie in the container
	 */
	private Removal notDue(Tenant tenant, UUID request) {
		return this.jdbc.sql("select tenant, package_gone_at from request where id = ?")
			.param(request)
			.query((row, number) -> {
				if (!row.getString("tenant").equals(tenant.tenant())) {
					return Removal.left("the request is another tenant's");
				}
				return (row.getObject("package_gone_at") != null) ? Removal.gone()
						: Removal.left("the request was taken up again, or has no package");
			})
			.optional()
			.orElse(null);
	}

	private static Due due(ResultSet row, Keep keep) throws SQLException {
		UUID request = row.getObject("id", UUID.class);
		Instant since = Stream
			.of(until(row, "closed_at", keep), until(row, "jit", ceiling(Ceilings.JIT, keep)),
					until(row, "alerts", ceiling(Ceilings.ALERTS, keep)))
			.filter(Objects::nonNull)
			.min(Instant::compareTo)
			.orElseThrow();
		return new Due(request.toString(), request, row.getLong("package_bytes"), since);
	}

	private static Instant until(ResultSet row, String column, Keep keep) throws SQLException {
		Instant from = Timestamps.read(row, column);
		return (from != null) ? keep.until(from) : null;
	}

	private static Keep ceiling(String source, Keep keep) {
		return new Keep(Ceilings.of(source).orElseThrow(), keep.zone());
	}

	private static Map<String, Object> times(Tenant tenant, Keep keep, Instant now) {
		Map<String, Object> times = new HashMap<>();
		times.put("tenant", tenant.tenant());
		times.put("closed", Timestamps.of(keep.before(now)));
		times.put("jit", Timestamps.of(ceiling(Ceilings.JIT, keep).before(now)));
		times.put("alerts", Timestamps.of(ceiling(Ceilings.ALERTS, keep).before(now)));
		return times;
	}

}
