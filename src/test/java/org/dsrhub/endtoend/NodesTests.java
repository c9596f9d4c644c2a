package org.dsrhub.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.dsrhub.FreePort;
import org.dsrhub.simulated.AzuriteServer;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes on one PostgreSQL database, one inbox and one container, one of which is
 * killed twice. {@code -Dnodes.requests} says how many requests; of 10,000 each node does
 * at least a third.
 */
@Tag("faults")
class NodesTests {

	private static final int REQUESTS = Integer.getInteger("nodes.requests", 500);

	private static final int ROWS = REQUESTS / 20;

	/**
	 * In a short run the node that is killed twice misses much of it.
	 */
	private static final int SHARE = (REQUESTS < 10_000) ? 20 : 3;

	private final List<HubProcess> nodes = new ArrayList<>();

	@AfterEach
	void end() throws InterruptedException {
		for (HubProcess node : this.nodes) {
			node.kill();
		}
	}

	@Test
	void each_request_is_done_once_and_each_node_does_its_share(@TempDir Path folder) throws Exception {
		try (AzuriteServer azurite = AzuriteServer.start();
				SimulatedTenant contoso = SimulatedTenant.start("contoso");
				SimulatedTenant fabrikam = SimulatedTenant.start("fabrikam")) {
			Path secret = Files.writeString(folder.resolve("storage"), azurite.connectionString());
			Installation installation = Installation.in(folder.resolve("hub"))
				.withPostgresql()
				.with(contoso, "")
				.with(fabrikam,
						"container: {kind: azure, name: nodes, credential: {kind: connection-string, value: \"file:%s\"}}%n"
							.formatted(secret));
			Map<String, String> people = settle(contoso, fabrikam);
			int port = FreePort.any();
			start(installation, "steady", FreePort.any(), folder);
			HubProcess killed = start(installation, "killed", port, folder);
			Instant begin = Instant.now();
			for (int part = 1; part <= 3; part++) {
				drop(installation, people, REQUESTS * (part - 1) / 3, REQUESTS * part / 3);
				if (part < 3) {
					int some = REQUESTS * (2 * part - 1) / 6;
					await(() -> closed(installation) >= some);
					killed.kill();
					killed = start(installation, "killed", port, folder);
				}
			}
			await(() -> closed(installation) == REQUESTS);
			System.out.printf("%d requests on two nodes, one killed twice, in %d s: requests %s, tasks %s%n", REQUESTS,
					Duration.between(begin, Instant.now()).toSeconds(), by(installation, "request"),
					by(installation, "task"));
			assertEachOnce(installation);
			for (String table : List.of("request", "task")) {
				Map<String, Long> shares = by(installation, table);
				assertThat(shares.get("steady")).isGreaterThanOrEqualTo(total(shares) / SHARE);
				assertThat(shares.get("killed")).isGreaterThanOrEqualTo(total(shares) / SHARE);
			}
		}
	}

	private HubProcess start(Installation installation, String node, int port, Path folder) {
		HubProcess hub = HubProcess.start(installation, port, folder.resolve(node + ".log"),
				Map.of("hub.node", node, "hub.lease", "PT20S", "hub.renew", "3000"));
		this.nodes.add(hub);
		return hub;
	}

	/**
	 * The address of one person in each tenant.
	 */
	private static Map<String, String> settle(SimulatedTenant... tenants) {
		Map<String, String> people = new TreeMap<>();
		for (SimulatedTenant tenant : tenants) {
			people.put(tenant.name(), SamplePeople.settle(tenant, Instant.now()).email());
			tenant.arm().pageSize(100);
			tenant.graph().pageSize(100);
		}
		return people;
	}

	/**
	 * One person of each tenant, from ever another address: no two requests are the same.
	 * One in ten is of the tenant whose packages are in Azure.
	 */
	private static void drop(Installation installation, Map<String, String> people, int from, int to) {
		StringBuilder text = new StringBuilder();
		for (int i = from; i < to; i++) {
			String tenant = tenant(i);
			text.append("N-%d,%s,%s,10.%d.%d.%d\n".formatted(i, (i % 2 == 0) ? "export" : "access", people.get(tenant),
					i >> 16, (i >> 8) & 255, i & 255));
			if (i % ROWS == ROWS - 1 || i == to - 1) {
				installation.drop(tenant, i + ".csv", "reference,right,email,ipAddresses\n" + text);
				text.setLength(0);
			}
		}
	}

	private static String tenant(int request) {
		return (request / ROWS % 10 == 9) ? "fabrikam" : "contoso";
	}

	private static void assertEachOnce(Installation installation) throws IOException {
		JdbcClient ledger = installation.ledger();
		assertThat(count(ledger, "select count(*) from request where state = 'completed'")).isEqualTo(REQUESTS);
		assertThat(count(ledger, "select count(*) from duplicate")).isZero();
		assertThat(count(ledger, "select count(*) from inbox_row where receipt is not null")).isEqualTo(REQUESTS);
		for (String event : List.of("registered", "identified", "planned", "package-stored", "closed")) {
			assertThat(ledger.sql("select count(*) from evidence where entry like ? group by request")
				.param("%\"event\":\"" + event + "\"%")
				.query(Long.class)
				.list()).as(event).hasSize(REQUESTS).containsOnly(1L);
		}
		assertThat(ledger.sql("select count(*) from task where outcome = 'found' group by request")
			.query(Long.class)
			.list()).hasSize(REQUESTS).containsOnly(5L);
		Awaitility.await("the results to be told")
			.until(() -> count(ledger, "select count(*) from request where notice_due is not null") == 0);
		try (Stream<Path> results = Files.walk(installation.folder().resolve("outbox"))) {
			assertThat(results.filter(Files::isRegularFile)
				.map((file) -> file.getFileName().toString())
				.filter((name) -> name.matches("N-\\d+\\.json"))).hasSize(REQUESTS);
		}
		for (int i = 0; i < REQUESTS; i += REQUESTS / 20) {
			assertThat(installation.result(tenant(i), "N-" + i).path("state").asText()).isEqualTo("completed");
		}
		for (String tenant : List.of("contoso", "fabrikam")) {
			try (Stream<Path> left = Files.list(installation.folder().resolve("inbox").resolve(tenant))) {
				assertThat(left.filter(Files::isRegularFile)).isEmpty();
			}
		}
	}

	private static long closed(Installation installation) {
		return count(installation.ledger(), "select count(*) from request where closed_at is not null");
	}

	private static Map<String, Long> by(Installation installation, String table) {
		Map<String, Long> shares = new LinkedHashMap<>();
		installation.ledger()
			.sql("select lease_node, count(*) as done from " + table + " group by lease_node order by lease_node")
			.query((row) -> {
				shares.put(row.getString("lease_node"), row.getLong("done"));
			});
		return shares;
	}

	private static long total(Map<String, Long> shares) {
		return shares.values().stream().mapToLong(Long::longValue).sum();
	}

	private static long count(JdbcClient ledger, String sql) {
		return ledger.sql(sql).query(Long.class).single();
	}

	private static void await(java.util.concurrent.Callable<Boolean> condition) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60 + REQUESTS / 5))
			.pollInterval(Duration.ofMillis(200))
			.until(condition);
	}

}
