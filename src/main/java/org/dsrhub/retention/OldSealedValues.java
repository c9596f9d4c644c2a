package org.dsrhub.retention;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
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

	private static final List<Ceiled> CEILED = List.of(Ceiled.of(Ceilings.JIT), Ceiled.of(Ceilings.ALERTS));

	private final ClosedRequests requests;

	private final OldRows rows;

	private final Transactions transactions;

	private final JdbcClient jdbc;

	OldSealedValues(ClosedRequests requests, OldRows rows, Transactions transactions, JdbcClient jdbc) {
		this.requests = requests;
		this.rows = rows;
		this.transactions = transactions;
		this.jdbc = jdbc;
	}

	@Override
	public String name() {
		return "sealed";
	}

	@Override
	public Stream<Due> due(Tenant tenant, Keep keep, Instant now) {
		Stream<Due> due = this.requests.due(KIND, tenant, keep, now);
		for (Ceiled ceiled : CEILED) {
			due = Stream.concat(due, this.rows.due(ceiled.kind(), tenant, ceiled.keep(keep), now));
		}
		return due;
	}

	@Override
	public List<Removal> remove(Tenant tenant, Keep keep, List<Due> things) {
		Map<Due, Removal> removals = new HashMap<>();
		for (Ceiled ceiled : CEILED) {
			List<Due> own = things.stream().filter(ceiled.kind()::has).toList();
			List<Removal> ends = this.rows.remove(ceiled.kind(), tenant, ceiled.keep(keep), own);
			for (int i = 0; i < own.size(); i++) {
				removals.put(own.get(i), ends.get(i));
			}
		}
		Map<UUID, Removal> kept = removeOf(tenant, keep,
				things.stream().filter((thing) -> !removals.containsKey(thing)).toList());
		return things.stream()
			.map((thing) -> removals.containsKey(thing) ? removals.get(thing)
					: kept.getOrDefault(thing.request(), Removal.removed()))
			.toList();
	}

	private Map<UUID, Removal> removeOf(Tenant tenant, Keep keep, List<Due> things) {
		return this.transactions.run(() -> {
			Map<UUID, Removal> kept = this.requests.kept(KIND, tenant, keep, things);
			Set<UUID> going = things.stream().map(Due::request).collect(Collectors.toCollection(HashSet::new));
			going.removeAll(kept.keySet());
			if (!going.isEmpty()) {
				remove(going);
			}
			return kept;
		});
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

	/**
	 * The values of a source whose copies are kept no longer than a ceiling.
	 */
	private record Ceiled(String source, OldRows.Kind kind) {

		static Ceiled of(String source) {
			return new Ceiled(source, new OldRows.Kind(source + "/", "sealed", "at", "request",
					"source = '%s'".formatted(source), List.of("delete from sealed where id in (:ids)")));
		}

		Keep keep(Keep rule) {
			return new Keep(Ceilings.of(this.source).orElseThrow(), rule.zone());
		}

	}

}
