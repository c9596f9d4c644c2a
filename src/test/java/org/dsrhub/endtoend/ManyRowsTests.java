package org.dsrhub.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.awaitility.Awaitility;
import org.dsrhub.FreePort;
import org.dsrhub.database.Timestamps;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Very many rows on PostgreSQL, purged by a hub with little memory that is killed
 * halfway. {@code -Dsize=full} tries a million.
 */
class ManyRowsTests {

	private static final int ROWS = "full".equals(System.getProperty("size")) ? 1_000_000 : 20_000;

	private static final String RUNS = "/api/retention/runs";

	private static final ObjectMapper JSON = new ObjectMapper();

	private HubProcess hub;

	@AfterEach
	void end() throws InterruptedException {
		if (this.hub != null) {
			this.hub.kill();
		}
	}

	@Test
	void every_row_goes_once_although_the_hub_is_killed_halfway(@TempDir Path folder) throws Exception {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			Installation installation = Installation.in(folder).withPostgresql().with(contoso, "");
			Files.writeString(folder.resolve("config/retention.yaml"),
					"rules: {idempotency-keys: {keep: P30D, cron: \"0 0 3 * * ?\", rate: 100000}}");
			this.hub = start(installation, folder);
			JdbcClient ledger = installation.ledger();
			fill(ledger);
			Instant begun = Instant.now();
			String run = run();
			await(run, (seen) -> seen.path("reached").asInt() >= ROWS / 2);
			Duration first = Duration.between(begun, Instant.now());
			this.hub.kill();
			long left = ledger.sql("select count(*) from filing_key").query(Long.class).single();
			assertThat(left).isBetween(1L, ROWS - 1L);
			this.hub = start(installation, folder);
			begun = Instant.now();
			JsonNode done = await(run, (seen) -> seen.hasNonNull("storedAt"));
			Duration all = first.plus(Duration.between(begun, Instant.now()));
			System.out.printf("%d rows purged in %d s, %d a second, killed with %d left, at most %d MB of memory%n",
					ROWS, all.toSeconds(), ROWS * 1_000L / all.toMillis(), left, this.hub.peakMemory());
			assertThat(done.path("state").asText()).isEqualTo("done");
			assertThat(done.path("things")).hasToString("{\"removed\":%d}".formatted(ROWS));
			assertThat(ledger.sql("select count(*) from filing_key").query(Long.class).single()).isZero();
		}
	}

	private static void fill(JdbcClient ledger) {
		Instant then = Instant.now().minus(Duration.ofDays(60));
		ledger
			.sql("insert into filing_key (tenant, caller, idempotency, body_sha256, receipt, at)"
					+ " select 'contoso', 'olga', 'k' || i, 'b', gen_random_uuid(), cast(? as timestamptz)"
					+ " from generate_series(1, ?) i")
			.params(Timestamps.of(then), ROWS)
			.update();
	}

	private HubProcess start(Installation installation, Path folder) throws IOException {
		return HubProcess.start(installation, FreePort.any(), folder.resolve("hub.log"),
				Map.of("hub.node", "a", "hub.lease", "PT20S", "hub.renew", "3000"), "-Xmx128m",
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
	}

	private String run() throws IOException {
		ObjectNode order = JSON.createObjectNode()
			.put("rule", "idempotency-keys")
			.put("tenant", "contoso")
			.put("dryRun", false);
		return JSON.readTree(this.hub.send(RUNS, order.toString())).path("id").asText();
	}

	private JsonNode await(String run, Predicate<JsonNode> wanted) {
		return Awaitility.await("run " + run)
			.atMost(Duration.ofMinutes(20))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> JSON.readTree(this.hub.get(RUNS + "/" + run)), wanted::test);
	}

}
