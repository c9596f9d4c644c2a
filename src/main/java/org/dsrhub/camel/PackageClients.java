package org.dsrhub.camel;

import com.azure.storage.blob.BlobServiceClient;
import org.apache.camel.CamelContext;
import org.dsrhub.camel.BlobServiceClients.ConnectionString;
import org.dsrhub.camel.BlobServiceClients.Token;
import org.dsrhub.tenant.Credential;
import org.dsrhub.tenant.SecretReference;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.springframework.stereotype.Component;

/**
 * Puts the storage account of each tenant into Camel's registry, under a name of the
 * tenant's own.
 */
@Component
class PackageClients {

	private final AccessTokens tokens;

	PackageClients(Tenants tenants, TenantHttpClients clients, AccessTokens tokens, CamelContext camel) {
		this.tokens = tokens;
		for (Tenant tenant : tenants.all()) {
			if (tenant.container().azure()) {
				camel.getRegistry()
					.bind(name(tenant), BlobServiceClient.class, BlobServiceClients
						.connect(tenant.container().endpoint(), credential(tenant), clients.tls(tenant)));
			}
		}
	}

	/**
	 * The name of a tenant's client in the registry.
	 */
	static String name(Tenant tenant) {
		return "packages-" + tenant.tenant();
	}

	private BlobServiceClients.Credential credential(Tenant tenant) {
		return tenant
			.containerLogin().<BlobServiceClients
					.Credential>map((login) -> new Token(this.tokens.storage(tenant, login)))
			.orElseGet(() -> new ConnectionString(
					SecretReference.resolve(((Credential.ConnectionString) tenant.container().credential()).value())));
	}

}
