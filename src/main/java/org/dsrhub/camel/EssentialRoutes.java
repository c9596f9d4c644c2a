package org.dsrhub.camel;

import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether this node can carry requests from door to answer. A route that only some need,
 * or a vendor or mailbox that one tenant cannot reach, takes no node out of service; the
 * whole health, {@code /actuator/health}, tells of those too.
 */
@Component("essentialRoutes")
class EssentialRoutes implements HealthIndicator {

	private final CamelContext camel;

	EssentialRoutes(CamelContext camel) {
		this.camel = camel;
	}

	@Override
	public Health health() {
		boolean carried = this.camel.isStarted() && RouteGuard.ESSENTIAL.stream()
			.map((route) -> this.camel.getRouteController().getRouteStatus(route))
			// A door's paths have an id and are no route.
			.allMatch((status) -> status == null || status == ServiceStatus.Started);
		return (carried ? Health.up() : Health.down()).build();
	}

}
