package org.dsrhub.retention;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.dsrhub.retention.OldRows.Kind;
import org.dsrhub.tenant.Tenant;
import org.springframework.stereotype.Component;

/**
 * The category {@code retention-runs}: runs that have ended, with their lists, and holds
 * that were lifted. A run that removed something stays until its record is in the
 * tenant's container.
 */
@Component
class OldRuns implements Category {

	private static final Kind RUN = new Kind("run/", "retention_run", "ended_at", Kind.NO_REQUEST,
			"dry or stored_at is not null", List.of("update retention_run set of_run = null where of_run in (:ids)",
					"delete from retention_item where run in (:ids)", "delete from retention_run where id in (:ids)"));

	private static final Kind HOLD = new Kind("hold/", "hold", "lifted_at", "request", "true",
			List.of("delete from hold_subject where hold in (:ids)", "delete from hold where id in (:ids)"));

	private final SeveralKinds kinds;

	OldRuns(OldRows rows) {
		this.kinds = new SeveralKinds(rows, List.of(RUN, HOLD));
	}

	@Override
	public String name() {
		return "retention-runs";
	}

	@Override
	public Stream<Due> due(Tenant tenant, Keep keep, Instant now) {
		return this.kinds.due(tenant, keep, now);
	}

	@Override
	public List<Removal> remove(Tenant tenant, Keep keep, List<Due> things) {
		return this.kinds.remove(tenant, keep, things);
	}

}
