package org.dsrhub.camel;

import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

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
		Map<String, Optional<Refusal>> refusals = new LinkedHashMap<>();
		while (search.isMore()) {
			String question = search.getQuestion();
			FirstPage page = new FirstPage(tenant, Map.of("filter", search.filter()), search.isOptional());
			Optional<Refusal> refusal = ask(tenant, page, "direct:directory-ask", Map.of("search", search),
					LOOKUP.get(question).words());
			refusals.merge(question, refusal, (first, second) -> first.isPresent() ? first : second);
			if (refusal.isPresent()) {
				search.unanswerable();
			}
			else {
				search.answered(page.items(), null);
			}
		}
		refusals
			.forEach((question, refusal) -> report.add(refusal.isPresent() ? LOOKUP.get(question).level() : Level.OK,
					"lookup", question + ": " + refusal.map(Refusal::words).orElse("can be asked")));
	}

	private void source(Tenant tenant, Source source, Report report) {
		if (source.needsDirectoryEntry() && tenant.endpoints().graph() == null) {
			report.warn(source.source(), "is not searched without endpoints.graph");
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
			tell(report, source, "", page(tenant, source, Map.of("objectId", NOBODY)));
		}
	}

	private Optional<Refusal> page(Tenant tenant, Source source, Map<String, String> values) {
		return ask(tenant, new FirstPage(tenant, values, false),
				this.kamelets.collect(source, tenant.sources().apiVersions().get(source.source())), Map.of(),
				source.needs());
	}

	private static void tell(Report report, Source source, String part, Optional<Refusal> refusal) {
		report.add(refusal.isPresent() ? Level.FAIL : Level.OK, source.source(),
				part + refusal.map(Refusal::words).orElse("can be read"));
	}

	/**
	 * Gets a first page.
	 * @return why it could not be got
	 */
	private Optional<Refusal> ask(Tenant tenant, FirstPage page, String address, Map<String, Object> more,
			String needs) {
		Exception problem = null;
		// The second time is for a token that was refused.
		for (int time = 0; time < 2 && !page.answered() && problem == null; time++) {
			problem = this.camel.send(address, (exchange) -> {
				exchange.setVariable("fetch", page);
				more.forEach(exchange::setVariable);
			}).getException();
		}
		if (page.answered()) {
			return Optional.empty();
		}
		VendorFault fault = Faults.of(problem);
		if (fault instanceof LoginFault) {
			return Optional.of(new Refusal("there is no token for it, see above", false));
		}
		String host = Optional.ofNullable(page.url()).map((url) -> URI.create(url).getRawAuthority()).orElse("");
		boolean silent = fault.reason() == Reason.UNREACHABLE && fault.getCause() != null;
		return Optional
			.of(new Refusal(silent ? Words.unreachable(host, fault) : Words.refused(host, fault, tenant, needs),
					!silent && fault.reason() != Reason.NOT_CONFIGURED));
	}

	/**
	 * Why there was no first page.
	 *
	 * @param answered whether the service said so itself
	 */
	private record Refusal(String words, boolean answered) {
	}

	private record Need(Level level, String permission, String without) {

		String words() {
			return "the application permission '%s' of Microsoft Graph%s".formatted(this.permission, this.without);
		}

	}

}
