package org.dsrhub.database;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which tenants have rows that are due, and in which places, however many rows there are:
 * the index on tenant and column, or on tenant, source and column, is read from one
 * tenant or source to the next, never row by row.
 */
interface DueTenants {

	List<String> of(Queue queue, OffsetDateTime until);

	/**
	 * Of a queue whose rows have sources.
	 */
	List<Place> places(Queue queue, List<String> tenants, OffsetDateTime until);

	/**
	 * On PostgreSQL: one statement.
	 */
	record Postgresql(JdbcClient jdbc) implements DueTenants {

		@Override
		public List<String> of(Queue queue, OffsetDateTime until) {
			return this.jdbc.sql(queue
				.sql("""
						with recursive tenants (tenant) as (
						  (select tenant from %1$s order by tenant limit 1)
						  union all
						  select (select queue.tenant from %1$s queue where queue.tenant > tenants.tenant order by queue.tenant limit 1)
						  from tenants where tenants.tenant is not null)
						select tenant from tenants where tenant is not null
						and exists (select 1 from %1$s queue where queue.tenant = tenants.tenant and queue.%2$s between ? and ?)"""))
				.params(Timestamps.of(Instant.EPOCH), until)
				.query(String.class)
				.list();
		}

		@Override
		public List<Place> places(Queue queue, List<String> tenants, OffsetDateTime until) {
			return this.jdbc
				.sql(queue
					.sql("""
							with recursive places (tenant, source) as (
							  select named.tenant, (select queue.source from %1$s queue where queue.tenant = named.tenant
							    order by queue.tenant, queue.source limit 1)
							  from unnest(string_to_array(?, ' ')) as named (tenant)
							  union all
							  select places.tenant, (select queue.source from %1$s queue where queue.tenant = places.tenant
							    and queue.source > places.source order by queue.tenant, queue.source limit 1)
							  from places where places.source is not null)
							select tenant, source from places where source is not null
							and exists (select 1 from %1$s queue where queue.tenant = places.tenant and queue.source = places.source
							  and queue.%2$s between ? and ?)"""))
				.params(String.join(" ", tenants), Timestamps.of(Instant.EPOCH), until)
				.query((row, number) -> new Place(row.getString("tenant"), row.getString("source")))
				.list();
		}

	}

	/**
	 * On H2, within the hub's own process: statement by statement. Where a tenant must be
	 * greater than another one, H2 reads all rows of that one first; a name and a sign
	 * below every sign of a name leads behind them.
	 */
	record H2(JdbcClient jdbc) implements DueTenants {

		private static final String BEHIND = "!";

		@Override
		public List<String> of(Queue queue, OffsetDateTime until) {
			String next = queue.sql("select tenant from %1$s where tenant >= ? order by tenant limit 1");
			String due = queue
				.sql("select tenant from %1$s where tenant = ? and %2$s between ? and ? order by tenant, %2$s limit 1");
			List<String> tenants = new ArrayList<>();
			for (Optional<String> tenant = first(next, ""); tenant
				.isPresent(); tenant = first(next, tenant.get() + BEHIND)) {
				first(due, tenant.get(), Timestamps.of(Instant.EPOCH), until).ifPresent(tenants::add);
			}
			return tenants;
		}

		@Override
		public List<Place> places(Queue queue, List<String> tenants, OffsetDateTime until) {
			String next = queue
				.sql("select source from %1$s where tenant = ? and source >= ? order by tenant, source limit 1");
			String due = queue.sql("select source from %1$s where tenant = ? and source = ? and %2$s between ? and ? "
					+ "order by tenant, source, %2$s limit 1");
			List<Place> places = new ArrayList<>();
			for (String tenant : tenants) {
				for (Optional<String> source = first(next, tenant, ""); source
					.isPresent(); source = first(next, tenant, source.get() + BEHIND)) {
					first(due, tenant, source.get(), Timestamps.of(Instant.EPOCH), until)
						.ifPresent((found) -> places.add(new Place(tenant, found)));
				}
			}
			return places;
		}

		private Optional<String> first(String sql, Object... values) {
			return this.jdbc.sql(sql).params(values).query(String.class).optional();
		}

	}

}
