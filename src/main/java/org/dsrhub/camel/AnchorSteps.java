package org.dsrhub.camel;

import java.io.IOException;
import java.util.List;

import org.apache.camel.Exchange;
import org.dsrhub.evidence.Anchors;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * The steps by which the evidence of a tenant is anchored, and the anchors stored in its
 * container.
 */
@Component("anchor")
@Profile("!check")
class AnchorSteps {

	private static final Logger log = LoggerFactory.getLogger(AnchorSteps.class);

	private final Anchors anchors;

	private final Tenants tenants;

	private final Kamelets kamelets;

	private final StoredAnchors stored;

	private final ContainerFile file;

	AnchorSteps(Anchors anchors, Tenants tenants, Kamelets kamelets, StoredAnchors stored, ContainerFile file) {
		this.anchors = anchors;
		this.tenants = tenants;
		this.kamelets = kamelets;
		this.stored = stored;
		this.file = file;
	}

	/**
	 * Anchors what has grown.
	 * @throws IOException if the container cannot be asked what it has; an anchor that
	 * does not follow those there could not be stored
	 */
	void make(Exchange exchange) throws IOException {
		Tenant tenant = this.tenants.get(exchange.getVariable("tenant", String.class));
		try {
			catchUp(tenant);
		}
		catch (IOException ex) {
			log.warn("event=anchor-not-made tenant={} reason=\"its container does not say what it has: {}\"",
					tenant.tenant(), ex.getClass().getSimpleName());
			throw ex;
		}
		this.anchors.anchor(tenant.tenant())
			.forEach((number) -> log.info("event=anchored tenant={} anchor={}", tenant.tenant(), number));
	}

	private void catchUp(Tenant tenant) throws IOException {
		for (int number : this.stored.after(tenant, this.anchors.last(tenant.tenant()))) {
			if (this.anchors.adopt(tenant.tenant(), number, this.stored.read(tenant, number))) {
				log.warn("event=anchor-adopted tenant={} anchor={} reason=\"the container has anchors that the ledger,"
						+ " restored from a backup, does not know\"", tenant.tenant(), number);
				return;
			}
			log.error("event=anchor-foreign tenant={} anchor={} reason=\"what lies in the container under this number"
					+ " is no anchor of this hub's\"", tenant.tenant(), number);
		}
	}

	/**
	 * What is not in its tenant's container yet.
	 */
	List<Unstored> unstored() {
		return this.tenants.all()
			.stream()
			.flatMap((tenant) -> this.anchors.unstored(tenant.tenant())
				.stream()
				.map((number) -> new Unstored(tenant, number)))
			.toList();
	}

	/**
	 * Body: what to store; becomes the file. Sets the variables {@code anchor} and
	 * {@code store}.
	 */
	void offer(Exchange exchange) throws IOException {
		Unstored anchor = exchange.getMessage().getBody(Unstored.class);
		String tenant = anchor.tenant().tenant();
		exchange.setVariable("anchor", anchor);
		exchange.setVariable("store", this.kamelets.store(anchor.tenant()));
		this.file.offer(exchange, StoredAnchors.path(anchor.tenant(), anchor.number()),
				(out) -> out.write(this.anchors.document(tenant, anchor.number())));
	}

	/**
	 * It is there.
	 */
	void stored(Exchange exchange) {
		Unstored anchor = exchange.getVariable("anchor", Unstored.class);
		this.anchors.stored(anchor.tenant().tenant(), anchor.number());
		log.info("event=anchor-stored tenant={} anchor={}", anchor.tenant().tenant(), anchor.number());
	}

	/**
	 * It is not, and is tried again at the next sweep.
	 */
	void failed(Exchange exchange) {
		Unstored anchor = exchange.getVariable("anchor", Unstored.class);
		Exception fault = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
		log.error("event=anchor-not-stored tenant={} anchor={} fault={}", anchor.tenant().tenant(), anchor.number(),
				fault.getClass().getSimpleName());
	}

	/**
	 * An anchor on its way into the container.
	 */
	record Unstored(Tenant tenant, int number) {
	}

}
