package org.dsrhub.camel;

import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.support.ScheduledPollConsumer;
import org.dsrhub.node.DrainBegun;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Looks into no inbox and no mailbox any more once this node leaves.
 */
@Component
class PollsEnd {

	private final CamelContext camel;

	PollsEnd(CamelContext camel) {
		this.camel = camel;
	}

	@EventListener(DrainBegun.class)
	void end() {
		this.camel.getRoutes()
			.stream()
			.map(Route::getConsumer)
			.filter(ScheduledPollConsumer.class::isInstance)
			.map(ScheduledPollConsumer.class::cast)
			.forEach(ScheduledPollConsumer::suspend);
	}

}
