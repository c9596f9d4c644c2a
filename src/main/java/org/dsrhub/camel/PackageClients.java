package org.dsrhub.camel;

import com.azure.storage.blob.BlobServiceClient;
import org.apache.camel.CamelContext;
import org.dsrhub.camel.BlobServiceClients.ConnectionString;
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

	PackageClients(Tenants tenants, CamelContext camel) {
		for (Tenant tenant : tenants.all()) {
			if ("azure".equals(tenant.container().kind())) {
				camel.getRegistry()
					.bind("packages-" + tenant.tenant(), BlobServiceClient.class,
							BlobServiceClients.connect(tenant.container().endpoint(),
									new ConnectionString(
											SecretReference.resolve(tenant.container().credential().value())),
									Trust.context(tenant.trust())));
			}
		}
	}

}
