package org.dsrhub.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the ledger and the folders say about requests.
 *
 * @param folder where the packages and the outbox are
 */
record NodesLedger(JdbcClient jdbc, Path folder) {

	/**
	 * How many are closed, from two small tables.
	 */
	long closed() {
		return count("select (select count(*) from reference) - (select count(*) from open_request)");
	}

	/**
	 * Whether the outbox tells of all of them how they ended.
	 */
	boolean told() {
		return count("select count(*) from request where notice_due is not null") == 0;
	}

	/**
	 * When each of the measured ones was closed, by its reference.
	 */
	Map<String, Instant> ends() {
		Map<String, Instant> ends = new HashMap<>();
		this.jdbc.sql("select reference, closed_at from request where reference like 'N-%'").query((row) -> {
			ends.put(row.getString("reference"), row.getObject("closed_at", OffsetDateTime.class).toInstant());
		});
		return ends;
	}

	/**
	 * How many tasks of the measured ones each node ended.
	 */
	Map<String, Long> tasks() {
		Map<String, Long> tasks = new TreeMap<>();
		this.jdbc.sql("""
				select task.lease_node, count(*) as done from task join request on request.id = task.request
				where request.reference like 'N-%' group by task.lease_node""").query((row) -> {
			tasks.put(row.getString("lease_node"), row.getLong("done"));
		});
		return tasks;
	}

	/**
	 * Fails unless each of so many requests was done exactly once.
	 */
	void check(long requests) throws IOException {
		expect(requests, "select count(*) from request where state = 'completed' and revision = 1");
		expect(requests, "select count(*) from request");
		expect(0, "select count(*) from duplicate");
		for (String event : new String[] { "registered", "planned", "package-stored", "closed" }) {
			String once = " from evidence where entry like '%\"event\":\"" + event + "\"%'";
			expect(requests, "select count(*)" + once);
			expect(requests, "select count(distinct request)" + once);
		}
		expect(requests, "packages", entries("data/packages"));
		expect(requests, "results", entries("outbox"));
		expect(0, "staged", entries("data/staging"));
	}

	private void expect(long wanted, String sql) {
		expect(wanted, sql, count(sql));
	}

	private static void expect(long wanted, String what, long found) {
		if (found != wanted) {
			throw new IllegalStateException("%d where %d should be: %s".formatted(found, wanted, what));
		}
	}

	private long entries(String place) throws IOException {
		Path tenant = this.folder.resolve(place).resolve(Contestant.TENANT);
		if (Files.notExists(tenant)) {
			return 0;
		}
		try (Stream<Path> entries = Files.list(tenant)) {
			return entries.filter((entry) -> !entry.getFileName().toString().startsWith(".")).count();
		}
	}

	private long count(String sql) {
		return this.jdbc.sql(sql).query(Long.class).single();
	}

}
