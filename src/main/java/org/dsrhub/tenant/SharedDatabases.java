package org.dsrhub.tenant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.dsrhub.configuration.InvalidConfiguration;
import org.dsrhub.source.Catalogue;
import org.dsrhub.source.Source;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Holds sources in databases that several tenants share against the tenants at the start:
 * without the tenant in its query, or with the same value for it, one would read the
 * other's rows.
 */
@Component
@Lazy(false)
class SharedDatabases {

	private static final String NOT_TOLD = "config/sources/%s.yaml, field 'collect.parameters.query': must take :#tenant, since %s and %s share the database '%s'";

	private static final String SAME_VALUE = "config/tenants/%s.yaml, field 'databases.%s.tenant': stands for %s's rows there, which the source %s would read too; each tenant needs a value of its own";

	private static final Pattern COMMENT = Pattern.compile("--[^\\r\\n]*|/\\*[\\s\\S]*?\\*/");

	/**
	 * Checks every source that names a database.
	 * @throws InvalidConfiguration naming source and tenants
	 */
	SharedDatabases(Tenants tenants, Catalogue catalogue) {
		List<String> faults = new ArrayList<>();
		for (Source source : catalogue.all()) {
			Map<String, String> parameters = source.collect().parameters();
			if (parameters.containsKey("database")) {
				faults(source, parameters.get("database"), tenants, faults);
			}
		}
		if (!faults.isEmpty()) {
			throw new InvalidConfiguration(String.join(System.lineSeparator(), faults));
		}
	}

	private static void faults(Source source, String name, Tenants tenants, List<String> faults) {
		String query = source.collect().parameters().getOrDefault("query", "");
		boolean told = COMMENT.matcher(query).replaceAll(" ").contains(":#tenant");
		Map<List<String>, String> readers = new HashMap<>();
		for (Tenant tenant : tenants.all()) {
			Tenant.Database database = tenant.databases().get(name);
			if (database != null && tenant.uses(source)) {
				String value = told ? database.called(tenant) : "";
				String first = readers.putIfAbsent(List.of(place(database.url()), value), tenant.tenant());
				if (first != null) {
					faults.add(told ? SAME_VALUE.formatted(tenant.tenant(), name, first, source.source())
							: NOT_TOLD.formatted(source.source(), first, tenant.tenant(), name));
				}
			}
		}
	}

	/**
	 * Where a database is, whoever reads it and however. The user is no part of it: two
	 * may read the same tables.
	 */
	private static String place(String url) {
		return url.split("[?;]", 2)[0].toLowerCase(Locale.ROOT)
			.replaceFirst("^jdbc:postgresql:(?!//)", "jdbc:postgresql://localhost/")
			.replaceAll(":5432(?=[,/]|$)", "");
	}

}
