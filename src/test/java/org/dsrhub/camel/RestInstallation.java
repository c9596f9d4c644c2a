package org.dsrhub.camel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.dsrhub.TestDatabase;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.test.context.DynamicPropertyRegistry;

/**
 * A folder with two tenants, two sources, the project's REST routes and people of every
 * kind. Everybody's password is their name with {@code -secret} behind it.
 */
final class RestInstallation {

	static final List<String> VENDOR_ROLES = List.of("Reader", "Contributor", "Owner", "AccountAdministrator",
			"TenantAdministrator", "IoTCentralAdministrator");

	private RestInstallation() {
	}

	static void create(DynamicPropertyRegistry registry) {
		try {
			Path folder = Files.createTempDirectory("dsr-hub-rest");
			tenant(folder, "contoso",
					"supervisoryAuthority: {name: The Data Authority, url: \"https://authority.example\"}");
			tenant(folder, "fabrikam", "");
			source(folder, "alerts", "unclassified", "[Reader, AccountAdministrator]", "[AccountAdministrator]");
			source(folder, "users", "not-required", "[TenantAdministrator]", "[TenantAdministrator]");
			write(folder.resolve("routes/kamelets/list-action.kamelet.yaml"), "spec: {definition: {properties: {}}}");
			routes(folder.resolve("routes"));
			registry.add("hub.config", () -> folder.resolve("config").toString());
			registry.add("hub.routes", () -> folder.resolve("routes").toString());
			registry.add("hub.data", () -> folder.resolve("data").toString());
			registry.add("hub.inbox", () -> folder.resolve("inbox").toString());
			registry.add("hub.outbox", () -> folder.resolve("outbox").toString());
			TestDatabase.settings().forEach((key, value) -> registry.add(key, () -> value));
			registry.add("hub.rest.max-body", () -> "100KB");
			registry.add("hub.public-url", () -> "https://dsr.contoso.example/");
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		int next = 0;
		user(registry, next++, "olga", "PrivacyOperator,Reader", "contoso");
		user(registry, next++, "fred", "PrivacyOperator,TenantAdministrator,AccountAdministrator", "fabrikam");
		user(registry, next++, "both", "PrivacyOperator", "contoso,fabrikam");
		user(registry, next++, "nobody", "", "contoso");
		user(registry, next++, "homeless", "PrivacyOperator", "");
		for (String role : List.of("PrivacyOperator", "Approver", "Auditor", "HoldKeeper", "Reader", "Contributor",
				"Owner", "AccountAdministrator", "TenantAdministrator", "IoTCentralAdministrator")) {
			user(registry, next++, role, role, "contoso");
		}
	}

	private static void user(DynamicPropertyRegistry registry, int index, String name, String roles, String tenants) {
		String user = "hub.users[%d].".formatted(index);
		String password = "{bcrypt}" + new BCryptPasswordEncoder(4).encode(name + "-secret");
		registry.add(user + "name", () -> name);
		registry.add(user + "password", () -> password);
		registry.add(user + "roles", () -> roles);
		registry.add(user + "tenants", () -> tenants);
	}

	private static void tenant(Path folder, String name, String more) throws IOException {
		write(folder.resolve("config/tenants/" + name + ".yaml"), """
				tenant: %s
				entraTenantId: 11111111-1111-1111-1111-111111111111
				administrator: admin@%s.example
				region: DK
				credential: {kind: secret, clientId: client, secret: "file:%s"}
				mailboxes: {intake: {imap: "imap://127.0.0.1:1", smtp: "smtp://127.0.0.1:1", address: dsr@%s.example,
				  password: "file:%s", authserv: mx.contoso.example}}
				%s
				""".formatted(name, name, folder.resolve("secret"), name, folder.resolve("secret"), more));
		write(folder.resolve("secret"), "not-used");
	}

	private static void source(Path folder, String name, String classification, String access, String export)
			throws IOException {
		write(folder.resolve("config/sources/" + name + ".yaml"), """
				source: %s
				system: System of %s
				category: category
				purpose: purpose
				recipients: recipients
				legalBasis: legal basis
				keptFor: 30 days
				classification: %s
				searchedBy: [email]
				roles: {discover: %s, access: %s, export: %s}
				collect: {kamelet: list-action, parameters: {}}
				""".formatted(name, name, classification, access, access, export));
	}

	private static void routes(Path target) throws IOException {
		try (Stream<Path> files = Files.walk(Path.of("routes"))) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".camel.yaml")).toList()) {
				String text = Files.readString(file);
				if (text.contains("rest-errors") || text.contains("- rest:")) {
					write(target.resolve(Path.of("routes").relativize(file)), text);
				}
			}
		}
	}

	private static void write(Path file, String text) throws IOException {
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

}
