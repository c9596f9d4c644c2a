package org.dsrhub.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The hub as it is delivered: the jar in a process of its own, in a folder that has two
 * tenants, a usual one and one with very many alerts.
 */
final class HubUnderTest {

	private static final Path JAR = Path.of("target", "dsr-hub.jar");

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
			sources: {include: [activity-log, defender-alerts, defender-jit-policies, defender-security-contacts, entra-user]}
			container: {kind: local}
			inbox: {principal: {name: file-drop, roles: [Owner, AccountAdministrator, TenantAdministrator]}}
			decision: {discover: auto, access: auto, export: auto, rectify: person, restrict: person, erase: person}
			""";

	private HubUnderTest() {
	}

	/**
	 * Starts it and waits until it is ready.
	 */
	static Contestant start(Path java, Path folder, VendorProcess vendor, Options options)
			throws IOException, InterruptedException {
		if (Files.notExists(JAR)) {
			throw new IllegalStateException("there is no " + JAR + "; say package before spring-boot:test-run");
		}
		lay(folder, vendor);
		List<String> command = new ArrayList<>(List.of("-Xmx" + options.heap()));
		command.addAll(options.jvm());
		command.addAll(List.of("-jar", JAR.toString(), "--server.port=0", "--hub.routes=routes", "--hub.quiet=PT0.1S",
				"--hub.poll=PT0.1S"));
		for (String part : List.of("config", "data", "inbox", "outbox")) {
			command.add("--hub." + part + "=" + folder.resolve(part));
		}
		command.addAll(options.hub());
		JavaProcess process = JavaProcess.start(java, folder, command);
		process.await("event=ready");
		return new Contestant("hub", process, folder);
	}

	private static void lay(Path folder, VendorProcess vendor) throws IOException {
		Path sources = Files.createDirectories(folder.resolve("config/sources"));
		try (Stream<Path> files = Files.list(Path.of("config/sources"))) {
			for (Path file : files.toList()) {
				Files.copy(file, sources.resolve(file.getFileName()));
			}
		}
		tenant(folder, vendor, "contoso", VendorAnswers.SUBSCRIPTION);
		tenant(folder, vendor, "large", VendorAnswers.LARGE);
	}

	private static void tenant(Path folder, VendorProcess vendor, String name, String subscription) throws IOException {
		Path tenants = Files.createDirectories(folder.resolve("config/tenants"));
		Path secret = Files.writeString(tenants.resolveSibling(name + "-secret"), "benchmark");
		Files.writeString(tenants.resolve(name + ".yaml"),
				TENANT.formatted(name, subscription, vendor.login(), vendor.services(), vendor.services(),
						vendor.ca().toAbsolutePath(), VendorAnswers.CLIENT, secret.toAbsolutePath(), subscription));
	}

}
