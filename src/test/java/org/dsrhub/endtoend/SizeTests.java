package org.dsrhub.endtoend;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.zip.ZipFile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.dsrhub.simulated.ManyAlerts;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Much of everything, in a hub that has 256 MB. {@code -Dsize=full} takes the sizes of
 * {@code docs/performance.md}.
 */
class SizeTests {

	private static final boolean FULL = "full".equals(System.getProperty("size"));

	private static final int ROWS = FULL ? 100_000 : 6_000;

	private static final int MEGABYTES = FULL ? 1024 : 64;

	private static final int ALERTS = FULL ? 1_000_000 : 10_000;

	@Test
	void a_long_file_is_taken_on_in_the_middle_after_a_kill(@TempDir Path folder) throws Exception {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			// Nobody answers for the directory, so that the requests wait as they are.
			contoso.graph().close();
			Installation installation = Installation.in(folder.resolve("hub")).with(contoso, "").withPostgresql();
			int port = free();
			HubProcess hub = HubProcess.start(installation, port, folder.resolve("hub.log"));
			Instant begin = Instant.now();
			drop(installation, "long.csv", ROWS,
					(row) -> "L-%d,export,person%d@contoso.example,\n".formatted(row, row));
			await(() -> taken(installation) > ROWS / 3);
			hub.kill();
			long before = taken(installation);
			assertThat(before).isBetween(ROWS / 3L, (long) ROWS - 1);
			hub = HubProcess.start(installation, port, folder.resolve("hub.log"));
			await(() -> Files.exists(installation.folder().resolve("inbox/contoso/.done/long.csv")));
			told("a file of %d rows, killed at row %d", begin, ROWS, before);
			assertThat(count(installation, "select count(*) from request")).isEqualTo(ROWS);
			assertThat(count(installation, "select count(*) from duplicate")).isZero();
			assertThat(count(installation, "select count(*) from inbox_file")).isEqualTo(1);
			assertThat(count(installation, "select count(distinct receipt) from inbox_row")).isEqualTo(ROWS);
			hub.kill();
		}
	}

	@Test
	void a_large_file_is_never_held_in_memory(@TempDir Path folder) throws Exception {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			Installation installation = Installation.in(folder.resolve("hub")).with(contoso, "");
			HubProcess hub = HubProcess.start(installation, free(), folder.resolve("hub.log"), Map.of(), "-Xmx256m");
			String filler = "x".repeat(1000);
			int rows = MEGABYTES * 1000;
			Instant begin = Instant.now();
			drop(installation, "large.csv", rows,
					(row) -> "G-%d,exprot,person%d@contoso.example,%s\n".formatted(row, row, filler));
			await(() -> Files.exists(installation.folder().resolve("inbox/contoso/.rejected/large.csv")));
			told("a file of %d MB with %d bad rows", begin, MEGABYTES, rows);
			Path report = installation.folder().resolve("inbox/contoso/.rejected/large.csv.errors.json");
			assertThat(elements(Files.newInputStream(report))).isGreaterThanOrEqualTo(rows);
			hub.kill();
		}
	}

	@Test
	void a_person_with_very_many_alerts_gets_them_all(@TempDir Path folder) throws Exception {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SamplePeople people = SamplePeople.settle(contoso, Instant.now());
			try (ManyAlerts alerts = ManyAlerts.of(contoso, people.email(), ALERTS)) {
				Installation installation = Installation.in(folder.resolve("hub")).with(contoso, alerts.endpoints());
				HubProcess hub = HubProcess.start(installation, free(), folder.resolve("hub.log"), Map.of(), "-Xmx256m",
						"-XX:+UseSerialGC");
				Instant begin = Instant.now();
				installation.drop("contoso", "one.json",
						"{\"reference\":\"M-1\",\"tenant\":\"contoso\",\"right\":\"export\",\"subject\":{\"email\":\"%s\"}}"
							.formatted(people.email()));
				JsonNode result = Awaitility.await()
					.atMost(Duration.ofMinutes(FULL ? 40 : 3))
					.pollInterval(Duration.ofMillis(200))
					.until(() -> installation.result("contoso", "M-1"),
							(found) -> found.path("state").asText().startsWith("completed"));
				told("a person with %d alerts, a package of %d bytes, peak memory %d MB", begin, ALERTS,
						result.path("package").path("bytes").asLong(), hub.peakMemory() >> 20);
				assertThat(result.path("state").asText()).isEqualTo("completed");
				Path zip = installation.data()
					.resolve("packages")
					.resolve(result.path("package").path("path").asText());
				try (ZipFile package_ = new ZipFile(zip.toFile())) {
					assertThat(elements(
							package_.getInputStream(package_.getEntry("Defender for Cloud/defender-alerts.json"))))
						.isEqualTo(ALERTS);
				}
				hub.kill();
			}
		}
	}

	/**
	 * Writes it elsewhere and moves it in; it may be larger than the memory.
	 */
	private static void drop(Installation installation, String name, int rows,
			java.util.function.IntFunction<String> row) throws IOException {
		Path written = installation.folder().resolve("." + name);
		try (BufferedWriter writer = Files.newBufferedWriter(written)) {
			writer.write("reference,right,email,requesterName\n");
			for (int i = 0; i < rows; i++) {
				writer.write(row.apply(i));
			}
		}
		Path inbox = Files.createDirectories(installation.folder().resolve("inbox/contoso"));
		Files.move(written, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
	}

	private static long elements(InputStream json) throws IOException {
		long elements = 0;
		try (json; JsonParser parser = new JsonFactory().createParser(json)) {
			parser.nextToken();
			while (parser.nextToken() == JsonToken.START_OBJECT) {
				parser.skipChildren();
				elements++;
			}
		}
		return elements;
	}

	private static long taken(Installation installation) {
		return count(installation, "select count(*) from information_schema.tables where table_name = 'inbox_row'") == 0
				? 0 : count(installation, "select count(*) from inbox_row");
	}

	private static long count(Installation installation, String sql) {
		return installation.ledger().sql(sql).query(Long.class).single();
	}

	private static void told(String what, Instant begin, Object... numbers) {
		System.out.println(what.formatted(numbers) + ": " + Duration.between(begin, Instant.now()).toSeconds() + " s");
	}

	private static void await(java.util.concurrent.Callable<Boolean> condition) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(FULL ? 30 : 2))
			.pollInterval(Duration.ofMillis(50))
			.until(condition);
	}

	private static int free() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
