package org.dsrhub.check;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import org.dsrhub.source.Source;
import org.dsrhub.tenant.ClientCertificate;
import org.dsrhub.tenant.Credential;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Validity;

/**
 * What can be said of a tenant without asking anybody.
 */
public final class Setup {

	/**
	 * A certificate that ends sooner is told.
	 */
	private static final Duration SOON = Duration.ofDays(30);

	private final Tenant tenant;

	private final Report report;

	private final Instant now;

	public Setup(Tenant tenant, Report report, Instant now) {
		this.tenant = tenant;
		this.report = report;
		this.now = now;
	}

	/**
	 * Tells whom the tenant's file points the hub at.
	 * @param file the tenant's
	 * @param sources those that it uses
	 */
	public void file(Path file, List<Source> sources) {
		List<Service> services = services();
		this.report.ok("configuration",
				"%s: sources %d, subscriptions %d; %s".formatted(file, sources.size(),
						this.tenant.subscriptions().size(),
						services.stream()
							.map((one) -> one.name() + " " + one.address().getRawAuthority())
							.collect(Collectors.joining(", "))));
		Cloud.mixed(services.stream().map(Service::address).toList())
			.ifPresent((fault) -> this.report.fail("configuration", fault));
		List<String> idle = sources.stream().filter(Source::perSubscription).map(Source::source).toList();
		if (this.tenant.subscriptions().isEmpty() && !idle.isEmpty()) {
			this.report.warn("configuration",
					"no subscription is named, so that nothing is found in " + String.join(", ", idle));
		}
		if (this.tenant.endpoints().graph() == null) {
			this.report.warn("configuration", "there is no endpoints.graph, so that nobody is looked up");
		}
	}

	/**
	 * Tells how the hub logs in, and for how long still.
	 */
	public void credential() {
		Credential credential = this.tenant.credential();
		if (credential instanceof Credential.Certificate certificate) {
			certificate("credential", "the certificate of " + Words.who(credential),
					ClientCertificate.of(certificate).validity());
		}
		else {
			this.report.ok("credential", Words.who(credential));
		}
	}

	/**
	 * Tells of the roots that the tenant trusts besides the JDK's.
	 */
	public void trust(List<Validity> roots) {
		roots.stream()
			.min(Comparator.comparing(Validity::ends))
			.ifPresent((first) -> certificate("trust",
					(roots.size() == 1) ? "the certificate in " + this.tenant.trust()
							: "the first to end of %d certificates in %s".formatted(roots.size(), this.tenant.trust()),
					first));
	}

	private void certificate(String thing, String what, Validity validity) {
		String until = "%s is good until %s".formatted(what, validity.ends().atOffset(ZoneOffset.UTC).toLocalDate());
		if (!validity.ends().isAfter(this.now)) {
			this.report.fail(thing, "%s expired at %s; put its successor in".formatted(what, validity.ends()));
		}
		else if (validity.ends().isBefore(this.now.plus(SOON))) {
			this.report.warn(thing, until + "; put its successor in before that day");
		}
		else {
			this.report.ok(thing, until);
		}
	}

	private List<Service> services() {
		List<Service> services = new ArrayList<>();
		Tenant.Endpoints endpoints = this.tenant.endpoints();
		services.add(new Service("login", endpoints.login()));
		services.add(new Service("arm", endpoints.arm()));
		services.add(new Service("graph", endpoints.graph()));
		endpoints.iotCentral().forEach((one) -> services.add(new Service("iotCentral", one)));
		services.add(new Service("container", this.tenant.container().endpoint()));
		services.removeIf((one) -> one.address() == null);
		return services;
	}

	private record Service(String name, URI address) {
	}

}
