package org.dsrhub.retention;

import java.util.UUID;

import org.dsrhub.tenant.Tenant;

/**
 * Where packages are kept, a folder or a storage account.
 */
public interface PackageStore {

	/**
	 * Removes everything of a request from its tenant's container: packages and manifests
	 * of every revision up to this one. The next one may be stored meanwhile.
	 * @return removed or gone only if nothing is left there by any name: no version, no
	 * snapshot, nothing soft-deleted; deferred while the container keeps something, and
	 * failed if it cannot be asked
	 */
	Removal remove(Tenant tenant, UUID request, int revision);

}
