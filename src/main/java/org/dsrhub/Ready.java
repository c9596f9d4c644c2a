package org.dsrhub;

import java.util.stream.Collectors;

import org.dsrhub.configuration.HubProperties;
import org.dsrhub.source.Catalogue;
import org.dsrhub.source.Source;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Says in one line that the hub is at work, for whom and where.
 */
@Component
class Ready {

	private static final Logger log = LoggerFactory.getLogger(Ready.class);

	private final Environment environment;

	private final HubProperties hub;

	private final Tenants tenants;

	private final Catalogue catalogue;

	Ready(Environment environment, HubProperties hub, Tenants tenants, Catalogue catalogue) {
		this.environment = environment;
		this.hub = hub;
		this.tenants = tenants;
		this.catalogue = catalogue;
	}

	@EventListener(ApplicationReadyEvent.class)
	void say() {
		log.info("event=ready port={} tenants={} sources={} inbox={}",
				this.environment.getProperty("local.server.port"),
				this.tenants.all().stream().map(Tenant::tenant).collect(Collectors.joining(",")),
				this.catalogue.all().stream().map(Source::source).collect(Collectors.joining(",")), this.hub.inbox());
	}

}
