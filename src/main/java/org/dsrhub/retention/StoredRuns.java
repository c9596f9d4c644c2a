package org.dsrhub.retention;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;

import org.dsrhub.tenant.Tenant;

/**
 * The records of runs that lie in a tenant's container.
 */
public interface StoredRuns {

	/**
	 * Which runs there are records of.
	 * @throws IOException if the container cannot be asked
	 */
	List<UUID> list(Tenant tenant) throws IOException;

	/**
	 * Opens a record.
	 * @throws IOException if the container does not give it
	 */
	InputStream open(Tenant tenant, UUID run) throws IOException;

}
