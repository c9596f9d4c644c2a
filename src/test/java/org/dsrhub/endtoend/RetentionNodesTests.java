package org.dsrhub.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.dsrhub.FreePort;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three nodes on one PostgreSQL database, and a day of schedules in half a minute. The
 * node that carries a run out is killed in its middle.
 */
class RetentionNodesTests {

	private static final int FILES = 150;

	private static final Duration DAY = Duration.ofSeconds(6);

	/** How late a firing may be before Quartz leaves it out. */
	private static final Duration MISFIRE = Duration.ofSeconds(60);

	private final Map<String, HubProcess> nodes = new HashMap<>();

	@TempDir
	private Path folder;

	@AfterEach
	void end() throws InterruptedException {
		for (HubProcess node : this.nodes.values()) {
			node.kill();
		}
	}

	@Test
	void each_firing_is_one_run_and_each_thing_goes_once_though_the_node_in_charge_is_killed() throws Exception {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso");
				SimulatedTenant fabrikam = SimulatedTenant.start("fabrikam")) {
			Installation installation = Installation.in(this.folder.resolve("hub"))
				.withPostgresql()
				.with(contoso, "")
				.with(fabrikam, "timezone: America/New_York\n");
			Files.writeString(installation.folder().resolve("config/retention.yaml"), """
					rules:
					  inbox-files: {keep: P30D, cron: "0/6 * * * * ?", rate: 40}
					  staging: {keep: P1D, cron: "3/6 * * * * ?"}
					""");
			for (String node : List.of("one", "two", "three")) {
				this.nodes.put(node, start(installation, node));
			}
			JdbcClient ledger = installation.ledger();
			await(() -> fired(ledger).size() >= 4);
			old(installation, "contoso");
			old(installation, "fabrikam");
			// In the middle of a run: some things are gone, and others of its list are
			// not.
			String[] working = { null };
			await(() -> {
				working[0] = ledger
					.sql("select lease_node from retention_run where state = 'purging' and lease is not null"
							+ " and removed > 0 and reached < listed limit 1")
					.query(String.class)
					.optional()
					.orElse(null);
				return working[0] != null;
			});
			this.nodes.remove(working[0]).kill();
			await(() -> left(installation) == 0);
			Instant then = Instant.now();
			await(() -> fired(ledger).values()
				.stream()
				.allMatch((firings) -> firings.get(firings.size() - 1).scheduled().isAfter(then)));
			await(() -> ledger.sql("select count(*) from retention_run where due is not null and asked_at < ?")
				.param(java.time.OffsetDateTime.ofInstant(then, java.time.ZoneOffset.UTC))
				.query(Long.class)
				.single() == 0);
			assertThat(fired(ledger)).hasSize(4).allSatisfy((schedule, firings) -> {
				for (int i = 1; i < firings.size(); i++) {
					Instant expected = firings.get(i - 1).scheduled().plus(DAY);
					if (firings.get(i).asked().isBefore(expected.plus(MISFIRE))) {
						assertThat(firings.get(i).scheduled()).as(schedule).isEqualTo(expected);
					}
				}
			});
			assertThat(ledger
				.sql("select count(*) from retention_item item join retention_run run on run.id = item.run"
						+ " where run.rule = 'inbox-files' group by run.tenant, item.thing")
				.query(Long.class)
				.list()).as("each thing is on one list").hasSize(2 * FILES).containsOnly(1L);
			// What went in the moment in which the node was killed may be told as gone.
			assertThat(ledger.sql("select distinct state from retention_item").query(String.class).list())
				.contains("removed")
				.isSubsetOf("removed", "gone");
			assertThat(ledger
				.sql("select count(*) from retention_run where state = 'failed'"
						+ " or state = 'stopped' and reason not like '% has not ended'")
				.query(Long.class)
				.single()).isZero();
		}
	}

	@Test
	void nodes_that_start_at_once_on_a_new_ledger_share_its_schedules() throws Exception {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			Installation installation = Installation.in(this.folder.resolve("hub")).withPostgresql().with(contoso, "");
			Map<String, HubProcess> started = new ConcurrentHashMap<>();
			List.of("one", "two", "three")
				.stream()
				.map((node) -> CompletableFuture.runAsync(() -> started.put(node, start(installation, node)),
						(task) -> new Thread(task).start()))
				.toList()
				.forEach(CompletableFuture::join);
			this.nodes.putAll(started);
			JdbcClient ledger = installation.ledger();
			assertThat(halfMade(ledger)).isZero();

			end();
			ledger.sql("delete from qrtz_cron_triggers").update();
			ledger.sql("delete from qrtz_triggers").update();
			assertThat(halfMade(ledger)).isPositive();
			this.nodes.put("four", start(installation, "four"));
			assertThat(halfMade(ledger)).isZero();
		}
	}

	private static long halfMade(JdbcClient ledger) {
		return ledger
			.sql("select count(*) from qrtz_job_details where (job_name, job_group) not in"
					+ " (select job_name, job_group from qrtz_triggers)")
			.query(Long.class)
			.single();
	}

	private HubProcess start(Installation installation, String node) {
		return HubProcess.start(installation, FreePort.any(), this.folder.resolve(node + ".log"),
				Map.of("hub.node", node, "hub.lease", "PT6S", "hub.renew", "1000",
						"spring.quartz.properties[org.quartz.jobStore.clusterCheckinInterval]", "1000"));
	}

	/**
	 * When each schedule fired, by the row of each run.
	 */
	private static Map<String, List<Firing>> fired(JdbcClient ledger) {
		Map<String, List<Firing>> fired = new HashMap<>();
		ledger.sql(
				"select tenant, rule, scheduled_for, asked_at from retention_run where rule in ('inbox-files', 'staging')"
						+ " and scheduled_for is not null order by scheduled_for")
			.query((row) -> {
				fired.computeIfAbsent(row.getString(1) + "." + row.getString(2), (schedule) -> new ArrayList<>())
					.add(new Firing(row.getTimestamp(3).toInstant(), row.getTimestamp(4).toInstant()));
			});
		return fired;
	}

	private record Firing(Instant scheduled, Instant asked) {
	}

	private static void old(Installation installation, String tenant) throws IOException {
		Path done = Files.createDirectories(installation.folder().resolve("inbox").resolve(tenant).resolve(".done"));
		for (int i = 0; i < FILES; i++) {
			Path file = Files.writeString(installation.folder().resolve("file"), "some rows");
			Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(40))));
			Files.move(file, done.resolve("old-%d.csv".formatted(i)));
		}
	}

	private static long left(Installation installation) throws IOException {
		long left = 0;
		for (String tenant : List.of("contoso", "fabrikam")) {
			try (Stream<Path> files = Files.list(installation.folder().resolve("inbox/" + tenant + "/.done"))) {
				left += files.count();
			}
		}
		return left;
	}

	private static void await(java.util.concurrent.Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(100)).until(condition);
	}

}
