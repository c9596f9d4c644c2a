package org.dsrhub.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.TestDatabase;
import org.dsrhub.simulated.SimulatedTenant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * A folder as an administrator would lay it out: the project's own routes and sources, a
 * file for each simulated tenant, an inbox, an outbox and a data folder. Its one user,
 * {@code olga} with the password {@code olga-secret}, may do everything.
 */
public final class Installation {

	public static final String PASSWORD = "olga-secret";

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final String EXPORT = "config/sources/entra-system-logs.yaml";

	private static final String ROLES = "PrivacyOperator,Approver,Auditor,HoldKeeper,Owner,AccountAdministrator,TenantAdministrator,IoTCentralAdministrator";

	private final Path folder;

	private final List<String> tenants = new ArrayList<>();

	private Map<String, String> login;

	private final Map<String, Object> more = new java.util.LinkedHashMap<>();

	private Map<String, String> database = TestDatabase.settings();

	private Installation(Path folder) {
		this.folder = folder;
	}

	/**
	 * An installation in an empty folder.
	 */
	public static Installation in(Path folder) {
		try {
			for (String sub : List.of("config/tenants", "config/sources", "secrets", "inbox", "outbox")) {
				Files.createDirectories(folder.resolve(sub));
			}
			copy(Path.of("config/sources"), folder.resolve("config/sources"));
			Files.delete(folder.resolve(EXPORT));
			copy(Path.of("config/words"), folder.resolve("config/words"));
			copy(Path.of("routes"), folder.resolve("routes"));
			return new Installation(folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Adds the source that makes requests wait for a month, which is left out otherwise.
	 */
	public Installation withExports() {
		try {
			Files.copy(Path.of(EXPORT), this.folder.resolve(EXPORT));
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Connects a tenant.
	 * @param more of its file, whole top-level keys
	 */
	public Installation with(SimulatedTenant tenant, String more) {
		tenant.writeTenantFile(this.folder.resolve("config/tenants"), this.folder.resolve("secrets"), more);
		this.tenants.add(tenant.name());
		return this;
	}

	/**
	 * Sets what an administrator may set, over what is usual here.
	 */
	public Installation setting(String name, Object value) {
		this.more.put(name, value);
		return this;
	}

	/**
	 * Puts the ledger into PostgreSQL, where several nodes can share it.
	 */
	public Installation withPostgresql() {
		this.database = TestDatabase.postgresql();
		return this;
	}

	/**
	 * Puts the ledger into the database of these settings.
	 */
	public Installation withLedger(Map<String, String> settings) {
		this.database = settings;
		return this;
	}

	/**
	 * Takes tokens for the audience {@code hub} instead of olga's password.
	 */
	public Installation withIssuer(String issuer) {
		this.login = Map.of("hub.oauth2.issuer", issuer, "hub.oauth2.audience", "hub");
		return this;
	}

	/**
	 * The ledger, where it is in PostgreSQL.
	 */
	public JdbcClient ledger() {
		return JdbcClient.create(TestDatabase.of(this.database));
	}

	/**
	 * The settings of a hub here.
	 */
	public Map<String, Object> settings() {
		Map<String, Object> settings = new java.util.LinkedHashMap<>();
		for (String sub : List.of("config", "routes", "data", "inbox", "outbox")) {
			settings.put("hub." + sub, this.folder.resolve(sub).toString());
		}
		settings.putAll(this.database);
		settings.put("server.port", "0");
		settings.put("hub.quiet", "PT0.2S");
		settings.put("hub.patience", "PT1S");
		settings.put("hub.poll", "PT0.2S");
		settings.put("hub.sweep", "100");
		settings.put("hub.trace", "500");
		settings.putAll((this.login != null) ? this.login : olga());
		settings.putAll(this.more);
		return settings;
	}

	private Map<String, String> olga() {
		return Map.of("hub.users[0].name", "olga", "hub.users[0].password",
				"{bcrypt}" + new BCryptPasswordEncoder(4).encode(PASSWORD), "hub.users[0].roles", ROLES,
				"hub.users[0].tenants", String.join(",", this.tenants));
	}

	public Path folder() {
		return this.folder;
	}

	public Path data() {
		return this.folder.resolve("data");
	}

	/**
	 * Drops a file into a tenant's inbox as a careful sender does: written elsewhere,
	 * then moved.
	 */
	public void drop(String tenant, String name, String text) {
		drop(tenant, name, text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * As {@link #drop(String, String, String)}, for what is no text.
	 */
	public void drop(String tenant, String name, byte[] content) {
		try {
			Path inbox = Files.createDirectories(this.folder.resolve("inbox").resolve(tenant));
			Path written = Files.write(this.folder.resolve("." + tenant + "-" + name), content);
			Files.move(written, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What the outbox says of a reference, or a missing node.
	 */
	public JsonNode result(String tenant, String reference) {
		Path file = this.folder.resolve("outbox").resolve(tenant).resolve(reference + ".json");
		try {
			return Files.exists(file) ? JSON.readTree(file.toFile())
					: com.fasterxml.jackson.databind.node.MissingNode.getInstance();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void copy(Path from, Path to) throws IOException {
		try (Stream<Path> files = Files.walk(from)) {
			for (Path file : files.toList()) {
				Path target = to.resolve(from.relativize(file).toString());
				if (Files.isDirectory(file)) {
					Files.createDirectories(target);
				}
				else {
					Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
				}
			}
		}
	}

}
