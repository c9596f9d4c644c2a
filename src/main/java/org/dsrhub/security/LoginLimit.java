package org.dsrhub.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.dsrhub.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Stops who guesses passwords or tokens, before the next guess costs the hub a digest.
 */
class LoginLimit extends OncePerRequestFilter {

	private static final Logger log = LoggerFactory.getLogger(LoginLimit.class);

	private final LoginAttempts attempts;

	LoginLimit(LoginAttempts attempts) {
		this.attempts = attempts;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return request.getHeader(HttpHeaders.AUTHORIZATION) == null;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String address = request.getRemoteAddr();
		String name = name(request.getHeader(HttpHeaders.AUTHORIZATION));
		Duration wait = this.attempts.wait(address, name);
		if (!wait.isZero()) {
			response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait.toSeconds() + 1)));
			Problem.of(429, "too many failed logins; wait as long as Retry-After says").writeTo(response);
			return;
		}
		chain.doFilter(request, response);
		if (response.getStatus() == HttpServletResponse.SC_UNAUTHORIZED) {
			if (this.attempts.failed(address, name)) {
				log.warn("event=login-limited address={}", address);
			}
		}
		else {
			this.attempts.succeeded(address, name);
		}
	}

	/**
	 * The user's name, or what a bearer counts as; never the secret.
	 */
	private static String name(String authorization) {
		List<String> parts = List.of(authorization.split(" ", 2));
		if (parts.size() < 2 || !parts.get(0).equalsIgnoreCase("Basic")) {
			return "";
		}
		try {
			String login = new String(Base64.getDecoder().decode(parts.get(1).strip()), StandardCharsets.UTF_8);
			return login.substring(0, Math.max(0, login.indexOf(':')));
		}
		catch (IllegalArgumentException ex) {
			return "";
		}
	}

}
