package org.dsrhub.tenant;

import java.util.Set;
import java.util.stream.Collectors;

import org.dsrhub.security.TokenTenants;
import org.springframework.stereotype.Component;

/**
 * Finds tenants by the {@code entraTenantId} of their files.
 */
@Component
class EntraTenants implements TokenTenants {

	private final Tenants tenants;

	EntraTenants(Tenants tenants) {
		this.tenants = tenants;
	}

	@Override
	public Set<String> of(String entraTenantId) {
		return this.tenants.all()
			.stream()
			.filter((tenant) -> tenant.entraTenantId().toString().equalsIgnoreCase(entraTenantId))
			.map(Tenant::tenant)
			.collect(Collectors.toUnmodifiableSet());
	}

}
