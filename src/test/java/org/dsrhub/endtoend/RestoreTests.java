package org.dsrhub.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.dsrhub.TestDatabase;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A hub whose machine is lost goes on elsewhere with what was backed up in the midst of
 * its work, as docs/operations.md says.
 */
class RestoreTests {

	private static final int REQUESTS = 40;

	@TempDir
	private Path folder;

	private SimulatedTenant contoso;

	private SamplePeople people;

	@BeforeEach
	void settle() {
		this.contoso = SimulatedTenant.start("contoso");
		this.people = SamplePeople.settle(this.contoso, Instant.now());
	}

	@AfterEach
	void close() {
		this.contoso.close();
	}

	@Test
	void a_hub_that_was_stopped_goes_on_with_a_copy_of_its_data() throws IOException {
		Installation lost = installation("lost");
		Installation found = installation("found");
		List<String> requests;
		try (RunningHub hub = RunningHub.start(lost)) {
			requests = file(lost, hub);
		}
		copy(lost.data(), found.data());
		try (RunningHub hub = RunningHub.start(found)) {
			assertWhole(hub, requests);
		}
	}

	@Test
	void a_hub_that_was_stopped_goes_on_with_a_dump_of_postgresql_and_a_copy_of_its_data() throws Exception {
		assumeTrue(there("pg_dump") && there("psql"), "PostgreSQL's own tools are not on this machine");
		Map<String, String> before = TestDatabase.postgresql();
		Map<String, String> after = TestDatabase.postgresql();
		Installation lost = installation("lost");
		Installation found = installation("found");
		before.forEach(lost::setting);
		after.forEach(found::setting);
		Path dump = this.folder.resolve("ledger.sql");
		List<String> requests;
		try (RunningHub hub = RunningHub.start(lost)) {
			requests = file(lost, hub);
		}
		run("pg_dump", "--no-owner", "--file=" + dump, address(before));
		copy(lost.data(), found.data());
		run("psql", "--quiet", "--set=ON_ERROR_STOP=1", "--file=" + dump, address(after));
		try (RunningHub hub = RunningHub.start(found)) {
			assertWhole(hub, requests);
		}
	}

	private Installation installation(String name) {
		return Installation.in(this.folder.resolve(name)).with(this.contoso, "");
	}

	/**
	 * Files requests and waits until some are done and others are not.
	 */
	private List<String> file(Installation installation, RunningHub hub) {
		StringBuilder rows = new StringBuilder("reference,right,email,ipAddresses\n");
		for (int i = 0; i < REQUESTS; i++) {
			rows.append("B-%d,export,%s,10.0.0.%d\n".formatted(i, this.people.email(), i));
		}
		installation.drop("contoso", "all.csv", rows.toString());
		Awaitility.await("all to be registered and some to be done")
			.pollInterval(Duration.ofMillis(50))
			.until(() -> states(hub).size() == REQUESTS
					&& states(hub).stream().filter("completed"::equals).count() > 3);
		assertThat(states(hub)).as("not all are done yet").anyMatch((state) -> !state.equals("completed"));
		return hub.getJson("/api/requests?tenant=contoso&limit=200").path("value").findValuesAsText("id");
	}

	private static List<String> states(RunningHub hub) {
		List<String> states = new ArrayList<>();
		hub.getJson("/api/requests?tenant=contoso&limit=200")
			.path("value")
			.forEach((one) -> states.add(one.path("state").asText()));
		return states;
	}

	/**
	 * Each is done, was done once and can be had, and all evidence holds.
	 */
	private static void assertWhole(RunningHub hub, List<String> requests) {
		assertThat(requests).hasSize(REQUESTS).doesNotHaveDuplicates();
		Awaitility.await("all to be completed")
			.atMost(Duration.ofMinutes(2))
			.until(() -> states(hub).stream().filter("completed"::equals).count() == REQUESTS);
		for (String id : requests) {
			String path = "/api/requests/" + id;
			assertThat(hub.getJson(path + "/evidence/verification").path("valid").asBoolean()).isTrue();
			assertThat(new String(hub.get(path + "/evidence").body(), StandardCharsets.UTF_8)
				.split("\"event\":\"closed\"", -1)).hasSize(2);
			assertThat(hub.get(path + "/package").statusCode()).isEqualTo(200);
		}
	}

	/**
	 * As {@code cp -a} does.
	 */
	private static void copy(Path from, Path to) throws IOException {
		try (Stream<Path> files = Files.walk(from)) {
			for (Path file : files.toList()) {
				Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
			}
		}
	}

	private static String address(Map<String, String> settings) {
		return settings.get("spring.datasource.url")
			.replaceFirst("^jdbc:", "")
			.replaceFirst("//", "//postgres:postgres@")
			.replaceFirst("\\?.*", "");
	}

	private static boolean there(String tool) {
		return Stream.of(System.getenv("PATH").split(":")).anyMatch((one) -> Files.isExecutable(Path.of(one, tool)));
	}

	private static void run(String... command) throws Exception {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(said).isZero();
	}

}
