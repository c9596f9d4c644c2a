package org.dsrhub.security;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * Who is calling.
 */
@Component
public class Callers {

	/**
	 * The login on whose behalf this thread works.
	 * @throws IllegalStateException if there is none
	 */
	public Caller current() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		if (authentication != null && authentication.getPrincipal() instanceof Login login) {
			return login.caller();
		}
		throw new IllegalStateException("no login came with this call");
	}

}
