package org.dsrhub.camel;

import java.util.Objects;

import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.hc.core5.io.CloseMode;
import org.dsrhub.node.DrainOver;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Breaks off the calls to services that are on their way when this node must end: Camel
 * would wait for them without an end.
 */
@Component
class CallsEnd {

	private final CamelContext camel;

	CallsEnd(CamelContext camel) {
		this.camel = camel;
	}

	@EventListener(DrainOver.class)
	void end() {
		this.camel.getEndpoints()
			.stream()
			.filter(HttpEndpoint.class::isInstance)
			.map((endpoint) -> ((HttpEndpoint) endpoint).getClientConnectionManager())
			.filter(Objects::nonNull)
			.forEach((connections) -> connections.close(CloseMode.IMMEDIATE));
	}

}
