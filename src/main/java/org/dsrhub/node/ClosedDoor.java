package org.dsrhub.node;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.dsrhub.problem.Problem;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Asks callers to come again while this node has no routes: until it is ready, and from
 * when it has given back what it was at. Without it nothing would be there for them
 * (404), which reads as if they called in vain.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE - 1)
class ClosedDoor extends OncePerRequestFilter {

	private static final String SECONDS = "5";

	private final Drain drain;

	private volatile boolean ready;

	ClosedDoor(Drain drain) {
		this.drain = drain;
	}

	@EventListener(ApplicationReadyEvent.class)
	void open() {
		this.ready = true;
	}

	/**
	 * Probes are answered all the time.
	 */
	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return request.getRequestURI().startsWith("/actuator/");
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (this.ready && !this.drain.over()) {
			chain.doFilter(request, response);
		}
		else {
			response.setHeader("Retry-After", SECONDS);
			Problem.of(503).writeTo(response);
		}
	}

}
