package org.dsrhub.retention;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.dsrhub.tenant.Tenant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Holds of a tenant as a whole; while there is any, nothing of it is removed.
 */
@Component
class HoldsInForce implements HeldThings {

	private final JdbcClient jdbc;

	HoldsInForce(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	public Map<Due, String> held(Tenant tenant, List<Due> things) {
		long holds = this.jdbc.sql("select count(*) from hold where tenant = ? and lifted_at is null")
			.param(tenant.tenant())
			.query(Long.class)
			.single();
		return (holds == 0) ? Map.of()
				: things.stream().collect(Collectors.toMap(Function.identity(), (thing) -> "held"));
	}

}
