package org.dsrhub.tenant;

import java.util.List;

import org.dsrhub.configuration.InvalidConfiguration;
import org.dsrhub.security.Logins;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Holds the users against the configured tenants at the start: a mistyped tenant would
 * otherwise only show as things that are not there.
 */
@Component
@Lazy(false)
class LoginTenants {

	/**
	 * Checks every user.
	 * @throws InvalidConfiguration naming user and tenant
	 */
	LoginTenants(Logins logins, Tenants tenants) {
		List<String> faults = logins.callers()
			.stream()
			.flatMap((caller) -> caller.tenants()
				.stream()
				.sorted()
				.filter((tenant) -> tenants.find(tenant).isEmpty())
				.map((tenant) -> "hub.users, user '%s': there is no tenant '%s'".formatted(caller.name(), tenant)))
			.toList();
		if (!faults.isEmpty()) {
			throw new InvalidConfiguration(String.join(System.lineSeparator(), faults));
		}
	}

}
