package org.dsrhub.tenant;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.dsrhub.configuration.ConfigurationFile;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.configuration.InvalidConfiguration;
import org.dsrhub.source.Catalogue;
import org.dsrhub.source.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The configured tenants, read once at the start.
 */
@Component
public class Tenants {

	private static final Logger log = LoggerFactory.getLogger(Tenants.class);

	private final Map<String, Tenant> tenants = new TreeMap<>();

	private final Map<String, Path> files = new TreeMap<>();

	/**
	 * Reads {@code config/tenants/*.yaml} and holds each against the catalogue: a source
	 * that is misspelt there would otherwise be left out in silence.
	 * @throws InvalidConfiguration naming file, line and field of what is wrong
	 */
	public Tenants(HubProperties hub, Catalogue catalogue) {
		Path folder = hub.config().resolve("tenants");
		ConfigurationFile<Tenant> kind = new ConfigurationFile<>(Tenant.class, "tenant");
		for (Path file : ConfigurationFile.in(folder)) {
			Tenant tenant = kind.read(file, (read, faults) -> {
				check(read.sources(), catalogue, faults);
				check(read.container(), faults);
				conversation(read, faults);
				applications(read, catalogue, faults);
			});
			this.tenants.put(tenant.tenant(), tenant);
			this.files.put(tenant.tenant(), file);
		}
		if (this.tenants.isEmpty()) {
			log.warn("event=no-tenants reason=\"no tenant is configured\" advice=\"put a file into {}\"", folder);
		}
	}

	public Collection<Tenant> all() {
		return this.tenants.values();
	}

	public Optional<Tenant> find(String name) {
		return Optional.ofNullable(this.tenants.get(name));
	}

	/**
	 * The tenant of a row that the hub wrote.
	 * @throws IllegalStateException if its file has gone since
	 */
	public Tenant get(String name) {
		return find(name).orElseThrow(() -> new IllegalStateException(
				"tenant=%s is no longer configured; put its file back to finish its requests".formatted(name)));
	}

	/**
	 * The file of a tenant.
	 */
	public Path file(Tenant tenant) {
		return this.files.get(tenant.tenant());
	}

	/**
	 * What stops the start when something that a file refers to is not as it should be.
	 * @param field such as {@code credential.secret}
	 * @param fault what is expected there
	 */
	public InvalidConfiguration invalid(Tenant tenant, String field, String fault) {
		return ConfigurationFile.invalid(file(tenant), field, fault);
	}

	private static void conversation(Tenant tenant, ConfigurationFile.Faults faults) {
		int named = tenant.sources().names().indexOf(Tenant.DEFENDER_FOR_APIS);
		if (named >= 0 && tenant.defenderForApis() == null) {
			faults.add("sources.include[%d]".formatted(named), "needs defenderForApis, which says how it is asked");
		}
		if (tenant.defenderForApis() != null && tenant.mailboxes().administrator() == null) {
			faults.add("defenderForApis", "needs mailboxes.administrator, where it answers");
		}
	}

	/**
	 * What is named one by one has to be there; and who is to get mail needs a mailbox
	 * that it is sent from.
	 */
	private static void applications(Tenant tenant, Catalogue catalogue, ConfigurationFile.Faults faults) {
		List<String> names = tenant.sources().names();
		for (int i = 0; i < names.size(); i++) {
			boolean nowhere = tenant.endpoints().iotCentral().isEmpty()
					&& catalogue.find(names.get(i)).filter(Source::perApplication).isPresent();
			if (nowhere) {
				faults.add("sources.include[%d]".formatted(i),
						"needs endpoints.iotCentral, the applications to look in");
			}
		}
		if (!tenant.digest().to().isEmpty() && tenant.mailboxes().intake() == null) {
			faults.add("digest.to", "needs mailboxes.intake, from which it is sent");
		}
	}

	private static void check(Tenant.Container container, ConfigurationFile.Faults faults) {
		boolean token = container.azure() && !(container.credential() instanceof Credential.ConnectionString);
		if (token && !"https".equals(container.endpoint().getScheme())) {
			faults.add("container.endpoint",
					"expected: an address that begins with https://, since a token may not be read on its way");
		}
	}

	private static void check(Tenant.Sources sources, Catalogue catalogue, ConfigurationFile.Faults faults) {
		List<String> included = sources.names();
		for (int i = 0; i < included.size(); i++) {
			if (!catalogue.has(included.get(i))) {
				faults.add("sources.include[%d]".formatted(i), unknown(catalogue));
			}
		}
		sources.apiVersions()
			.keySet()
			.stream()
			.sorted()
			.filter((name) -> !catalogue.has(name))
			.forEach((name) -> faults.add("sources.apiVersions." + name, unknown(catalogue)));
	}

	private static String unknown(Catalogue catalogue) {
		return "expected: one of " + catalogue.all().stream().map(Source::source).collect(Collectors.joining(", "));
	}

}
