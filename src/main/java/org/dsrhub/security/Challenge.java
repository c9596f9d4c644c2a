package org.dsrhub.security;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.dsrhub.problem.Problem;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/**
 * Answers who did not get in: 401, and how to log in here (RFC 9110, section 11.6.1; RFC
 * 6750, section 3); 429 after too many failures; 503 while the issuer does not answer.
 */
class Challenge implements AuthenticationEntryPoint {

	static final Challenge PASSWORDS = new Challenge("Basic realm=\"DSR Hub\", charset=\"UTF-8\"",
			"log in with a configured user's name and password (HTTP Basic)");

	static final Challenge TOKENS = new Challenge("Bearer realm=\"DSR Hub\"",
			"send a valid token of the configured issuer (Authorization: Bearer)");

	private final String scheme;

	private final Problem problem;

	private Challenge(String scheme, String advice) {
		this.scheme = scheme;
		this.problem = Problem.of(401, advice);
	}

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException fault)
			throws IOException {
		if (fault instanceof LoginLimited limited) {
			response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(limited.untilNext().toSeconds() + 1));
			Problem.of(429, "too many logins failed; wait as long as Retry-After says").writeTo(response);
		}
		else if (fault instanceof TokenLogins.IssuerUnknown) {
			response.setHeader(HttpHeaders.RETRY_AFTER, "30");
			Problem.of(503, "the issuer of tokens does not answer the hub; try again later").writeTo(response);
		}
		else {
			response.setHeader(HttpHeaders.WWW_AUTHENTICATE, (fault instanceof OAuth2AuthenticationException)
					? this.scheme + ", error=\"invalid_token\"" : this.scheme);
			this.problem.writeTo(response);
		}
	}

}
