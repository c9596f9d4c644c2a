package org.dsrhub.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.dsrhub.FreePort;

/**
 * A PostgreSQL server that can be killed with all its processes and started again with
 * what it had written.
 */
final class PostgresServer implements AutoCloseable {

	private final Path data;

	private final int port = FreePort.any();

	private EmbeddedPostgres server;

	private PostgresServer(Path data) {
		this.data = data;
	}

	static PostgresServer start(Path data) {
		PostgresServer server = new PostgresServer(data);
		server.restart();
		return server;
	}

	int port() {
		return this.port;
	}

	/**
	 * The settings of a hub whose ledger is here.
	 * @param host where this server is reached
	 */
	Map<String, String> settings(String host, int port) {
		return Map.of("spring.datasource.url",
				"jdbc:postgresql://%s:%d/postgres?socketTimeout=60".formatted(host, port), "spring.datasource.username",
				"postgres", "spring.datasource.password", "postgres");
	}

	Map<String, String> settings() {
		return settings("127.0.0.1", this.port);
	}

	/**
	 * Ends all its processes at once.
	 */
	void kill() {
		ProcessHandle postmaster = postmaster();
		List<ProcessHandle> all = Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
		all.forEach(ProcessHandle::destroyForcibly);
		Awaitility.await("PostgreSQL to be dead").until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
	}

	void restart() {
		try {
			if (this.server != null) {
				// There is nothing to stop, but this lets go of the folder.
				this.server.close();
			}
			this.server = EmbeddedPostgres.builder()
				.setDataDirectory(this.data)
				.setCleanDataDirectory(false)
				// Without it a commit may be told before it is kept.
				.setServerConfig("synchronous_commit", "on")
				.setServerConfig("max_connections", "200")
				.setPort(this.port)
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private ProcessHandle postmaster() {
		try {
			long pid = Long.parseLong(Files.readAllLines(this.data.resolve("postmaster.pid")).get(0));
			return ProcessHandle.of(pid).orElseThrow();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
