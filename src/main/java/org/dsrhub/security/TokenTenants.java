package org.dsrhub.security;

import java.util.Set;

/**
 * Which of the hub's tenants an Entra tenant is.
 */
@FunctionalInterface
public interface TokenTenants {

	/**
	 * The names of the tenants with this Entra tenant id, none if there is no such.
	 */
	Set<String> of(String entraTenantId);

}
