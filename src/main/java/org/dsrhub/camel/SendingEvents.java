package org.dsrhub.camel;

import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSentEvent;
import org.apache.camel.support.EventNotifierSupport;

/**
 * Hears of exchanges that are sent somewhere and of nothing else.
 */
abstract class SendingEvents extends EventNotifierSupport {

	SendingEvents() {
		setIgnoreCamelContextEvents(true);
		setIgnoreCamelContextInitEvents(true);
		setIgnoreRouteEvents(true);
		setIgnoreServiceEvents(true);
		setIgnoreStepEvents(true);
		setIgnoreExchangeAsyncProcessingStartedEvents(true);
		setIgnoreExchangeCreatedEvent(true);
		setIgnoreExchangeCompletedEvent(true);
		setIgnoreExchangeFailedEvents(true);
		setIgnoreExchangeRedeliveryEvents(true);
	}

	@Override
	public boolean isEnabled(CamelEvent event) {
		// Camel times a call only if somebody has listened to its beginning.
		return event instanceof ExchangeSendingEvent || event instanceof ExchangeSentEvent;
	}

}
