package org.dsrhub.database;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which tenants have rows that are due, however many rows there are: the index on tenant
 * and column is read from one tenant to the next, never row by row.
 */
interface DueTenants {

	List<String> of(String table, String due, OffsetDateTime until);

	/**
	 * On PostgreSQL: one statement.
	 */
	static DueTenants postgresql(JdbcClient jdbc) {
		return (table, due, until) -> jdbc
			.sql("""
					with recursive tenants (tenant) as (
					  (select tenant from %1$s order by tenant limit 1)
					  union all
					  select (select queue.tenant from %1$s queue where queue.tenant > tenants.tenant order by queue.tenant limit 1)
					  from tenants where tenants.tenant is not null)
					select tenant from tenants where tenant is not null
					and exists (select 1 from %1$s queue where queue.tenant = tenants.tenant and queue.%2$s between ? and ?)"""
				.formatted(table, due))
			.params(Timestamps.of(Instant.EPOCH), until)
			.query(String.class)
			.list();
	}

	/**
	 * On H2, within the hub's own process: statement by statement. Where a tenant must be
	 * greater than another one, H2 reads all rows of that one first; a name and a sign
	 * below every sign of a name leads behind them.
	 */
	static DueTenants h2(JdbcClient jdbc) {
		return (table, due, until) -> {
			List<String> tenants = new ArrayList<>();
			for (Optional<String> tenant = next(jdbc, table, ""); tenant
				.isPresent(); tenant = next(jdbc, table, tenant.get() + "!")) {
				if (!jdbc.sql(
						"select tenant from %1$s where tenant = ? and %2$s between ? and ? order by tenant, %2$s limit 1"
							.formatted(table, due))
					.params(tenant.get(), Timestamps.of(Instant.EPOCH), until)
					.query(String.class)
					.list()
					.isEmpty()) {
					tenants.add(tenant.get());
				}
			}
			return tenants;
		};
	}

	private static Optional<String> next(JdbcClient jdbc, String table, String from) {
		return jdbc.sql("select tenant from %s where tenant >= ? order by tenant limit 1".formatted(table))
			.param(from)
			.query(String.class)
			.optional();
	}

}
