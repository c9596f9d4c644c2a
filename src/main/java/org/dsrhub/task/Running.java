package org.dsrhub.task;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

import org.dsrhub.database.Place;
import org.dsrhub.database.Timestamps;
import org.dsrhub.source.Catalogue;
import org.dsrhub.task.Circuits.Leave;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How many tasks of a tenant and source may run at once: no more, on all nodes together,
 * than their limits say, and none while the service rests.
 */
@Component
class Running {

	private final JdbcClient jdbc;

	private final Tenants tenants;

	private final Catalogue catalogue;

	private final Circuits circuits;

	Running(JdbcClient jdbc, Tenants tenants, Catalogue catalogue, Circuits circuits) {
		this.jdbc = jdbc;
		this.tenants = tenants;
		this.catalogue = catalogue;
		this.circuits = circuits;
	}

	/**
	 * The limits as they are now, for one claim.
	 */
	RunningLimits limits(Instant now) {
		return new RunningLimits(troubled(now), this::leave, this::limit);
	}

	/**
	 * The places whose circuits do not say that all is well.
	 */
	private Set<Place> troubled(Instant now) {
		return new HashSet<>(
				this.jdbc.sql("select tenant, source from circuit where opened_at is not null or rests_until > ?")
					.param(Timestamps.of(now))
					.query((row, number) -> new Place(row.getString("tenant"), row.getString("source")))
					.list());
	}

	private Leave leave(Place place) {
		// Without its tenant's file a task is claimed, to say so.
		return this.tenants.find(place.tenant())
			.map((tenant) -> this.circuits.leave(tenant, place.source()))
			.orElse(Leave.ALL);
	}

	private int limit(Place place) {
		int own = this.catalogue.find(place.source())
			.map((source) -> source.collect().concurrency())
			.orElse(Integer.MAX_VALUE);
		return this.tenants.find(place.tenant())
			.map(Tenant::limits)
			.map((limits) -> Math.min(limits.concurrency(), own))
			.orElse(own);
	}

}
