package org.dsrhub.camel;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import org.dsrhub.camel.FirstPages.Refusal;
import org.dsrhub.check.Finding.Level;
import org.dsrhub.check.Report;
import org.dsrhub.check.Setup;
import org.dsrhub.check.Words;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.operation.ExportStorage;
import org.dsrhub.source.Catalogue;
import org.dsrhub.source.Operation;
import org.dsrhub.source.Source;
import org.dsrhub.source.VendorFault;
import org.dsrhub.tenant.Credential;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Tries what a request of a tenant would do, by the same Kamelets and with the same
 * clients, as far as each first page.
 */
@Component
@Profile("check")
class TenantCheck {

	private final Tenants tenants;

	private final Catalogue catalogue;

	private final AccessTokens tokens;

	private final Kamelets kamelets;

	private final ContainerCheck container;

	private final FirstPages pages;

	private final LookupCheck lookup;

	private final MailboxCheck mailboxes;

	private final ExportStorage exports;

	private final HubProperties hub;

	private final Clock clock;

	TenantCheck(Tenants tenants, Catalogue catalogue, AccessTokens tokens, Kamelets kamelets, ContainerCheck container,
			FirstPages pages, LookupCheck lookup, MailboxCheck mailboxes, ExportStorage exports, HubProperties hub,
			Clock clock) {
		this.tenants = tenants;
		this.catalogue = catalogue;
		this.tokens = tokens;
		this.kamelets = kamelets;
		this.container = container;
		this.pages = pages;
		this.lookup = lookup;
		this.mailboxes = mailboxes;
		this.exports = exports;
		this.hub = hub;
		this.clock = clock;
	}

	/**
	 * Tries everything, and goes on after a failure.
	 */
	void run(Tenant tenant, Report report) {
		List<Source> sources = this.catalogue.all()
			.stream()
			.filter((source) -> tenant.uses(source))
			.flatMap((source) -> tenant.each(source).stream())
			.toList();
		Setup setup = new Setup(tenant, report, this.clock.instant());
		setup.file(this.tenants.file(tenant), sources);
		setup.credential();
		setup.trust(Trust.validities(tenant.trust()));
		tokens(tenant, report);
		if (tenant.endpoints().graph() != null) {
			this.lookup.run(tenant, report);
		}
		sources.forEach((source) -> source(tenant, source, report));
		this.catalogue.all()
			.stream()
			.filter(tenant::lacks)
			.forEach((source) -> report.warn(source.source(),
					"is not asked, and packages say so: its service writes into a container, and the tenant has none in Azure"));
		this.container.run(tenant, report);
		this.mailboxes.run(tenant, report);
	}

	private void tokens(Tenant tenant, Report report) {
		Map<String, Credential> audiences = new LinkedHashMap<>();
		Stream.of("arm", "graph", "iotCentral")
			.forEach((api) -> VendorCall.service(tenant, api)
				.ifPresent((service) -> audiences.put(VendorCall.audience(api, service), tenant.credential())));
		tenant.containerLogin().ifPresent((login) -> audiences.put(AccessTokens.STORAGE, login));
		audiences.forEach((audience, credential) -> {
			try {
				this.tokens.token(tenant, credential, audience);
				report.ok("token", "for " + audience);
			}
			catch (LoginFault fault) {
				report.fail("token", "for %s: %s".formatted(audience, words(tenant, credential, fault)));
			}
		});
	}

	private static String words(Tenant tenant, Credential credential, LoginFault fault) {
		if (!fault.retryable()) {
			return Words.refused(fault.getMessage(), fault.code());
		}
		return (credential instanceof Credential.ManagedIdentity)
				? "the machine's identity service gives none; does it run in Azure, and has it %s?".formatted(
						Words.who(credential))
				: Words.unreachable(tenant.endpoints().login().getRawAuthority(), fault);
	}

	private void source(Tenant tenant, Source source, Report report) {
		if (source.correspondence().isPresent()) {
			asked(tenant, source, report);
		}
		else if (source.collect().kamelet() == null) {
			report.ok(source.source(), (source.collect().manual() != null) ? "is looked at by a person"
					: "is refused to everybody: " + source.collect().refused());
		}
		else if (source.needsDirectoryEntry() && tenant.endpoints().graph() == null) {
			report.warn(source.source(), "is not searched without endpoints.graph");
		}
		else if (source.operation().isPresent()) {
			operation(tenant, source, source.operation().get(), report);
		}
		else if (source.perSubscription()) {
			for (String subscription : tenant.subscriptions()) {
				Optional<Refusal> refusal = page(tenant, source, Map.of("subscription", subscription));
				if (refusal.isPresent() && !refusal.get().answered()) {
					// Each of them would cost the same patience.
					report.fail(source.source(), "every subscription: " + refusal.get().words());
					return;
				}
				tell(report, source, "subscription %s: ".formatted(subscription), refusal);
			}
		}
		else {
			tell(report, source, "", page(tenant, source, nobody(source)));
		}
	}

	private static void asked(Tenant tenant, Source source, Report report) {
		if (tenant.mailboxes().administrator() == null) {
			report.fail(source.source(),
					"is asked by e-mail, and there is no mailboxes.administrator where it answers");
		}
		else {
			report.ok(source.source(), "is asked by e-mail; nothing is sent to try it");
		}
	}

	/**
	 * To try one would set a service to work for weeks.
	 */
	private void operation(Tenant tenant, Source source, Operation operation, Report report) {
		if (!tenant.hasRoomFor(source)) {
			report.fail(source.source(), "its service writes into a container, and the tenant has none in Azure");
		}
		else if (operation.callsBack() && this.hub.publicUrl() == null) {
			report.fail(source.source(), "its service calls back, and hub.public-url is not set");
		}
		else if (operation.stores()) {
			room(tenant, source, report);
		}
		else {
			report.ok(source.source(), "is begun when it is asked for; nothing is begun to try it");
		}
	}

	private void room(Tenant tenant, Source source, Report report) {
		String probe = "dsr-export-" + UUID.randomUUID().toString().replace("-", "");
		try {
			ExportStorage.Place place = this.exports.open(tenant, probe);
			this.exports.remove(tenant, probe);
			Duration lives = Duration.between(this.clock.instant(), place.expires()).plusHours(1);
			boolean shorter = lives.compareTo(source.operation().orElseThrow().longest()) < 0;
			report.add(shorter ? Level.WARN : Level.OK, source.source(),
					"a container for it was made, signed for and removed; nothing is begun to try it" + (shorter
							? "; the address lives for %d days only, and what takes longer never ends: with a connection string that has the account's key it lives for 35"
								.formatted(lives.toDays())
							: ""));
		}
		catch (VendorFault fault) {
			report.fail(source.source(), "no container can be made for it: " + fault.getMessage());
		}
	}

	/** What a source is asked of an entry that no directory has. */
	private static Map<String, String> nobody(Source source) {
		Map<String, String> values = new HashMap<>(Map.of("objectId", FirstPages.NOBODY));
		source.collect()
			.asks()
			.stream()
			.findFirst()
			.ifPresent((ask) -> values.put("ask", ask.filter().replace("{objectId}", FirstPages.NOBODY)));
		return values;
	}

	private Optional<Refusal> page(Tenant tenant, Source source, Map<String, String> values) {
		return this.pages.ask(tenant, new FirstPage(tenant, source.source(), values, false),
				this.kamelets.collect(tenant.at(source)), Map.of(), source.needs());
	}

	private static void tell(Report report, Source source, String part, Optional<Refusal> refusal) {
		report.add(refusal.map(Refusal::level).orElse(Level.OK), source.source(),
				part + refusal.map(Refusal::words).orElse("can be read"));
	}

}
