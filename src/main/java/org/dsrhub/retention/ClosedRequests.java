package org.dsrhub.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.dsrhub.database.Timestamps;
import org.dsrhub.tenant.Tenant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Closed requests whose things are old enough.
 */
@Component
class ClosedRequests {

	/**
	 * Something that a restriction took and no lift has put back: the lift needs it, and
	 * the identifiers of that time. What was removed from its source is not waited for.
	 */
	static final String UNLIFTED = "sealed.moment = 'before' and sealed.lifted is null and request.asked = 'restrict'"
			+ " and not request.by_removal";

	private final ManyRows rows;

	private final JdbcClient jdbc;

	private final HoldsInForce holds;

	private final Clock clock;

	ClosedRequests(ManyRows rows, JdbcClient jdbc, HoldsInForce holds, Clock clock) {
		this.rows = rows;
		this.jdbc = jdbc;
		this.holds = holds;
		this.clock = clock;
	}

	/**
	 * The requests of a tenant that are due, the one closed first before the others.
	 */
	Stream<Due> due(Kind kind, Tenant tenant, Keep keep, Instant now) {
		return this.rows
			.sql("select id, %s as since from request where tenant = :tenant and closed_at < :before"
				.formatted(kind.since())
					+ " and %s < :before and (%s) and (%s) order by closed_at, id".formatted(kind.since(), kind.there(),
							kind.may()))
			.param("tenant", tenant.tenant())
			.param("before", Timestamps.of(keep.before(now)))
			.query((row, number) -> {
				UUID id = row.getObject("id", UUID.class);
				return new Due(id.toString(), id, 0, keep.until(Timestamps.read(row, "since")));
			})
			.stream();
	}

	/**
	 * Looks at requests once more and locks them until the transaction ends, so that none
	 * is taken up again or held meanwhile.
	 * @return those of which nothing is to be removed, and why; what is not in it is due
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public Map<UUID, Removal> kept(Kind kind, Tenant tenant, Keep keep, Collection<UUID> requests) {
		Instant before = keep.before(this.clock.instant());
		Map<UUID, Removal> kept = new HashMap<>();
		if (requests.isEmpty()) {
			return kept;
		}
		requests.forEach((request) -> kept.put(request, Removal.gone()));
		this.jdbc.sql("select id, closed_at, %s as since, case when (%s) then 1 else 0 end as there,"
			.formatted(kind.since(), kind.there())
				+ " case when (%s) then 1 else 0 end as may from request where tenant = :tenant and id in (:requests)"
					.formatted(kind.may())
				+ " order by id for update")
			.param("tenant", tenant.tenant())
			.param("requests", requests)
			.query((row) -> {
				UUID id = row.getObject("id", UUID.class);
				Instant since = Timestamps.read(row, "since");
				boolean due = row.getInt("may") == 1 && Timestamps.read(row, "closed_at") != null
						&& since.isBefore(before);
				if (!due) {
					kept.put(id, Removal.left("it is not due any more"));
				}
				else if (row.getInt("there") == 1) {
					kept.remove(id);
				}
			});
		this.holds.of(tenant.tenant(), requests.stream().filter((request) -> !kept.containsKey(request)).toList())
			.forEach((request, hold) -> kept.put(request, Removal.held(hold)));
		return kept;
	}

	/**
	 * The same for things that are requests.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public Map<UUID, Removal> kept(Kind kind, Tenant tenant, Keep keep, List<Due> things) {
		return kept(kind, tenant, keep, things.stream().map(Due::request).distinct().toList());
	}

	/**
	 * Removes what is due of things that are requests.
	 * @param removal removes what goes of these requests; not asked where nothing does
	 * @return what became of each thing, in order
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public List<Removal> remove(Kind kind, Tenant tenant, Keep keep, List<Due> things,
			Consumer<Collection<UUID>> removal) {
		Map<UUID, Removal> kept = kept(kind, tenant, keep, things);
		Set<UUID> going = things.stream().map(Due::request).collect(Collectors.toCollection(HashSet::new));
		going.removeAll(kept.keySet());
		if (!going.isEmpty()) {
			removal.accept(going);
		}
		return things.stream().map((thing) -> kept.getOrDefault(thing.request(), Removal.removed())).toList();
	}

	/**
	 * What of a closed request goes.
	 *
	 * @param since the expression from when on it is kept
	 * @param there the condition on which there is something to remove
	 * @param may the condition on which it may go
	 */
	record Kind(String since, String there, String may) {

		static final Kind PLAIN = new Kind("closed_at", "true", "true");

	}

}
