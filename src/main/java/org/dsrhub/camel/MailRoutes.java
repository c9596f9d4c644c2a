package org.dsrhub.camel;

import java.net.URI;

import jakarta.mail.search.SearchTerm;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.dsrhub.configuration.FreeSpace;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.mail.MailboxTurns;
import org.dsrhub.request.OpenRequests;
import org.dsrhub.source.Catalogue;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Makes a route of the template {@code mail-receive} for each mailbox of each tenant.
 */
@Component
@Profile("!check")
@Order(1)
class MailRoutes implements CamelContextConfiguration {

	static final String TEMPLATE = "mail-receive";

	private final Tenants tenants;

	private final Catalogue catalogue;

	private final MailServers servers;

	private final MailboxTurns turns;

	private final FreeSpace space;

	private final OpenRequests open;

	MailRoutes(Tenants tenants, Catalogue catalogue, MailServers servers, MailboxTurns turns, FreeSpace space,
			OpenRequests open) {
		this.tenants = tenants;
		this.catalogue = catalogue;
		this.servers = servers;
		this.turns = turns;
		this.space = space;
		this.open = open;
	}

	@Override
	public void beforeApplicationStart(CamelContext camel) {
		for (Tenant tenant : this.tenants.all()) {
			for (MailboxName name : MailboxName.values()) {
				name.of(tenant).ifPresent((mailbox) -> add(camel, tenant, name, mailbox));
			}
		}
	}

	private void add(CamelContext camel, Tenant tenant, MailboxName name, Tenant.Mailbox mailbox) {
		String own = MailServers.name(tenant, name);
		URI imap = mailbox.imap();
		SearchTerm wanted = MailSearch.of(tenant, name, this.catalogue);
		camel.getRegistry()
			.bind("poll-" + own, new MailboxPoll(tenant.tenant(), name, this.turns, this.space, this.servers.login(own),
					wanted, this.open));
		camel.getRegistry().bind("search-" + own, SearchTerm.class, wanted);
		TemplatedRouteBuilder.builder(camel, TEMPLATE)
			.routeId(TEMPLATE + "-" + own)
			.parameter("tenant", tenant.tenant())
			.parameter("mailbox", name.label())
			.parameter("protocol", imap.getScheme())
			.parameter("server", imap.getRawAuthority())
			.add();
	}

	@Override
	public void afterApplicationStart(CamelContext camel) {
		// Whatever is to be made was made before.
	}

}
