package org.dsrhub.retention;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.dsrhub.retention.OldRows.Kind;
import org.dsrhub.tenant.Tenant;
import org.springframework.stereotype.Component;

/**
 * The category {@code idempotency-keys}: what calls that were sent again were known by,
 * each under its receipt. A call that comes again later is filed anew, and is a duplicate
 * only as every other filing is.
 */
@Component
class OldFilingKeys implements Category {

	private static final Kind KEY = new Kind("", "filing_key", "receipt", "at",
			"coalesce((select request from duplicate where duplicate.id = filing_key.receipt), filing_key.receipt)",
			"0", "true", List.of("delete from filing_key where tenant = :tenant and receipt in (:ids)"),
			UUID::fromString);

	private final OldRows rows;

	OldFilingKeys(OldRows rows) {
		this.rows = rows;
	}

	@Override
	public String name() {
		return "idempotency-keys";
	}

	@Override
	public Stream<Due> due(Tenant tenant, Keep keep, Instant now) {
		return this.rows.due(KEY, tenant, keep, now);
	}

	@Override
	public List<Removal> remove(Tenant tenant, Keep keep, List<Due> things) {
		return this.rows.remove(KEY, tenant, keep, things);
	}

}
