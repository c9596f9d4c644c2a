package org.dsrhub.camel;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.configuration.Sha256;
import org.dsrhub.source.Catalogue;
import org.dsrhub.source.Operation;
import org.dsrhub.source.Right;
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
				.filter((source) -> tenant.uses(source))
				.flatMap((source) -> tenant.each(source).stream())
				.map(tenant::at)
				.forEach((source) -> {
					if (source.collect().kamelet() != null) {
						addresses.add(collect(source));
					}
					source.operation()
						.stream()
						.flatMap(Operation::actions)
						.forEach((action) -> addresses.add(operation(source, action)));
					changes(source).forEach((action) -> addresses.add(change(source, action)));
				});
			addresses.add(store(tenant));
			addresses.add(remove(tenant));
			if (!local(tenant)) {
				addresses.add(read(tenant));
				addresses.add(list(tenant));
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
	 */
	String collect(Source source) {
		return address(source, source.collect(), this.catalogue.find(source.source()).map(Source::collect), "");
	}

	/**
	 * Where a service is called that works on a source for long.
	 */
	String operation(Source source, Source.Action action) {
		return address(source, action, Optional.empty(), "-operation");
	}

	private static Stream<Source.Action> changes(Source source) {
		return Stream.of(Right.RECTIFY, Right.RESTRICT, Right.ERASE)
			.flatMap((right) -> source.change(right).stream())
			.flatMap((change) -> change.action().stream());
	}

	/**
	 * Where a source is changed.
	 */
	String change(Source source, Source.Action action) {
		return address(source, action, Optional.empty(), "-change");
	}

	/**
	 * @param usual the action that has the source's plain name; another one, of another
	 * API version or of a file as it was before, is told apart by its parameters
	 */
	private static String address(Source source, Source.Action action, Optional<Source.Action> usual, String suffix) {
		Map<String, String> parameters = new TreeMap<>(action.parameters());
		StringJoiner query = new StringJoiner("&", "?", "");
		parameters.forEach((key, value) -> query.add(key + "=RAW(" + value + ")"));
		String name = source.source() + suffix;
		if (usual.filter(action::equals).isEmpty()) {
			MessageDigest digest = Sha256.digest();
			digest.update((action.kamelet() + query).getBytes(StandardCharsets.UTF_8));
			name += "-" + Sha256.hex(digest).substring(0, 8);
		}
		return "kamelet:" + action.kamelet() + "/" + name + query;
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

	/**
	 * Where what is in Azure's storage is listed.
	 */
	String list(Tenant tenant) {
		return "kamelet:package-list-azure-action/list-" + azure(tenant);
	}

	/**
	 * Where a tenant's packages are removed.
	 */
	String remove(Tenant tenant) {
		return local(tenant) ? "kamelet:package-remove-folder-action/remove-local?root=RAW(" + this.packages + ")"
				: "kamelet:package-remove-azure-action/remove-" + azure(tenant);
	}

	private static boolean local(Tenant tenant) {
		return !tenant.container().azure();
	}

	private static String azure(Tenant tenant) {
		return "%s?client=%s&container=%s".formatted(tenant.tenant(), PackageClients.name(tenant),
				tenant.container().name());
	}

}
