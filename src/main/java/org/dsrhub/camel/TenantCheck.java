package org.dsrhub.camel;

import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.dsrhub.check.Finding.Level;
import org.dsrhub.check.Report;
import org.dsrhub.check.Setup;
import org.dsrhub.check.Words;
import org.dsrhub.source.Catalogue;
import org.dsrhub.source.Source;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.subject.DirectorySearch;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.subject.Subject;
import org.dsrhub.task.Faults;
import org.dsrhub.tenant.Credential;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.springframework.stereotype.Component;

/**
 * Tries what a request of a tenant would do, by the same Kamelets and with the same
 * clients, as far as each first page.
 */
@Component
class TenantCheck {

	/**
	 * An entry that no directory has.
	 */
	private static final String NOBODY = new UUID(0, 0).toString();

	/**
	 * What the questions of a lookup need, and what becomes of the lookup without.
	 */
	private static final Map<String, Need> LOOKUP = Map.of("organization",
			new Need(Level.WARN, "Organization.Read.All", "; without it sign-in identities are not looked through"),
			"users", new Need(Level.FAIL, "User.Read.All", ""), "deleted-users",
			new Need(Level.FAIL, "Directory.Read.All", ""));

	private final Tenants tenants;

	private final Catalogue catalogue;

	private final AccessTokens tokens;

	private final Kamelets kamelets;

	private final ContainerCheck container;

	private final ProducerTemplate camel;

	private final Clock clock;

	TenantCheck(Tenants tenants, Catalogue catalogue, AccessTokens tokens, Kamelets kamelets, ContainerCheck container,
			ProducerTemplate camel, Clock clock) {
		this.tenants = tenants;
		this.catalogue = catalogue;
		this.tokens = tokens;
		this.kamelets = kamelets;
		this.container = container;
		this.camel = camel;
		this.clock = clock;
	}

	/**
	 * Tries everything, and goes on after a failure.
	 */
	void run(Tenant tenant, Report report) {
		List<Source> sources = this.catalogue.all()
			.stream()
			.filter((source) -> tenant.sources().includes(source.source()))
			.toList();
		Setup setup = new Setup(tenant, report, this.clock.instant());
		setup.file(this.tenants.file(tenant), sources);
		setup.credential();
		setup.trust(Trust.validities(tenant.trust()));
		tokens(tenant, report);
		if (tenant.endpoints().graph() != null) {
			lookup(tenant, report);
		}
		sources.forEach((source) -> source(tenant, source, report));
		this.container.run(tenant, report);
	}

	private void tokens(Tenant tenant, Report report) {
		Map<String, Credential> audiences = new LinkedHashMap<>();
		Stream.of("arm", "graph")
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
		return Words.unreachable((credential instanceof Credential.ManagedIdentity) ? "the machine's identity service"
				: tenant.endpoints().login().getRawAuthority(), fault);
	}

	/**
	 * Looks for somebody who is not there, by every question that a lookup may ask.
	 */
	private void lookup(Tenant tenant, Report report) {
		DirectorySearch search = new DirectorySearch(new Subject(
				Map.of(IdentifierKind.EMAIL, Set.of(NOBODY + "@dsr-hub-check.invalid")), Set.of(), tenant.region()));
		Map<String, Optional<String>> faults = new LinkedHashMap<>();
		while (search.isMore()) {
			String question = search.getQuestion();
			boolean organization = search.isOptional();
			Map<String, String> values = new HashMap<>(Map.of("filter", search.filter()));
			FirstPage page = new FirstPage(tenant, values, organization);
			Need need = LOOKUP.get(question);
			Optional<String> fault = ask(tenant, page, "direct:directory-ask", Map.of("search", search),
					"the application permission '%s' of Microsoft Graph%s".formatted(need.permission(),
							need.without()));
			faults.merge(question, fault, (first, second) -> first.isPresent() ? first : second);
			if (fault.isEmpty()) {
				List<JsonNode> items = page.items();
				search.answered(items, null);
			}
			else {
				search.unanswerable();
			}
		}
		faults
			.forEach((question, fault) -> report.add(fault.map((text) -> LOOKUP.get(question).level()).orElse(Level.OK),
					"lookup", question + ": " + fault.orElse("can be asked")));
	}

	private void source(Tenant tenant, Source source, Report report) {
		String address = this.kamelets.collect(source, tenant.sources().apiVersions().get(source.source()));
		if (source.needsDirectoryEntry() && tenant.endpoints().graph() == null) {
			report.warn(source.source(), "is not searched without endpoints.graph");
			return;
		}
		if (!source.perSubscription()) {
			Optional<String> fault = ask(tenant, new FirstPage(tenant, Map.of("objectId", NOBODY), false), address,
					Map.of(), source.needs());
			report.add(fault.isPresent() ? Level.FAIL : Level.OK, source.source(), fault.orElse("can be read"));
			return;
		}
		for (String subscription : tenant.subscriptions()) {
			Optional<String> fault = ask(tenant, new FirstPage(tenant, Map.of("subscription", subscription), false),
					address, Map.of(), source.needs());
			report.add(fault.isPresent() ? Level.FAIL : Level.OK, source.source(),
					"subscription %s: %s".formatted(subscription, fault.orElse("can be read")));
		}
	}

	/**
	 * Gets a first page.
	 * @return why it could not be got, in words
	 */
	private Optional<String> ask(Tenant tenant, FirstPage page, String address, Map<String, Object> more,
			String needs) {
		Exchange asked = null;
		// The second time is for a token that was refused.
		for (int time = 0; time < 2 && !page.answered() && (asked == null || asked.getException() == null); time++) {
			asked = this.camel.send(address, (exchange) -> {
				page.on(exchange);
				more.forEach(exchange::setVariable);
			});
		}
		if (page.answered()) {
			return Optional.empty();
		}
		VendorFault fault = Faults.of(asked.getException());
		if (fault instanceof LoginFault) {
			return Optional.of("there is no token for it, see above");
		}
		String host = Optional.ofNullable(page.url()).map((url) -> URI.create(url).getRawAuthority()).orElse("");
		boolean silent = fault.reason() == Reason.UNREACHABLE && fault.getCause() != null;
		return Optional.of(silent ? Words.unreachable(host, fault) : Words.refused(host, fault, tenant, needs));
	}

	private record Need(Level level, String permission, String without) {
	}

}
