package org.dsrhub.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.dsrhub.DsrHub;
import org.dsrhub.OwnProcess;
import org.dsrhub.retention.Runs;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.CronExpression;
import org.quartz.CronTrigger;
import org.quartz.Scheduler;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Retention from its rules to the container.
 */
class RetentionTests {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final String RUNS = "/api/retention/runs";

	@TempDir
	private Path folder;

	@Test
	void a_dry_run_lists_a_real_run_removes_and_the_container_keeps_the_record() throws Exception {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			Installation installation = Installation.in(this.folder).with(contoso, "");
			try (RunningHub hub = RunningHub.start(installation)) {
				old("contoso", 3);
				JsonNode dry = ended(hub, start(hub, true), "endedAt");
				assertThat(dry.path("things")).hasToString("{\"listed\":3}");
				assertThat(done("contoso")).hasSize(3);
				assertThat(dry.path("storedAt").isNull()).isTrue();
				JsonNode items = hub.getJson(RUNS + "/" + dry.path("id").asText() + "/items");
				assertThat(items.path("value").findValuesAsText("thing")).hasSize(3)
					.doesNotHaveDuplicates()
					.allSatisfy((thing) -> assertThat(thing).matches("unknown/[0-9a-f]{64}"));
				JsonNode run = ended(hub, start(hub, false), "storedAt");
				assertThat(run.path("listOf")).isEqualTo(dry.path("id"));
				assertThat(run.path("things")).hasToString("{\"removed\":3}");
				assertThat(done("contoso")).isEmpty();
				JsonNode record = JSON.readTree(this.folder
					.resolve("data/packages/contoso/retention/%s.json".formatted(run.path("id").asText()))
					.toFile());
				assertThat(record.path("askedBy").asText()).isEqualTo("olga");
				assertThat(record.path("things")).hasSize(3);
				assertThat(record.at("/things/2/state").asText()).isEqualTo("removed");
				assertThat(hub.part(MeterRegistry.class)
					.get("dsrhub.retention.things")
					.tags("tenant", "contoso", "rule", "inbox-files", "state", "removed")
					.counter()
					.count()).isEqualTo(3);
			}
		}
	}

	@Test
	void schedules_follow_the_configuration_from_start_to_start() throws Exception {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso");
				SimulatedTenant fabrikam = SimulatedTenant.start("fabrikam")) {
			Installation installation = Installation.in(this.folder)
				.with(contoso, "timezone: Europe/Copenhagen\n")
				.with(fabrikam, "")
				.setting("hub.users[0].tenants", "fabrikam");
			rules("rules: {inbox-files: {cron: \"0 30 4 * * ?\"}}");
			try (RunningHub hub = RunningHub.start(installation)) {
				CronTrigger trigger = trigger(hub, "contoso.inbox-files");
				assertThat(trigger.getTimeZone()).isEqualTo(TimeZone.getTimeZone("Europe/Copenhagen"));
				// Summer time begins on 29 March 2026: the same hour there is another one
				// here.
				assertThat(after(trigger, "2026-03-28T12:00:00Z")).isEqualTo("2026-03-29T02:30:00Z");
				assertThat(after(trigger, "2026-03-27T12:00:00Z")).isEqualTo("2026-03-28T03:30:00Z");
				assertThat(after(trigger, "2026-10-24T12:00:00Z")).isEqualTo("2026-10-25T03:30:00Z");
				assertThat(names(hub, "anchor-schedule")).containsExactlyInAnyOrder("contoso", "fabrikam");
				// As Quartz leaves the firing of a node that was killed.
				hub.part(Scheduler.class)
					.scheduleJob(TriggerBuilder.newTrigger()
						.withIdentity("recover-1", Scheduler.DEFAULT_RECOVERY_GROUP)
						.forJob(trigger(hub, "fabrikam.packages").getJobKey())
						.startAt(Date.from(Instant.now().plus(Duration.ofDays(1))))
						.build());
			}
			installation.with(contoso, "timezone: America/New_York\n");
			rules("rules: {inbox-files: {cron: \"0 50 4 * * ?\"}}");
			try (RunningHub hub = RunningHub.start(installation)) {
				CronTrigger trigger = trigger(hub, "contoso.inbox-files");
				assertThat(trigger.getCronExpression()).isEqualTo("0 50 4 * * ?");
				assertThat(trigger.getTimeZone()).isEqualTo(TimeZone.getTimeZone("America/New_York"));
				assertThat(trigger(hub, "contoso.packages").getTimeZone())
					.isEqualTo(TimeZone.getTimeZone("America/New_York"));
			}
			Files.move(this.folder.resolve("config/tenants/contoso.yaml"), this.folder.resolve("contoso.yaml"));
			try (RunningHub hub = RunningHub.start(installation)) {
				assertThat(names(hub, "retention-schedule")).isNotEmpty()
					.allMatch((name) -> name.startsWith("fabrikam."));
				assertThat(names(hub, "anchor-schedule")).containsExactly("fabrikam");
				assertThat(names(hub, Scheduler.DEFAULT_RECOVERY_GROUP)).containsExactly("recover-1");
			}
		}
	}

	@Test
	void a_firing_that_a_downtime_missed_is_caught_up_once() throws Exception {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			Installation installation = Installation.in(this.folder).with(contoso, "");
			old("contoso", 1);
			try (RunningHub hub = RunningHub.start(installation)) {
				assertThat(scheduled(hub)).isZero();
				// As if the hub had been away for two days.
				jdbc(hub).sql("update qrtz_triggers set next_fire_time = ? where trigger_name = 'contoso.inbox-files'")
					.param(Instant.now().minus(Duration.ofDays(2)).toEpochMilli())
					.update();
			}
			try (RunningHub hub = RunningHub.start(installation)) {
				Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> done("contoso").isEmpty());
				// Nothing that was missed is still to come.
				assertThat(trigger(hub, "contoso.inbox-files").getNextFireTime()).isAfter(Instant.now());
				assertThat(scheduled(hub)).isEqualTo(1);
			}
		}
	}

	@Test
	void a_node_that_is_to_carry_out_nothing_does_so_and_a_record_that_lies_there_stays() throws Exception {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			Installation installation = Installation.in(this.folder).with(contoso, "").setting("hub.retention.runs", 0);
			old("contoso", 3);
			String run;
			Path record;
			try (RunningHub hub = RunningHub.start(installation)) {
				run = start(hub, false);
				record = this.folder.resolve("data/packages/contoso/retention/%s.json".formatted(run));
				Files.createDirectories(record.getParent());
				Files.writeString(record, "that of then");
				assertThat(hub.part(Runs.class).claimDue(0)).isEmpty();
				assertThat(hub.getJson(RUNS + "/" + run).path("state").asText()).isEqualTo("planned");
			}
			installation.setting("hub.retention.runs", 2);
			try (RunningHub hub = RunningHub.start(installation)) {
				ended(hub, run, "endedAt");
				Awaitility.await()
					.atMost(Duration.ofSeconds(30))
					.until(() -> jdbc(hub).sql("select count(*) from retention_run where due is not null")
						.query(Long.class)
						.single() == 0);
				assertThat(done("contoso")).isEmpty();
				assertThat(record).hasContent("that of then");
			}
		}
	}

	@Test
	void evidence_is_anchored_stored_taken_away_and_checked_without_the_hub() throws Exception {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			Installation installation = Installation.in(this.folder)
				.with(contoso, "")
				.setting("hub.retention.anchor", "0/2 * * * * ?")
				.setting("hub.retention.store", "500");
			Path file = this.folder.resolve("evidence.json");
			Path anchor = this.folder.resolve("data/packages/contoso/evidence/anchor-1.json");
			String key;
			try (RunningHub hub = RunningHub.start(installation)) {
				installation.drop("contoso", "one.json",
						"{\"reference\":\"R-1\",\"tenant\":\"contoso\",\"right\":\"discover\",\"subject\":{\"email\":\"x@contoso.example\"}}");
				String id = hub.closed("contoso", "R-1").path("id").asText();
				Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(anchor));
				Awaitility.await()
					.atMost(Duration.ofSeconds(30))
					.until(() -> !hub.getJson("/api/requests/" + id + "/evidence/file").path("anchors").isEmpty());
				Files.write(file, hub.get("/api/requests/" + id + "/evidence/file").body());
				key = hub.getJson("/api/evidence/keys").fieldNames().next();
			}
			Verified good = verify(file.toString(), anchor.toString(), "--key=" + key);
			assertThat(good.code()).as(good.output()).isZero();
			Files.writeString(file, Files.readString(file).replace("\"registered\"", "\"Registered\""));
			Verified bad = verify(file.toString());
			assertThat(bad.code()).isEqualTo(1);
			assertThat(bad.output()).contains("FAIL");
			assertThat(verify(this.folder.resolve("none.json").toString()).code()).isEqualTo(2);
		}
	}

	/**
	 * Files that were taken long ago, and that the ledger does not know.
	 */
	private void old(String tenant, int files) throws IOException {
		Path done = Files.createDirectories(this.folder.resolve("inbox").resolve(tenant).resolve(".done"));
		for (int i = 0; i < files; i++) {
			Path file = Files.writeString(done.resolve("old-%d.csv".formatted(i)), "some rows");
			Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(40))));
		}
	}

	private List<Path> done(String tenant) throws IOException {
		try (Stream<Path> files = Files.list(this.folder.resolve("inbox").resolve(tenant).resolve(".done"))) {
			return files.toList();
		}
	}

	private void rules(String text) throws IOException {
		Files.writeString(this.folder.resolve("config/retention.yaml"), text);
	}

	private static String start(RunningHub hub, boolean dry) {
		var answer = hub.post(RUNS, "{\"rule\":\"inbox-files\",\"tenant\":\"contoso\",\"dryRun\":%s}".formatted(dry));
		assertThat(answer.statusCode()).isEqualTo(202);
		return RunningHub.json(answer).path("id").asText();
	}

	private static JsonNode ended(RunningHub hub, String run, String field) {
		return Awaitility.await(run)
			.atMost(Duration.ofSeconds(60))
			.until(() -> hub.getJson(RUNS + "/" + run), (seen) -> seen.hasNonNull(field));
	}

	private static CronTrigger trigger(RunningHub hub, String name) throws Exception {
		return (CronTrigger) hub.part(Scheduler.class).getTrigger(TriggerKey.triggerKey(name, "retention-schedule"));
	}

	private static Set<String> names(RunningHub hub, String group) throws Exception {
		return hub.part(Scheduler.class)
			.getTriggerKeys(GroupMatcher.triggerGroupEquals(group))
			.stream()
			.map(TriggerKey::getName)
			.collect(Collectors.toSet());
	}

	private static String after(CronTrigger trigger, String time) throws Exception {
		CronExpression cron = new CronExpression(trigger.getCronExpression());
		cron.setTimeZone(trigger.getTimeZone());
		return cron.getNextValidTimeAfter(Date.from(Instant.parse(time))).toInstant().toString();
	}

	private static long scheduled(RunningHub hub) {
		return jdbc(hub)
			.sql("select count(*) from retention_run where rule = 'inbox-files' and scheduled_for is not null")
			.query(Long.class)
			.single();
	}

	private static org.springframework.jdbc.core.simple.JdbcClient jdbc(RunningHub hub) {
		return hub.part(org.springframework.jdbc.core.simple.JdbcClient.class);
	}

	/**
	 * Runs {@code verify} where nothing of the hub is.
	 */
	private Verified verify(String... arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of(OwnProcess.java(), "-Xmx128m", "-XX:TieredStopAtLevel=1"));
		command.addAll(OwnProcess.program(DsrHub.class));
		command.add("verify");
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).directory(Files.createTempDirectory(this.folder, "away").toFile())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		return new Verified(process.exitValue(), output);
	}

	private record Verified(int code, String output) {
	}

}
