package org.dsrhub.security;

import java.util.Set;
import java.util.function.Supplier;

import org.springframework.core.env.Environment;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;

/**
 * Who may read the metrics. They tell of all tenants, so on the door's own port it is an
 * auditor who belongs to none: a login made for it, which opens nothing else. On a
 * management port of its own it is whoever the network lets there.
 */
@Component
class MetricsReaders {

	private final Environment environment;

	MetricsReaders(Environment environment) {
		this.environment = environment;
	}

	AuthorizationDecision decide(Supplier<Authentication> login, RequestAuthorizationContext call) {
		return new AuthorizationDecision(apart(call.getRequest().getLocalPort()) || auditor(login.get()));
	}

	private boolean apart(int port) {
		Integer door = this.environment.getProperty("local.server.port", Integer.class);
		Integer apart = this.environment.getProperty("local.management.port", Integer.class);
		return apart != null && !apart.equals(door) && apart == port;
	}

	private static boolean auditor(Authentication login) {
		return login != null && login.isAuthenticated() && login.getPrincipal() instanceof Login known
				&& known.caller().hasAny(Set.of(Role.AUDITOR)) && known.caller().tenants().isEmpty();
	}

}
