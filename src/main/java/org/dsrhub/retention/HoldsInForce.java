package org.dsrhub.retention;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.dsrhub.request.HeldSubjects;
import org.dsrhub.tenant.Tenant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What the holds that are in force keep: a tenant's hold everything, a request's hold
 * what belongs to the request, and a subject's hold what belongs to each request of the
 * tenant, whenever filed, that names one of the subject's identifiers, given or
 * identified, strong or weak: better too much than too little.
 */
@Component
class HoldsInForce implements HeldSubjects, HeldThings {

	private static final String OF_REQUESTS = """
			select hold.request, hold.id from hold
			where hold.tenant = :tenant and hold.lifted_at is null and hold.request in (:requests)
			union
			select named.request, hold.id from hold join hold_subject held on held.hold = hold.id
			join request_subject named on named.identifier = held.identifier
			where hold.tenant = :tenant and hold.lifted_at is null and named.request in (:requests)
			order by 1, 2""";

	private final JdbcClient jdbc;

	HoldsInForce(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	public Optional<UUID> hold(UUID request) {
		return this.jdbc.sql("select tenant from request where id = ?")
			.param(request)
			.query(String.class)
			.optional()
			.flatMap((tenant) -> Optional.ofNullable(of(tenant, Set.of(request)).get(request)));
	}

	@Override
	public Map<Due, String> held(Tenant tenant, List<Due> things) {
		Optional<UUID> whole = whole(tenant.tenant());
		if (whole.isPresent()) {
			return things.stream().collect(Collectors.toMap((thing) -> thing, (thing) -> whole.get().toString()));
		}
		Map<UUID, UUID> requests = of(tenant.tenant(),
				things.stream().map(Due::request).filter(Objects::nonNull).collect(Collectors.toSet()));
		return things.stream()
			.filter((thing) -> requests.containsKey(thing.request()))
			.collect(Collectors.toMap((thing) -> thing, (thing) -> requests.get(thing.request()).toString()));
	}

	/**
	 * The holds in force on requests of a tenant, by the request.
	 */
	Map<UUID, UUID> of(String tenant, Collection<UUID> requests) {
		Map<UUID, UUID> holds = new HashMap<>();
		Optional<UUID> whole = whole(tenant);
		if (whole.isPresent()) {
			requests.forEach((request) -> holds.put(request, whole.get()));
		}
		else if (!requests.isEmpty() && any(tenant)) {
			this.jdbc.sql(OF_REQUESTS).param("tenant", tenant).param("requests", requests).query((row) -> {
				holds.putIfAbsent(row.getObject(1, UUID.class), row.getObject(2, UUID.class));
			});
		}
		return holds;
	}

	/**
	 * A hold on the whole tenant.
	 */
	Optional<UUID> whole(String tenant) {
		return this.jdbc
			.sql("select id from hold where tenant = ? and lifted_at is null and whole order by set_at, id limit 1")
			.param(tenant)
			.query(UUID.class)
			.optional();
	}

	/**
	 * Whether there is any in the tenant: most often there is none.
	 */
	boolean any(String tenant) {
		return !this.jdbc.sql("select id from hold where tenant = ? and lifted_at is null limit 1")
			.param(tenant)
			.query(UUID.class)
			.list()
			.isEmpty();
	}

}
