package org.dsrhub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

import javax.sql.DataSource;

import org.dsrhub.configuration.HubProperties;
import org.dsrhub.database.LedgerClock;
import org.dsrhub.database.MachineClock;
import org.dsrhub.source.Catalogue;
import org.dsrhub.tenant.Tenants;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * An installation in a folder for tests: the tenants {@code contoso} and
 * {@code fabrikam}, who take files, {@code northwind}, who does not, and an empty ledger.
 */
public final class Workshop {

	private final Path folder;

	private final DataSource database;

	private final HubProperties hub;

	public Workshop(Path folder) {
		this(folder, TestDatabase.ledger());
	}

	public Workshop(Path folder, DataSource database) {
		this.folder = folder;
		this.database = database;
		this.hub = new HubProperties(folder.resolve("config"), folder.resolve("routes"), folder.resolve("data"),
				folder.resolve("inbox"), folder.resolve("outbox"), "test", Duration.ofSeconds(2),
				Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofMinutes(5), new HubProperties.Work(1, 1, 1),
				Duration.ofDays(7), null, Duration.ofDays(7), new HubProperties.Evidence(null));
		configure(folder);
	}

	/**
	 * Writes the configuration files.
	 */
	public static void configure(Path folder) {
		tenant(folder, "contoso", "DK", "Europe/Copenhagen", "inbox: {principal: {name: file-drop, roles: [Owner]}}");
		tenant(folder, "fabrikam", "US", "America/New_York",
				"inbox: {principal: {name: file-drop, roles: [Owner]}}\nsources: {include: [entra-user]}");
		tenant(folder, "northwind", "DE", "UTC", "");
		source(folder, "entra-user");
		source(folder, "activity-log");
		write(folder.resolve("routes/kamelets/list-action.kamelet.yaml"), "spec: {definition: {properties: {}}}\n");
	}

	private static void tenant(Path folder, String name, String region, String timezone, String more) {
		write(folder.resolve("config/tenants/" + name + ".yaml"), """
				tenant: %s
				entraTenantId: 11111111-1111-1111-1111-111111111111
				administrator: admin@%s.example
				region: %s
				timezone: %s
				credential: {kind: secret, clientId: app, secret: "env:NONE"}
				%s
				""".formatted(name, name, region, timezone, more));
	}

	private static void source(Path folder, String name) {
		write(folder.resolve("config/sources/" + name + ".yaml"), """
				source: %s
				system: Entra ID
				category: c
				purpose: p
				recipients: r
				legalBasis: l
				keptFor: k
				searchedBy: [email]
				roles: {export: [Owner]}
				collect: {kamelet: list-action, parameters: {}}
				""".formatted(name));
	}

	public static void write(Path file, String text) {
		try {
			Files.createDirectories(file.getParent());
			Files.writeString(file, text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public Path inbox(String tenant) {
		return this.folder.resolve("inbox").resolve(tenant);
	}

	public HubProperties hub() {
		return this.hub;
	}

	public Tenants tenants() {
		return new Tenants(this.hub, catalogue());
	}

	public Catalogue catalogue() {
		return new Catalogue(this.hub);
	}

	/**
	 * The ledger's time, which is right, and by which all leases can be told.
	 */
	public LedgerClock ledgerClock() {
		return LedgerClock.alone(new MachineClock(Clock.systemUTC()), this.hub.lease());
	}

	public DataSource database() {
		return this.database;
	}

	public JdbcClient jdbc() {
		return JdbcClient.create(this.database);
	}

	public PlatformTransactionManager transactions() {
		return new DataSourceTransactionManager(this.database);
	}

	public Clock clock() {
		return Clock.systemUTC();
	}

	public long count(String table) {
		return jdbc().sql("select count(*) from " + table).query(Long.class).single();
	}

}
