package org.dsrhub.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.dsrhub.database.Timestamps;
import org.dsrhub.database.Transactions;
import org.dsrhub.request.IdentifierRemoval;
import org.dsrhub.tenant.Tenant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The category {@code identifiers}: whatever in a closed request's rows names a person.
 * Not that of a restriction that was not lifted: the lift is made by those identifiers.
 */
@Component
class OldIdentifiers implements Category {

	private static final ClosedRequests.Kind KIND = new ClosedRequests.Kind("closed_at",
			"identifiers_removed_at is null",
			"not exists (select 1 from sealed where sealed.request = request.id and %s)"
				.formatted(ClosedRequests.UNLIFTED));

	private final ClosedRequests requests;

	private final Transactions transactions;

	private final IdentifierRemoval identifiers;

	private final JdbcClient jdbc;

	private final Clock clock;

	OldIdentifiers(ClosedRequests requests, Transactions transactions, IdentifierRemoval identifiers, JdbcClient jdbc,
			Clock clock) {
		this.requests = requests;
		this.transactions = transactions;
		this.identifiers = identifiers;
		this.jdbc = jdbc;
		this.clock = clock;
	}

	@Override
	public String name() {
		return "identifiers";
	}

	@Override
	public Stream<Due> due(Tenant tenant, Keep keep, Instant now) {
		return this.requests.due(KIND, tenant, keep, now);
	}

	@Override
	public List<Removal> remove(Tenant tenant, Keep keep, List<Due> things) {
		return this.transactions
			.run(() -> this.requests.remove(KIND, tenant, keep, things, (going) -> going.forEach(this::remove)));
	}

	private void remove(UUID request) {
		this.identifiers.replace(request);
		// Links to pages, paths of records and a person's own words name people, too.
		this.jdbc.sql("update task set progress = null, change = null, note = null where request = ?")
			.param(request)
			.update();
		this.jdbc.sql("update request set identifiers_removed_at = ? where id = ?")
			.params(Timestamps.of(this.clock.instant()), request)
			.update();
	}

}
