package org.dsrhub.retention;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.dsrhub.database.Transactions;
import org.dsrhub.tenant.Tenant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The category {@code sealed}: values from before and after changes, and the proofs that
 * people attached to manual tasks. What a restriction took stays until it is lifted. What
 * has a ceiling goes no later than that after it was sealed, closed or not.
 */
@Component
class OldSealedValues implements Category {

	private static final String OLD = "sealed.request = request.id and not (%s)".formatted(ClosedRequests.UNLIFTED);

	private static final ClosedRequests.Kind KIND = new ClosedRequests.Kind("closed_at",
			"exists (select 1 from sealed where %s)".formatted(OLD), "true");

	private final ClosedRequests requests;

	private final SeveralKinds jit;

	private final SeveralKinds alerts;

	private final Transactions transactions;

	private final JdbcClient jdbc;

	OldSealedValues(ClosedRequests requests, OldRows rows, Transactions transactions, JdbcClient jdbc) {
		this.requests = requests;
		this.jit = of(Ceilings.JIT, rows);
		this.alerts = of(Ceilings.ALERTS, rows);
		this.transactions = transactions;
		this.jdbc = jdbc;
	}

	@Override
	public String name() {
		return "sealed";
	}

	@Override
	public Stream<Due> due(Tenant tenant, Keep keep, Instant now) {
		return Stream
			.of(this.requests.due(KIND, tenant, keep, now), this.jit.due(tenant, ceiling(Ceilings.JIT, keep), now),
					this.alerts.due(tenant, ceiling(Ceilings.ALERTS, keep), now))
			.reduce(Stream::concat)
			.orElseThrow();
	}

	@Override
	public List<Removal> remove(Tenant tenant, Keep keep, List<Due> things) {
		return this.jit.remove(tenant, ceiling(Ceilings.JIT, keep), things, (others) -> this.alerts.remove(tenant,
				ceiling(Ceilings.ALERTS, keep), others, (requests) -> removeOf(tenant, keep, requests)));
	}

	private List<Removal> removeOf(Tenant tenant, Keep keep, List<Due> things) {
		return this.transactions.run(() -> this.requests.remove(KIND, tenant, keep, things, this::remove));
	}

	private void remove(Collection<UUID> requests) {
		this.jdbc
			.sql("delete from sealed where request in (:requests) and exists (select 1 from request where %s)"
				.formatted(OLD))
			.param("requests", requests)
			.update();
		this.jdbc
			.sql("delete from sealed_subject where request in (:requests)"
					+ " and not exists (select 1 from sealed where sealed.request = sealed_subject.request)")
			.param("requests", requests)
			.update();
	}

	private static SeveralKinds of(String source, OldRows rows) {
		return new SeveralKinds(rows, List.of(new OldRows.Kind(source + "/", "sealed", "at", "request",
				"source = '%s'".formatted(source), List.of("delete from sealed where id in (:ids)"))));
	}

	private static Keep ceiling(String source, Keep rule) {
		return new Keep(Ceilings.of(source).orElseThrow(), rule.zone());
	}

}
