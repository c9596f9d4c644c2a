package org.dsrhub.camel;

import org.apache.camel.Exchange;
import org.dsrhub.packaging.AssembledPackage;
import org.dsrhub.packaging.Packages;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.Work;
import org.dsrhub.task.ClosedStaging;
import org.dsrhub.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The steps of the routes {@code package-assemble} and {@code package-read}.
 */
@Component("packageSteps")
class PackageSteps {

	private static final Logger log = LoggerFactory.getLogger(PackageSteps.class);

	private final Packages packages;

	private final ClosedStaging staging;

	private final Tenants tenants;

	private final Kamelets kamelets;

	PackageSteps(Packages packages, ClosedStaging staging, Tenants tenants, Kamelets kamelets) {
		this.packages = packages;
		this.staging = staging;
		this.tenants = tenants;
		this.kamelets = kamelets;
	}

	/**
	 * Sets the body to the files to store and the variable {@code store} to where.
	 */
	void assemble(Exchange exchange) {
		RequestRow request = exchange.getVariable("request", RequestRow.class);
		AssembledPackage assembled = this.packages.assemble(exchange.getVariable("work", Work.class), request);
		exchange.setVariable("assembled", assembled);
		exchange.setVariable("store", this.kamelets.store(this.tenants.get(request.tenant())));
		exchange.getMessage().setBody(assembled.files(request.tenant(), request.id()));
	}

	/**
	 * The package is stored and verified: the request is closed and its staging goes.
	 */
	void stored(Exchange exchange) {
		RequestRow request = exchange.getVariable("request", RequestRow.class);
		AssembledPackage assembled = exchange.getVariable("assembled", AssembledPackage.class);
		log.info("event=packaged request={} tenant={} package={} bytes={} sha256={}", request.id(), request.tenant(),
				assembled.files(request.tenant(), request.id()).get(0).path(), assembled.bytes(), assembled.sha256());
		if (this.packages.stored(exchange.getVariable("work", Work.class), request, assembled)) {
			this.staging.remove(request.tenant(), request.id());
		}
	}

}
