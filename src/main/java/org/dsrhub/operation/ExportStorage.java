package org.dsrhub.operation;

import java.net.URI;
import java.time.Instant;

import org.dsrhub.tenant.Tenant;

/**
 * Where services put what they export: a container for each time that one is begun, so
 * that two people's files never meet.
 */
public interface ExportStorage {

	/**
	 * Makes a container and an address by which files can be put there, and nothing else
	 * be done.
	 * @throws org.dsrhub.source.VendorFault if the account does not let the hub
	 */
	Place open(Tenant tenant, String container);

	/**
	 * The address of the account in which a tenant's containers are.
	 */
	String account(Tenant tenant);

	/**
	 * Removes a container with all that is in it; one that is not there is no fault.
	 * @throws org.dsrhub.source.VendorFault if it cannot be removed now
	 */
	void remove(Tenant tenant, String container);

	/**
	 * A place for files.
	 *
	 * @param address whoever has it can write there
	 * @param expires until when
	 */
	record Place(URI address, Instant expires) {

		@Override
		public String toString() {
			return "Place[]";
		}

	}

}
