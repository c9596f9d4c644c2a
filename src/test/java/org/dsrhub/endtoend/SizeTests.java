package org.dsrhub.endtoend;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.awaitility.Awaitility;
import org.dsrhub.FreePort;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is large: files, and what is found for one person. The hub runs in a process of
 * its own with a heap of 256 MB. {@code -Dsize=full} tries the sizes that
 * {@code docs/performance.md} tells of, which takes an hour.
 */
class SizeTests {

	private static final boolean FULL = "full".equals(System.getProperty("size"));

	private static final ObjectMapper JSON = new ObjectMapper();

	@TempDir
	private Path folder;

	private HubProcess hub;

	@AfterEach
	void end() throws InterruptedException {
		if (this.hub != null) {
			this.hub.kill();
		}
	}

	@Test
	void a_file_of_many_rows_goes_on_at_the_row_where_the_hub_was_killed() throws Exception {
		long rows = FULL ? 100_000 : 5_000;
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			Installation installation = Installation.in(this.folder.resolve("hub")).with(contoso, "");
			drop(installation, "many.csv", (csv) -> {
				csv.write("reference,right,email\n");
				for (long row = 0; row < rows; row++) {
					csv.write("R-%d,discover,p%d@contoso.example\n".formatted(row, row));
				}
			});
			Instant begin = Instant.now();
			start(installation, "first.log", Map.of("hub.work.requests", 1, "hub.work.tasks", 1));
			await(() -> registered("first.log") > rows / 3);
			this.hub.kill();
			long before = count(installation, "select count(*) from inbox_row");
			assertThat(before).isBetween(rows / 3 - 200, rows - 1);
			start(installation, "second.log", Map.of("hub.work.requests", 1, "hub.work.tasks", 1));
			await(() -> Files.exists(installation.folder().resolve("inbox/contoso/.done/many.csv")));
			tell("%d rows, killed after %d", rows, before, begin);
			this.hub.kill();
			assertThat(
					count(installation, "select count(*) from evidence where entry like '%\"event\":\"registered\"%'"))
				.isEqualTo(rows);
			assertThat(count(installation, "select count(*) from request")).isEqualTo(rows);
			assertThat(count(installation, "select count(distinct reference) from request")).isEqualTo(rows);
			assertThat(count(installation, "select count(distinct receipt) from inbox_row")).isEqualTo(rows);
		}
	}

	@Test
	void a_very_large_file_is_read_as_a_stream_and_so_is_the_report_of_its_bad_rows() throws Exception {
		long bytes = FULL ? 1_000_000_000 : 25_000_000;
		String name = "x".repeat(9_000);
		long rows = bytes / 9_060;
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			Installation installation = Installation.in(this.folder.resolve("hub")).with(contoso, "");
			drop(installation, "large.csv", (csv) -> {
				csv.write("reference,right,email,requesterName\n");
				for (long row = 0; row < rows; row++) {
					csv.write("R-%d,discover,p%d@contoso.example,%s\n".formatted(row, row, name));
				}
				csv.write("R-good,discover,ana@contoso.example,Ana\n");
			});
			Instant begin = Instant.now();
			start(installation, "hub.log", Map.of());
			Path report = installation.folder().resolve("inbox/contoso/.rejected/large.csv.errors.json");
			await(() -> Files.exists(report.resolveSibling("large.csv")));
			tell("%d bad rows in %d MB", rows, bytes / 1_000_000, begin);
			long told = 0;
			try (JsonParser parser = JSON.createParser(report.toFile())) {
				while (parser.nextToken() != null) {
					told += (parser.currentToken() == JsonToken.START_OBJECT) ? 1 : 0;
				}
			}
			assertThat(told).isEqualTo(rows);
			Awaitility.await().until(() -> installation.result("contoso", "R-good").path("state").isTextual());
		}
	}

	@Test
	void a_person_with_very_many_records_gets_them_all() throws Exception {
		person(FULL ? 1_000_000 : 10_000, 1_000, 10);
	}

	@Test
	void a_very_large_package_is_made_and_handed_out_as_a_stream() throws Exception {
		person(FULL ? 55_000 : 100, 10, FULL ? 70_000 : 50_000);
	}

	private void person(long alerts, int page, int length) throws Exception {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso");
				ManyAlerts many = ManyAlerts.start("ana@contoso.example", alerts, page, length)) {
			Installation installation = Installation.in(this.folder.resolve("hub"))
				.with(contoso,
						"""
								endpoints: {login: "%s", arm: "%s", graph: "%s"}
								subscriptions: ["%s"]
								sources: {include: [defender-alerts]}
								decision: {discover: auto, access: auto, export: person, rectify: person, restrict: person, erase: person}
								"""
							.formatted(contoso.login().url(), many.url(), contoso.graph().url(),
									contoso.subscriptions().get(0)));
			start(installation, "hub.log", Map.of());
			Instant begin = Instant.now();
			installation.drop("contoso", "large.json",
					"""
							{"reference":"R-1","tenant":"contoso","right":"export","subject":{"email":"ana@contoso.example"}}""");
			JsonNode found = result(installation, "awaiting-decision");
			tell("%d alerts collected", alerts, begin);
			String id = found.path("id").asText();
			begin = Instant.now();
			JsonNode last = JSON
				.readTree(this.hub.get("/api/requests/%s/records?limit=10&after=%d".formatted(id, alerts - 10)));
			tell("the last of %d records shown", alerts, begin);
			assertThat(last.path("value")).hasSize(10);
			begin = Instant.now();
			assertThat(this.hub.approve(id, last.path("value").get(9).path("id").asText())).isEqualTo(200);
			JsonNode closed = result(installation, "completed");
			tell("%d bytes packaged", closed.path("package").path("bytes").asLong(), begin);
			assertThat(closed.path("tasks").get(0).path("count").asLong()).isEqualTo(alerts);
		}
	}

	private JsonNode result(Installation installation, String state) {
		return Awaitility.await(state)
			.atMost(FULL ? Duration.ofHours(1) : Duration.ofMinutes(1))
			.pollInterval(Duration.ofMillis(100))
			.until(() -> installation.result("contoso", "R-1"),
					(result) -> result.path("state").asText().equals(state));
	}

	private void start(Installation installation, String log, Map<String, ?> more) throws IOException {
		this.hub = HubProcess.start(installation, FreePort.any(), this.folder.resolve(log), more);
	}

	private void tell(String what, Object... numbers) {
		Instant begin = (Instant) numbers[numbers.length - 1];
		System.out.printf(what + ": %.1f s, at most %d MB of memory%n",
				Stream
					.concat(Stream.of(numbers).limit(numbers.length - 1),
							Stream.of(Duration.between(begin, Instant.now()).toMillis() / 1000.0,
									this.hub.peakMemory()))
					.toArray());
	}

	private long registered(String log) throws IOException {
		try (Stream<String> lines = Files.lines(this.folder.resolve(log))) {
			return lines.filter((line) -> line.contains("event=registered ")).count();
		}
	}

	private static void drop(Installation installation, String name, Content content) throws IOException {
		Path written = installation.folder().resolve("." + name);
		try (BufferedWriter csv = Files.newBufferedWriter(written)) {
			content.writeTo(csv);
		}
		Path inbox = Files.createDirectories(installation.folder().resolve("inbox/contoso"));
		Files.move(written, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
	}

	/**
	 * Asks the ledger of a hub that does not run.
	 */
	private static long count(Installation installation, String sql) {
		return JdbcClient
			.create(new DriverManagerDataSource("jdbc:h2:file:" + installation.data().resolve("ledger"), "hub", ""))
			.sql(sql)
			.query(Long.class)
			.single();
	}

	private static void await(java.util.concurrent.Callable<Boolean> condition) {
		Awaitility.await()
			.atMost(FULL ? Duration.ofHours(1) : Duration.ofMinutes(1))
			.pollInterval(Duration.ofMillis(200))
			.until(condition);
	}

	private interface Content {

		void writeTo(BufferedWriter csv) throws IOException;

	}

}
