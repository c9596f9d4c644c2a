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
		return "postgresql".equals(System.getProperty("test.database")) ? postgresql() : Map.of();
	}

	/**
	 * The settings of a hub with a new, empty ledger in PostgreSQL.
	 */
	public static Map<String, String> postgresql() {
		return Map.of("spring.datasource.url", Server.newDatabase(), "spring.datasource.username", "postgres",
				"spring.datasource.password", "postgres");
	}

	/**
	 * A new, empty ledger.
	 */
	public static DataSource ledger() {
		Map<String, String> settings = settings();
		DataSource database = settings.isEmpty()
				? new DriverManagerDataSource(
						"jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;DEFAULT_LOCK_TIMEOUT=10000")
				: of(settings);
		Flyway.configure().dataSource(database).load().migrate();
		return database;
	}

	/**
	 * The database of these settings.
	 */
	public static DataSource of(Map<String, ?> settings) {
		return new DriverManagerDataSource(settings.get("spring.datasource.url").toString(),
				settings.get("spring.datasource.username").toString(),
				settings.get("spring.datasource.password").toString());
	}

	private static final class Server {

		private static final EmbeddedPostgres POSTGRES = start();

		private static EmbeddedPostgres start() {
			try {
				return EmbeddedPostgres.builder().setServerConfig("max_connections", "400").start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		static String newDatabase() {
			String name = "ledger_" + UUID.randomUUID().toString().replace("-", "");
			JdbcClient.create(POSTGRES.getPostgresDatabase()).sql("create database " + name).update();
			return POSTGRES.getJdbcUrl("postgres", name);
		}

	}

}
