package org.dsrhub.endtoend;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.awaitility.Awaitility;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A disk for {@code data/} and {@code outbox/} that somebody fills while the hub works:
 * it takes nothing new and, once there is room again, ends everything that it has. Needs
 * to be allowed to mount one, as root is.
 */
class FullDiskTests {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final int REQUESTS = 15;

	@TempDir
	private Path folder;

	private Path disk;

	private HubProcess hub;

	@BeforeEach
	void makeDisk() throws IOException {
		this.disk = Files.createDirectory(this.folder.resolve("disk"));
	}

	@AfterEach
	void end() throws Exception {
		if (this.hub != null) {
			this.hub.kill();
		}
		run("umount", this.disk.toString());
	}

	/**
	 * The first is left with less than {@code hub.free}, the second without a byte.
	 */
	@ParameterizedTest
	@CsvSource({ "300, 200MB, 150", "40, 1MB, 1000" })
	void what_was_asked_for_is_done_once_when_there_is_room_again(int megabytes, String free, int fill)
			throws Exception {
		mount(megabytes);
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SamplePeople.settle(contoso, Instant.now());
			contoso.arm().latency(Duration.ofMillis(200));
			contoso.graph().latency(Duration.ofMillis(200));
			Installation installation = install(contoso);
			Path log = this.folder.resolve("hub.log");
			this.hub = HubProcess.start(installation, free(), log, Map.of("hub.free", free, "hub.work.requests", 4,
					"hub.work.tasks", 10, "hub.lease", "PT5S", "hub.renew", "1000"));
			installation.drop("contoso", "before.ndjson", rows(0, REQUESTS));
			await("the first to be closed", () -> said(log, "event=closed") > 0);

			fill(fill);
			await("the hub to notice", () -> said(log, "event=space-short") > 0);
			assertThat(this.hub.post(row(1000), "key")).isEqualTo(507);
			installation.drop("contoso", "during.ndjson", rows(REQUESTS, REQUESTS + 5));
			Instant later = Instant.now().plusSeconds(1);
			await("some sweeps", () -> Instant.now().isAfter(later));
			assertThat(said(log, "event=closed")).isLessThan(REQUESTS);
			assertThat(installation.folder().resolve("inbox/contoso/during.ndjson")).exists();

			Files.delete(filler());
			await("the hub to notice that there is room", () -> said(log, "event=space-again") > 0);
			for (int i = 0; i < REQUESTS + 5; i++) {
				assertDoneOnce(installation, "R-" + i);
			}
			await("the key to be free", () -> this.hub.post(row(1000), "key") == 202);
		}
	}

	private void assertDoneOnce(Installation installation, String reference) throws IOException {
		JsonNode result = Awaitility.await(reference)
			.atMost(Duration.ofSeconds(60))
			.pollInterval(Duration.ofMillis(100))
			.until(() -> installation.result("contoso", reference),
					(found) -> found.path("state").asText().startsWith("completed"));
		assertThat(result.path("state").asText()).as(reference).isEqualTo("completed");
		assertThat(result.path("duplicateOf").isNull()).as(reference).isTrue();
		String id = result.path("id").asText();
		// The ledger is opened anew when the disk has room again; until then it answers
		// 503.
		byte[] evidence = Awaitility.await("the ledger")
			.atMost(Duration.ofSeconds(60))
			.ignoreExceptions()
			.until(() -> this.hub.get("/api/requests/" + id + "/evidence"), (lines) -> lines.length > 0);
		List<String> events = new String(evidence, StandardCharsets.UTF_8).lines()
			.map((line) -> line.replaceFirst(".*\"event\":\"([a-z-]+)\".*", "$1"))
			.toList();
		assertThat(events).as(reference).containsOnlyOnce("registered", "planned", "package-stored", "closed");
		assertThat(JSON.readTree(this.hub.get("/api/requests/" + id + "/evidence/verification")).path("valid"))
			.as(reference)
			.isEqualTo(com.fasterxml.jackson.databind.node.BooleanNode.TRUE);
		assertThat(this.hub.get("/api/requests/" + id + "/package")).hasSize(result.at("/package/bytes").asInt());
	}

	private Installation install(SimulatedTenant tenant) throws IOException {
		Installation installation = Installation.in(this.folder.resolve("hub")).with(tenant, "");
		Files.delete(installation.folder().resolve("outbox"));
		for (String sub : List.of("data", "outbox")) {
			Files.createSymbolicLink(installation.folder().resolve(sub), Files.createDirectory(this.disk.resolve(sub)));
		}
		return installation;
	}

	/**
	 * Writes so many megabytes, or as many as there is room for to the last byte.
	 */
	private void fill(int megabytes) throws IOException {
		try (OutputStream out = Files.newOutputStream(filler())) {
			for (int i = 0; i < megabytes; i++) {
				out.write(new byte[1 << 20]);
			}
		}
		catch (IOException ex) {
			assertThat(ex).hasMessageContaining("No space left");
		}
	}

	private Path filler() {
		return this.disk.resolve("filler");
	}

	private void mount(int megabytes) throws Exception {
		boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "dsrhub", this.disk.toString());
		if (!mounted) {
			System.err.println("NOT TRIED: a full disk, because nothing can be mounted here; run it as root");
		}
		Assumptions.assumeTrue(mounted, "nothing can be mounted here");
	}

	private static boolean run(String... command) throws Exception {
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static String rows(int from, int to) {
		return IntStream.range(from, to).mapToObj((i) -> row(i) + "\n").reduce("", String::concat);
	}

	private static String row(int number) {
		return "{\"reference\":\"R-%d\",\"tenant\":\"contoso\",\"right\":\"export\",\"subject\":{\"email\":\"ana@contoso.example\",\"ipAddresses\":[\"10.0.%d.%d\"]}}"
			.formatted(number, number / 250, number % 250 + 1);
	}

	private static long said(Path log, String event) throws IOException {
		return Files.readAllLines(log).stream().filter((line) -> line.contains(event)).count();
	}

	private static void await(String what, java.util.concurrent.Callable<Boolean> condition) {
		Awaitility.await(what).atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20)).until(condition);
	}

	private static int free() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
