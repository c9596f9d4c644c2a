package org.dsrhub.tenant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.dsrhub.configuration.InvalidConfiguration;
import org.dsrhub.source.Catalogue;
import org.dsrhub.source.Source;
import org.springframework.stereotype.Component;

/**
 * Holds sources in databases that several tenants share against the tenants at the start:
 * without the tenant in its query, one would read the other's rows.
 */
@Component
class SharedDatabases {

	/**
	 * Checks every source that names a database.
	 * @throws InvalidConfiguration naming source and tenants
	 */
	SharedDatabases(Tenants tenants, Catalogue catalogue) {
		List<String> faults = new ArrayList<>();
		for (Source source : catalogue.all()) {
			Map<String, String> parameters = source.collect().parameters();
			if (!parameters.getOrDefault("query", "").contains(":#tenant") && parameters.containsKey("database")) {
				faults(source, parameters.get("database"), tenants, faults);
			}
		}
		if (!faults.isEmpty()) {
			throw new InvalidConfiguration(String.join(System.lineSeparator(), faults));
		}
	}

	private static void faults(Source source, String database, Tenants tenants, List<String> faults) {
		Map<String, String> readers = new HashMap<>();
		for (Tenant tenant : tenants.all()) {
			Tenant.Database own = tenant.databases().get(database);
			if (own != null && tenant.sources().includes(source.source())) {
				String first = readers.putIfAbsent(own.user() + "@" + own.url().split("[?;]", 2)[0], tenant.tenant());
				if (first != null) {
					faults.add(
							"config/sources/%s.yaml, field 'collect.parameters.query': must take :#tenant, since %s and %s share the database '%s'"
								.formatted(source.source(), first, tenant.tenant(), database));
				}
			}
		}
	}

}
