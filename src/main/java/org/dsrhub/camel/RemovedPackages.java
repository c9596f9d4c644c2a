package org.dsrhub.camel;

import java.util.UUID;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.dsrhub.configuration.DiskFault;
import org.dsrhub.packaging.PackageNames;
import org.dsrhub.retention.PackageStore;
import org.dsrhub.retention.Removal;
import org.dsrhub.tenant.Tenant;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Removes packages from where each tenant keeps them.
 */
@Component
class RemovedPackages implements PackageStore {

	private final ObjectProvider<ProducerTemplate> camel;

	private final Kamelets kamelets;

	/**
	 * @param camel asked for when it is needed: Camel's routes need what removes here
	 */
	RemovedPackages(ObjectProvider<ProducerTemplate> camel, Kamelets kamelets) {
		this.camel = camel;
		this.kamelets = kamelets;
	}

	@Override
	public Removal remove(Tenant tenant, UUID request, int revision) {
		Exchange done = this.camel.getObject().send(this.kamelets.remove(tenant), (exchange) -> {
			exchange.setVariable("packagePath", PackageNames.folder(tenant.tenant(), request));
			exchange.setVariable("packageRevision", revision);
		});
		Exception fault = done.getException();
		if (fault == null) {
			return done.getMessage().getBody(Removal.class);
		}
		return Removal.failed(DiskFault.behind(fault)
			.map(Throwable::getMessage)
			.orElseGet(() -> "the container cannot be reached: " + fault.getClass().getSimpleName()));
	}

}
