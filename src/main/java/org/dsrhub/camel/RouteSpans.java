package org.dsrhub.camel;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSentEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.dsrhub.observation.RequestSpan;
import org.dsrhub.observation.Spans;
import org.dsrhub.observation.TracesOn;
import org.dsrhub.request.RequestRow;
import org.dsrhub.task.TaskWork;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Adds to the trace of a request what a node does for it: a span for each run of a route
 * that has to do with one, by the route's name, and in it one for each call to a service.
 * Camel tells of every call, so a route has nothing to do for it. Of an address only the
 * host is told, since paths and queries may name a person.
 */
@Component
@TracesOn
@Profile("!check")
class RouteSpans extends EventNotifierSupport {

	private static final Set<String> ROUTES = Set.of("request-identify", "request-plan", "request-fulfil",
			"package-assemble", "task-collect", "task-change", "task-ask", "task-advance");

	private static final Pattern INSIDE = Pattern.compile("(direct|seda|kamelet):(?://)?([a-z0-9-]+).*");

	private static final String STORES = "package-store-";

	/**
	 * The property of an exchange that holds what is going on in it.
	 */
	private static final String RUNNING = "hubRunning";

	private final Spans spans;

	private final Clock clock;

	RouteSpans(Spans spans, Clock clock) {
		this.spans = spans;
		this.clock = clock;
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
		return event instanceof ExchangeSendingEvent || event instanceof ExchangeSentEvent;
	}

	@Override
	public void notify(CamelEvent event) {
		if (event instanceof ExchangeSendingEvent sending) {
			begin(sending.getExchange(), sending.getEndpoint());
		}
		else if (event instanceof ExchangeSentEvent sent) {
			end(sent.getExchange(), sent.getEndpoint());
		}
	}

	private void begin(Exchange exchange, Endpoint endpoint) {
		Running outer = running(exchange);
		name(exchange, endpoint, outer).ifPresent((name) -> exchange.setProperty(RUNNING,
				new Running(RequestSpan.newId(), name, endpoint, this.clock.instant(), outer)));
	}

	private void end(Exchange exchange, Endpoint endpoint) {
		Running ended = running(exchange);
		if (ended != null && ended.endpoint() == endpoint) {
			exchange.setProperty(RUNNING, ended.outer());
			RequestRow request = request(exchange);
			String parent = (ended.outer() != null) ? ended.outer().id() : RequestSpan.rootId(request.id());
			Map<String, Object> attributes = new LinkedHashMap<>();
			attributes.put("dsrhub.tenant", request.tenant());
			attributes.put("dsrhub.right", request.right().label());
			source(exchange).ifPresent((source) -> attributes.put("dsrhub.source", source));
			boolean call = !INSIDE.matcher(endpoint.getEndpointBaseUri()).matches();
			boolean failed = exchange.getException() != null;
			if (failed) {
				attributes.put("error.type", exchange.getException().getClass().getSimpleName());
			}
			if (call) {
				failed |= answer(exchange, endpoint, attributes);
			}
			this.spans.add(new RequestSpan(request.id(), ended.id(), parent, ended.name(), ended.from(),
					this.clock.instant(), call, failed, attributes));
		}
	}

	/**
	 * What a span for this endpoint is named; empty if it gets none.
	 */
	private static Optional<String> name(Exchange exchange, Endpoint endpoint, Running outer) {
		Matcher inside = INSIDE.matcher(endpoint.getEndpointBaseUri());
		if (!inside.matches()) {
			return (outer != null) ? Optional.of(source(exchange).map((source) -> "call " + source).orElse("call"))
					: Optional.empty();
		}
		String name = inside.group(2);
		if (request(exchange) == null || inside.group(1).equals("seda")
				|| !(ROUTES.contains(name) || name.startsWith(STORES))) {
			return Optional.empty();
		}
		return Optional.of(source(exchange).map((source) -> name + " " + source).orElse(name));
	}

	/**
	 * Puts down what a service said.
	 * @return whether it said no
	 */
	private static boolean answer(Exchange exchange, Endpoint endpoint, Map<String, Object> attributes) {
		if (!(endpoint instanceof HttpEndpoint http)) {
			return false;
		}
		attributes.put("server.address", http.getHttpUri().getHost());
		if (http.getHttpMethod() != null) {
			attributes.put("http.request.method", http.getHttpMethod().name());
		}
		Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
		if (exchange.getException() != null || status == null) {
			return false;
		}
		attributes.put("http.response.status_code", status);
		return status >= 400;
	}

	private static Optional<String> source(Exchange exchange) {
		if (exchange.getVariable("task") instanceof TaskWork task) {
			return Optional.of(task.source().source());
		}
		return (exchange.getVariable("fetch") instanceof Call call) ? Optional.of(call.source()) : Optional.empty();
	}

	private static RequestRow request(Exchange exchange) {
		return (exchange.getVariable("task") instanceof TaskWork task) ? task.request()
				: exchange.getVariable("request", RequestRow.class);
	}

	private static Running running(Exchange exchange) {
		return exchange.getProperty(RUNNING, Running.class);
	}

	/**
	 * What has begun and not ended.
	 *
	 * @param outer what it is a part of, or null
	 */
	private record Running(String id, String name, Endpoint endpoint, Instant from, Running outer) {
	}

}
