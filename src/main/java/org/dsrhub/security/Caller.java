package org.dsrhub.security;

import java.util.Collection;
import java.util.Set;

/**
 * On whose authority something is asked: a login, or the principal configured for a
 * folder.
 *
 * @param name the login's name, as the evidence shows it
 * @param roles what it may do
 * @param tenants whose things it may see
 */
public record Caller(String name, Set<Role> roles, Set<String> tenants) {

	public Caller {
		roles = Set.copyOf(roles);
		tenants = Set.copyOf(tenants);
	}

	public boolean mayEnter(String tenant) {
		return this.tenants.contains(tenant);
	}

	public boolean hasAny(Collection<Role> wanted) {
		return wanted.stream().anyMatch(this.roles::contains);
	}

}
