package org.dsrhub.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder that a hub is started in: its sources and tenants.
 */
record HubFolder(Path path, VendorProcess vendor) {

	private static final String TENANT = """
			tenant: %s
			entraTenantId: %s
			administrator: admin@contoso.example
			region: DK
			timezone: Europe/Copenhagen
			endpoints: {login: "%s", arm: "%s", graph: "%s"}
			trust: "%s"
			credential: {kind: secret, clientId: %s, secret: "file:%s"}
			subscriptions: [%s]
			sources: {include: [%s]}
			container: {kind: local}
			inbox: {principal: {name: file-drop, roles: [Owner, AccountAdministrator, TenantAdministrator]}}
			decision: {discover: auto, access: auto, export: auto, rectify: person, restrict: person, erase: person}
			""";

	/**
	 * Lays one that has two tenants, a usual one and one with very many alerts.
	 */
	static HubFolder usual(Path path, VendorProcess vendor, List<String> sources) throws IOException {
		HubFolder folder = new HubFolder(path, vendor);
		folder.copySources();
		folder.tenant(Contestant.TENANT, VendorAnswers.SUBSCRIPTION, sources);
		folder.tenant("large", VendorAnswers.LARGE, sources);
		return folder;
	}

	/**
	 * Lays one whose only tenant has so many sources of alerts.
	 */
	static HubFolder ofAlerts(Path path, VendorProcess vendor, int sources) throws IOException {
		HubFolder folder = new HubFolder(path, vendor);
		String alerts = Files.readString(folder.copySources().resolve("defender-alerts.yaml"));
		List<String> names = new ArrayList<>();
		for (int number = 1; number <= sources; number++) {
			String name = "alerts-%02d".formatted(number);
			names.add(name);
			Files.writeString(folder.sources().resolve(name + ".yaml"),
					alerts.replace("source: defender-alerts", "source: " + name));
		}
		folder.tenant(Contestant.TENANT, VendorAnswers.LARGE, names);
		return folder;
	}

	private Path sources() {
		return this.path.resolve("config/sources");
	}

	private Path copySources() throws IOException {
		Path sources = Files.createDirectories(sources());
		try (Stream<Path> files = Files.list(Path.of("config/sources"))) {
			for (Path file : files.toList()) {
				Files.copy(file, sources.resolve(file.getFileName()));
			}
		}
		return sources;
	}

	private void tenant(String name, String subscription, List<String> sources) throws IOException {
		Path tenants = Files.createDirectories(this.path.resolve("config/tenants"));
		Path secret = Files.writeString(tenants.resolveSibling(name + "-secret"), "benchmark");
		Files.writeString(tenants.resolve(name + ".yaml"),
				TENANT.formatted(name, subscription, this.vendor.login(), this.vendor.services(),
						this.vendor.services(), this.vendor.ca().toAbsolutePath(), VendorAnswers.CLIENT,
						secret.toAbsolutePath(), subscription, String.join(", ", sources)));
	}

}
