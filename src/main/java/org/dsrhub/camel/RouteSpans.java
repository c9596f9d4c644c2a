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
class RouteSpans extends SendingEvents {

	private static final Set<String> ROUTES = Set.of("request-identify", "request-plan", "request-fulfil",
			"package-assemble", "task-collect", "task-change", "task-ask", "task-advance");

	private static final Pattern INSIDE = Pattern.compile("(?:direct|seda|kamelet):(?://)?([a-z0-9-]+).*");

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
		// What was broken off within it has no end of its own.
		while (ended != null && ended.endpoint() != endpoint) {
			ended = ended.outer();
		}
		if (ended != null) {
			exchange.setProperty(RUNNING, ended.outer());
			add(exchange, ended);
		}
	}

	private void add(Exchange exchange, Running ended) {
		RequestRow request = request(exchange);
		Map<String, Object> attributes = new LinkedHashMap<>();
		attributes.put("dsrhub.tenant", request.tenant());
		attributes.put("dsrhub.right", request.right().label());
		boolean call = !INSIDE.matcher(ended.endpoint().getEndpointBaseUri()).matches();
		(call ? called(exchange) : source(exchange)).ifPresent((source) -> attributes.put("dsrhub.source", source));
		boolean failed = exchange.getException() != null;
		if (failed) {
			attributes.put("error.type", exchange.getException().getClass().getSimpleName());
		}
		else if (call) {
			failed = refused(exchange, attributes);
		}
		if (call && ended.endpoint() instanceof HttpEndpoint http) {
			attributes.put("server.address", http.getHttpUri().getHost());
			if (http.getHttpMethod() != null) {
				attributes.put("http.request.method", http.getHttpMethod().name());
			}
		}
		this.spans.add(new RequestSpan(request.id(), ended.id(),
				(ended.outer() != null) ? ended.outer().id() : RequestSpan.rootId(request.id()), ended.name(),
				ended.from(), this.clock.instant(), call, failed, attributes));
	}

	/**
	 * What a span for this endpoint is named; empty if it gets none.
	 */
	private static Optional<String> name(Exchange exchange, Endpoint endpoint, Running outer) {
		Matcher inside = INSIDE.matcher(endpoint.getEndpointBaseUri());
		if (!inside.matches()) {
			return (outer != null) ? Optional.of(named("call", called(exchange))) : Optional.empty();
		}
		String name = inside.group(1);
		boolean told = ROUTES.contains(name) || name.startsWith(STORES);
		return (told && request(exchange) != null) ? Optional.of(named(name, source(exchange))) : Optional.empty();
	}

	private static String named(String name, Optional<String> source) {
		return source.map((one) -> name + " " + one).orElse(name);
	}

	private static boolean refused(Exchange exchange, Map<String, Object> attributes) {
		Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
		if (status == null) {
			return false;
		}
		attributes.put("http.response.status_code", status);
		return status >= 400;
	}

	/** The source of a task. */
	private static Optional<String> source(Exchange exchange) {
		return (exchange.getVariable("task") instanceof TaskWork task) ? Optional.of(task.source().source())
				: Optional.empty();
	}

	/**
	 * What is asked: a task's source, or else the directory; nothing where a package is
	 * stored.
	 */
	private static Optional<String> called(Exchange exchange) {
		return source(exchange).or(() -> (exchange.getVariable("fetch") instanceof Call call)
				? Optional.of(call.source()) : Optional.empty());
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
