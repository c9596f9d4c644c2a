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

	private final ContainerFile file;

	AnchorSteps(Anchors anchors, Tenants tenants, Kamelets kamelets, ContainerFile file) {
		this.anchors = anchors;
		this.tenants = tenants;
		this.kamelets = kamelets;
		this.file = file;
	}

	/**
	 * Anchors what has grown.
	 */
	void make(Exchange exchange) {
		String tenant = exchange.getVariable("tenant", String.class);
		this.anchors.anchor(tenant)
			.ifPresent((number) -> log.info("event=anchored tenant={} anchor={}", tenant, number));
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
		this.file.offer(exchange, "%s/evidence/anchor-%d.json".formatted(tenant, anchor.number()),
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
	 * An anchor on its way into the container.
	 */
	record Unstored(Tenant tenant, int number) {
	}

}
