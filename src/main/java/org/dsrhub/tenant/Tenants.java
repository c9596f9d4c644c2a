package org.dsrhub.tenant;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.dsrhub.configuration.ConfigurationFile;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.configuration.InvalidConfiguration;
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

	/**
	 * Reads {@code config/tenants/*.yaml}.
	 * @throws InvalidConfiguration naming file, line and field of what is wrong
	 */
	public Tenants(HubProperties hub) {
		Path folder = hub.config().resolve("tenants");
		ConfigurationFile<Tenant> kind = new ConfigurationFile<>(Tenant.class, "/schema/tenant.schema.json");
		for (Path file : ConfigurationFile.in(folder)) {
			Tenant tenant = kind.read(file);
			if (!file.getFileName().toString().replaceFirst("\\.ya?ml$", "").equals(tenant.tenant())) {
				throw new InvalidConfiguration(file,
						List.of("field 'tenant': must be the file's name without its ending"));
			}
			this.tenants.put(tenant.tenant(), tenant);
			if (tenant.mailboxes() != null || tenant.operators() != null || tenant.defenderForApis() != null) {
				log.warn("event=not-served tenant={} reason=\"this version does not serve mail\"", tenant.tenant());
			}
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

}
