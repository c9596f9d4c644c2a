package org.dsrhub.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A PostgreSQL server as it is delivered: each commit is on the disk before it is
 * answered, which the embedded one leaves out by itself.
 */
record Postgres(EmbeddedPostgres server, JdbcClient ledger) implements AutoCloseable {

	private static final String USER = "postgres";

	/**
	 * Starts one.
	 * @param folder where its data go
	 * @throws IllegalStateException if its commits would not be durable
	 */
	static Postgres start(Path folder) throws IOException {
		EmbeddedPostgres server = EmbeddedPostgres.builder()
			.setDataDirectory(folder)
			.setServerConfig("fsync", "on")
			.setServerConfig("synchronous_commit", "on")
			.setServerConfig("max_connections", "200")
			.start();
		Postgres postgres = new Postgres(server, JdbcClient.create(server.getPostgresDatabase()));
		for (String setting : new String[] { "fsync", "synchronous_commit", "full_page_writes" }) {
			String value = postgres.ledger.sql("show " + setting).query(String.class).single();
			if (!value.equals("on")) {
				throw new IllegalStateException(setting + " is " + value);
			}
		}
		return postgres;
	}

	/**
	 * The settings of a hub whose ledger this is.
	 */
	Map<String, String> settings() {
		return Map.of("spring.datasource.url", this.server.getJdbcUrl(USER, USER), "spring.datasource.username", USER,
				"spring.datasource.password", USER);
	}

	/**
	 * What it has done so far.
	 */
	Done done() {
		return this.ledger.sql("""
				select xact_commit + xact_rollback, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint,
				pg_database_size(datname) from pg_stat_database where datname = current_database()""")
			.query((row, number) -> new Done(row.getLong(1), row.getLong(2), row.getLong(3)))
			.single();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

	/**
	 * @param walBytes how much it has written ahead
	 * @param bytes how large the tables and their indexes are
	 */
	record Done(long transactions, long walBytes, long bytes) {

		Done since(Done before) {
			return new Done(this.transactions - before.transactions, this.walBytes - before.walBytes,
					this.bytes - before.bytes);
		}

	}

}
