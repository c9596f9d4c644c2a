package org.dsrhub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The database that a test's ledger is in: H2, or with {@code -Dtest.database=postgresql}
 * a PostgreSQL server that lives as long as this process.
 */
public final class TestDatabase {

	private TestDatabase() {
	}

	/**
	 * The settings of a hub with a new, empty ledger; none where the hub's own are right.
	 */
	public static Map<String, String> settings() {
		return isPostgresql() ? postgresql() : Map.of();
	}

	/**
	 * The settings of a hub with a new, empty ledger in PostgreSQL.
	 */
	public static Map<String, String> postgresql() {
		return Server.newDatabase("");
	}

	/**
	 * A new, empty ledger: a copy of one that was migrated, since migrating takes several
	 * times as long.
	 */
	public static DataSource ledger() {
		return isPostgresql() ? of(Server.newDatabase(" template " + Server.MIGRATED)) : Memory.ledger();
	}

	/**
	 * The database of these settings.
	 */
	public static DataSource of(Map<String, ?> settings) {
		return new DriverManagerDataSource(settings.get("spring.datasource.url").toString(),
				settings.get("spring.datasource.username").toString(),
				settings.get("spring.datasource.password").toString());
	}

	private static boolean isPostgresql() {
		return "postgresql".equals(System.getProperty("test.database"));
	}

	private static DataSource migrated(DataSource database) {
		Flyway.configure().dataSource(database).load().migrate();
		return database;
	}

	private static final class Memory {

		private static final String MIGRATED = String.join("\n",
				JdbcClient.create(migrated(newDatabase())).sql("script").query(String.class).list());

		static DataSource ledger() {
			DataSource database = newDatabase();
			JdbcClient.create(database).sql(MIGRATED).update();
			return database;
		}

		private static DataSource newDatabase() {
			return new DriverManagerDataSource(
					"jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;DEFAULT_LOCK_TIMEOUT=10000");
		}

	}

	private static final class Server {

		private static final EmbeddedPostgres POSTGRES = start();

		private static final String MIGRATED = "ledger_migrated";

		static {
			create(MIGRATED);
			migrated(of(settings(MIGRATED)));
		}

		private static EmbeddedPostgres start() {
			try {
				return EmbeddedPostgres.builder().setServerConfig("max_connections", "400").start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		static Map<String, String> newDatabase(String template) {
			String name = "ledger_" + UUID.randomUUID().toString().replace("-", "");
			create(name + template);
			return settings(name);
		}

		private static void create(String database) {
			JdbcClient.create(POSTGRES.getPostgresDatabase()).sql("create database " + database).update();
		}

		private static Map<String, String> settings(String database) {
			return Map.of("spring.datasource.url", POSTGRES.getJdbcUrl("postgres", database),
					"spring.datasource.username", "postgres", "spring.datasource.password", "postgres");
		}

	}

}
