package org.dsrhub.security;

import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;

/**
 * Looks at users' passwords as often as the limits allow: a digest costs a tenth of a
 * second, a refusal nothing.
 */
class PasswordLogins implements AuthenticationManager {

	private final AuthenticationManager users;

	private final LoginAttempts attempts;

	PasswordLogins(AuthenticationManager users, LoginAttempts attempts) {
		this.users = users;
		this.attempts = attempts;
	}

	@Override
	public Authentication authenticate(Authentication login) {
		return this.attempts.password(Network.of(login), login.getName(), () -> this.users.authenticate(login));
	}

}
