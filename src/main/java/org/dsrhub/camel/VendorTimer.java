package org.dsrhub.camel;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSentEvent;
import org.dsrhub.task.Fulfilment;
import org.dsrhub.tenant.Tenant;
import org.springframework.stereotype.Component;

/**
 * Times each call of a Kamelet to a service, by tenant, source and what was answered.
 * Camel tells of every call, so a Kamelet has nothing to do for it.
 */
@Component
class VendorTimer extends SendingEvents {

	private static final Set<String> INSIDE = Set.of("kamelet", "direct", "seda");

	private static final Duration[] LIMITS = { Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(1),
			Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30),
			Duration.ofSeconds(60) };

	private final MeterRegistry meters;

	VendorTimer(MeterRegistry meters) {
		this.meters = meters;
	}

	@Override
	public void notify(CamelEvent event) {
		if (event instanceof ExchangeSentEvent sent
				&& !INSIDE.contains(sent.getEndpoint().getEndpointBaseUri().split(":", 2)[0])) {
			called(sent.getExchange()).ifPresent((called) -> Timer.builder("dsrhub.vendor.call")
				.serviceLevelObjectives(LIMITS)
				.tags(called)
				.tag("status", status(sent.getExchange()))
				.register(this.meters)
				.record(Duration.ofMillis(sent.getTimeTaken())));
		}
	}

	/**
	 * Whose service is called, to read it or to change it; empty for anything else.
	 */
	private static Optional<Tags> called(Exchange exchange) {
		if (exchange.getVariable("fetch") instanceof Call fetch) {
			return Optional.of(tags(fetch.tenant(), fetch.source()));
		}
		return (exchange.getVariable("fulfilment") instanceof Fulfilment change)
				? Optional.of(tags(change.tenant(), change.source().source())) : Optional.empty();
	}

	private static Tags tags(Tenant tenant, String source) {
		return Tags.of("tenant", tenant.tenant(), "source", source);
	}

	/**
	 * The class of an HTTP status, 429 by itself; {@code ok} from a service that has no
	 * such status, {@code none} if no answer came.
	 */
	private static String status(Exchange exchange) {
		if (exchange.getException() != null) {
			return "none";
		}
		Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
		if (status == null) {
			return "ok";
		}
		return (status == 429) ? "429" : status / 100 + "xx";
	}

}
