package org.dsrhub.security;

import java.time.Duration;

import org.springframework.security.core.AuthenticationException;

/**
 * Too many logins failed; this one was not looked at.
 */
class LoginLimited extends AuthenticationException {

	private final Duration wait;

	LoginLimited(Duration wait) {
		super("too many failed logins");
		this.wait = wait;
	}

	/**
	 * How long until one more is looked at.
	 */
	Duration untilNext() {
		return this.wait;
	}

}
