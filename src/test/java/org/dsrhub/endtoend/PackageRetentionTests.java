package org.dsrhub.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.awaitility.Awaitility;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Packages whose time is over.
 */
class PackageRetentionTests {

	private static final ObjectMapper JSON = new ObjectMapper();

	@TempDir
	private Path folder;

	@Test
	void a_purged_package_is_told_as_gone_and_a_retry_makes_the_next_revision_from_all_sources() throws IOException {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SamplePeople people = SamplePeople.settle(contoso, Instant.now());
			Installation installation = Installation.in(this.folder).with(contoso, "");
			contoso.arm().pageSize(5);
			contoso.arm().faults().on("alerts?").after(2).forbid();
			try (RunningHub hub = RunningHub.start(installation)) {
				JsonNode closed = file(hub, installation, people);
				assertThat(closed.path("state").asText()).isEqualTo("completed-with-exceptions");
				String request = "/api/requests/" + closed.path("id").asText();
				age(hub);
				JsonNode run = purge(hub);
				assertThat(run.path("things")).hasToString("{\"removed\":1}");
				assertThat(packages(closed)).doesNotExist();
				assertThat(hub.get(request + "/package").statusCode()).isEqualTo(410);
				assertThat(hub.getJson(request + "/package").path("detail").asText()).contains("was purged at 2");
				assertThat(hub.getJson(request).path("package").isNull()).isTrue();
				hub.awaitThat("contoso", "R-1", (result) -> result.path("package").isNull());
				assertThat(new String(hub.get(request + "/evidence").body())).contains("\"purged\"", "\"packages\"");
				assertThat(hub.post(request + "/retry", "").statusCode()).isEqualTo(200);
				JsonNode again = hub.awaitThat("contoso", "R-1",
						(result) -> result.path("state").asText().equals("completed"));
				assertThat(again.at("/package/revision").asInt()).isEqualTo(2);
				assertThat(packages(again)).isDirectoryContaining("glob:**/package.2.zip")
					.isDirectoryNotContaining("glob:**/package.zip");
				Map<String, byte[]> entries = Leak
					.entries(Files.readAllBytes(packages(again).resolve("package.2.zip")));
				assertThat(JSON.readTree(entries.get("Defender for Cloud/defender-alerts.json")))
					.hasSize(people.records("defender-alerts").size());
				assertThat(JSON.readTree(entries.get("Entra ID/entra-user.json"))).hasSize(1);
				assertThat(hub.get(request + "/package").statusCode()).isEqualTo(200);
				assertThat(hub.getJson(request + "/evidence/verification").path("valid").asBoolean()).isTrue();
			}
		}
	}

	@Test
	void what_a_restored_ledger_has_got_back_goes_again_and_no_vendor_is_asked() throws IOException {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SamplePeople people = SamplePeople.settle(contoso, Instant.now());
			Installation installation = Installation.in(this.folder).with(contoso, "");
			JsonNode closed;
			try (RunningHub hub = RunningHub.start(installation)) {
				closed = file(hub, installation, people);
				age(hub);
			}
			Path backup = this.folder.resolve("backup");
			Instant since = Instant.now();
			FileSystemUtils.copyRecursively(installation.data(), backup);
			try (RunningHub hub = RunningHub.start(installation)) {
				purge(hub);
				assertThat(packages(closed)).doesNotExist();
			}
			restore(installation, backup);
			assertThat(packages(closed)).isNotEmptyDirectory();
			contoso.arm().forgetCalls();
			contoso.graph().forgetCalls();
			try (RunningHub hub = RunningHub.start(installation)) {
				String request = "/api/requests/" + closed.path("id").asText();
				assertThat(hub.get(request + "/package").statusCode()).isEqualTo(200);
				Files.writeString(
						this.folder
							.resolve("data/packages/contoso/retention/00000000-0000-0000-0000-000000000001.json"),
						"{\"format\":\"dsr-retention-run/1\"}");
				JsonNode replay = replay(hub, since);
				assertThat(replay.path("unreadable"))
					.hasToString("[\"contoso/retention/00000000-0000-0000-0000-000000000001.json\"]");
				assertThat(replay.path("runs")).hasSize(1);
				JsonNode run = ended(hub, replay.at("/runs/0/id").asText());
				assertThat(run.path("askedBy").asText()).isEqualTo("olga");
				assertThat(run.path("storedAt").isNull()).isTrue();
				assertThat(run.path("things")).hasToString("{\"removed\":1}");
				assertThat(hub.getJson("/api/retention/runs/" + run.path("listOf").asText()).path("removed").asInt())
					.isEqualTo(1);
				assertThat(packages(closed)).doesNotExist();
				assertThat(hub.get(request + "/package").statusCode()).isEqualTo(410);
				assertThat(hub.getJson(request + "/evidence/verification").path("valid").asBoolean()).isTrue();
				assertThat(replay(hub, since).path("runs")).isEmpty();
				assertThat(contoso.arm().calls()).isEmpty();
				assertThat(contoso.graph().calls()).isEmpty();
			}
		}
	}

	/**
	 * The ledger and the packages as the backup has them; what else the container got
	 * since then is still there.
	 */
	private static void restore(Installation installation, Path backup) throws IOException {
		try (var files = Files.list(installation.data())) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				Files.delete(file);
			}
		}
		FileSystemUtils.copyRecursively(backup, installation.data());
	}

	private static JsonNode file(RunningHub hub, Installation installation, SamplePeople people) {
		installation.drop("contoso", "one.json",
				"{\"reference\":\"R-1\",\"tenant\":\"contoso\",\"right\":\"export\",\"subject\":{\"email\":\"%s\"}}"
					.formatted(people.email()));
		return hub.closed("contoso", "R-1");
	}

	/**
	 * Lets the closed request be of long ago.
	 */
	private static void age(RunningHub hub) {
		assertThat(hub.part(JdbcClient.class)
			.sql("update request set closed_at = ?")
			.param(java.time.OffsetDateTime.now().minusDays(40))
			.update()).isEqualTo(1);
	}

	private static JsonNode purge(RunningHub hub) {
		return ended(hub, RunningHub
			.json(hub.post("/api/retention/runs", "{\"rule\":\"packages\",\"tenant\":\"contoso\",\"dryRun\":false}"))
			.path("id")
			.asText());
	}

	private static JsonNode replay(RunningHub hub, Instant since) {
		var answer = hub.post("/api/retention/replays", "{\"tenant\":\"contoso\",\"since\":\"%s\"}".formatted(since));
		assertThat(answer.statusCode()).isEqualTo(202);
		return RunningHub.json(answer);
	}

	private static JsonNode ended(RunningHub hub, String run) {
		return Awaitility.await("run " + run)
			.atMost(Duration.ofSeconds(60))
			.until(() -> hub.getJson("/api/retention/runs/" + run), (seen) -> seen.hasNonNull("storedAt")
					|| seen.path("replay").asBoolean() && seen.hasNonNull("endedAt"));
	}

	private Path packages(JsonNode result) {
		return this.folder.resolve("data/packages/contoso").resolve(result.path("id").asText());
	}

}
