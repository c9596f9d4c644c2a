package org.dsrhub.camel;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.source.Catalogue;
import org.dsrhub.source.Source;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.springframework.stereotype.Component;

/**
 * The addresses of Kamelets that depend on the catalogue or on a tenant. Camel makes a
 * route of each when it is first used; were that in the middle of work, of several first
 * users all but one would meet a route that has not started, or wait half a minute for
 * it. So each is used once before anything begins.
 */
@Component
class Kamelets implements CamelContextConfiguration {

	private final Catalogue catalogue;

	private final Tenants tenants;

	private final Path packages;

	/**
	 * @param clients which the addresses name, so that they must be there before
	 */
	Kamelets(Catalogue catalogue, Tenants tenants, HubProperties hub, PackageClients clients) {
		this.catalogue = catalogue;
		this.tenants = tenants;
		this.packages = hub.data().resolve("packages");
	}

	@Override
	public void beforeApplicationStart(CamelContext camel) {
		Set<String> addresses = new LinkedHashSet<>();
		for (Tenant tenant : this.tenants.all()) {
			this.catalogue.all()
				.stream()
				.filter((source) -> tenant.sources().includes(source.source()))
				.forEach((source) -> addresses
					.add(collect(source, tenant.sources().apiVersions().get(source.source()))));
			addresses.add(store(tenant));
			if (!local(tenant)) {
				addresses.add(read(tenant));
			}
		}
		addresses.forEach(camel::getEndpoint);
	}

	@Override
	public void afterApplicationStart(CamelContext camel) {
		// The addresses were opened before.
	}

	/**
	 * Where a source is read. It is the same for every task of a source, so that Camel
	 * makes one route of it and not one a task.
	 * @param version another one than the catalogue's, or null
	 */
	String collect(Source source, String version) {
		Map<String, String> parameters = new LinkedHashMap<>(source.collect().parameters());
		String name = source.source();
		if (version != null && !version.equals(parameters.put("apiVersion", version))) {
			name = name + "-" + version;
		}
		StringJoiner query = new StringJoiner("&", "?", "");
		parameters.forEach((key, value) -> query.add(key + "=RAW(" + value + ")"));
		return "kamelet:" + source.collect().kamelet() + "/" + name + query;
	}

	/**
	 * Where a tenant's packages are stored.
	 */
	String store(Tenant tenant) {
		return local(tenant) ? "kamelet:package-store-folder-action/store-local?root=RAW(" + this.packages + ")"
				: "kamelet:package-store-azure-action/store-" + azure(tenant);
	}

	/**
	 * Where a package is read that is in Azure's storage.
	 */
	String read(Tenant tenant) {
		return "kamelet:package-read-azure-action/read-" + azure(tenant);
	}

	private static boolean local(Tenant tenant) {
		return !tenant.container().azure();
	}

	private static String azure(Tenant tenant) {
		return "%s?client=%s&container=%s".formatted(tenant.tenant(), PackageClients.name(tenant),
				tenant.container().name());
	}

}
