package org.dsrhub.security;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads each header and parameter once, while a call can still be refused. The firewall
 * looks at one only when it is read, and a route reads them on a thread of its own, where
 * a refusal would be an error of the hub's and a line of the caller's in the log. Comes
 * last: when the body has been taken in, a parameter is one of the query.
 */
@Component
@Order
class EarlyRefusal extends OncePerRequestFilter {

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		request.getHeaderNames()
			.asIterator()
			.forEachRemaining((name) -> request.getHeaders(name).asIterator().forEachRemaining((value) -> {
			}));
		request.getParameterMap();
		chain.doFilter(request, response);
	}

}
