package org.dsrhub.retention;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.MovingClock;
import org.dsrhub.request.LeaseLost;
import org.dsrhub.request.Work;
import org.dsrhub.request.WrongState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a run does, and what it does not. {@code -Dretention.things} says how many the
 * large one has, such as 1000000.
 */
class RunMachineTests {

	private static final int MANY = Integer.getInteger("retention.things", 20_000);

	@TempDir
	private Path folder;

	private RetentionRoom room;

	@AfterEach
	void close() {
		this.room.close();
	}

	@Test
	@EnabledIfSystemProperty(named = "test.database", matches = "postgresql")
	void what_is_slow_to_delete_is_waited_for() throws Exception {
		this.room = new RetentionRoom(this.folder, 1);
		this.room.jdbc
			.sql("do $$ begin execute format('alter database %I set idle_in_transaction_session_timeout = 60000', "
					+ "current_database()); end $$")
			.update();
		List<String> rests = new ArrayList<>();
		this.room.files.removing = () -> rests
			.add(this.room.jdbc.sql("show idle_in_transaction_session_timeout").query(String.class).single());
		this.room.ask(false);
		this.room.work();
		assertThat(rests).containsExactly("0");
	}

	@Test
	void what_is_due_goes_and_each_request_has_one_entry_of_it() throws Exception {
		this.room = new RetentionRoom(this.folder, 7);
		UUID first = this.room.request();
		UUID second = this.room.request();
		this.room.files.requests = (number) -> (number < 2) ? first : (number < 6) ? second : null;
		RunView run = this.room.ask(false);
		this.room.work();
		assertThat(this.room.files.left()).isZero();
		assertThat(this.room.row(run.id()).state()).isEqualTo(RunState.DONE);
		assertThat(this.room.counts(run.id())).isEqualTo(Map.of("removed", 7L));
		assertThat(this.room.evidence(first)).singleElement().satisfies((entry) -> {
			assertThat(entry.path("event").asText()).isEqualTo("purged");
			assertThat(entry.path("actor").asText()).isEqualTo("olga");
			assertThat(entry.path("data")).isEqualTo(RetentionRoom
				.json("{\"bytes\":20,\"category\":\"files\",\"count\":2,\"goneBefore\":0,\"run\":\"%s\"}"
					.formatted(run.id())));
		});
		assertThat(this.room.evidence(second)).singleElement()
			.satisfies((entry) -> assertThat(entry.at("/data/count").asInt()).isEqualTo(4));
	}

	@Test
	void a_dry_run_removes_nothing_and_tells_what_is_held() throws Exception {
		this.room = new RetentionRoom(this.folder, 5);
		this.room.held.put("thing-3", "hold 1");
		RunView run = this.room.ask(true);
		this.room.work();
		assertThat(this.room.files.left()).isEqualTo(5);
		assertThat(this.room.row(run.id())).satisfies((row) -> {
			assertThat(row.state()).isEqualTo(RunState.DONE);
			assertThat(row.listed()).isEqualTo(5);
			assertThat(row.bytes()).isEqualTo(50);
		});
		assertThat(this.room.counts(run.id())).isEqualTo(Map.of("held", 1L, "listed", 4L));
	}

	@Test
	void the_real_run_removes_what_the_dry_run_has_listed_and_nothing_that_came_later() throws Exception {
		this.room = new RetentionRoom(this.folder, 10);
		RunView dry = this.room.ask(true);
		this.room.work();
		this.room.files.things = 12;
		RunView run = this.room.ask(false);
		this.room.work();
		assertThat(run.listOf()).isEqualTo(dry.id());
		assertThat(this.room.counts(run.id())).isEqualTo(Map.of("removed", 10L));
		assertThat(this.room.files.has("thing-10")).isTrue();
		assertThat(this.room.files.has("thing-11")).isTrue();
		assertThat(this.room.ask(false).listOf()).as("a list is carried out once").isNull();
	}

	@Test
	void a_run_stops_when_what_is_due_has_grown_beyond_the_share() throws Exception {
		this.room = new RetentionRoom(this.folder, 10);
		this.room.ask(true);
		this.room.work();
		this.room.files.things = 13;
		RunView run = this.room.ask(false);
		this.room.work();
		assertThat(this.room.files.left()).isEqualTo(13);
		assertThat(this.room.row(run.id())).satisfies((row) -> {
			assertThat(row.state()).isEqualTo(RunState.STOPPED);
			assertThat(row.reason()).startsWith("10 things were listed and 13 are due now");
		});
	}

	@Test
	void a_list_that_is_too_old_is_not_carried_out() throws Exception {
		this.room = new RetentionRoom(this.folder, 1);
		this.room.ask(true);
		this.room.work();
		this.room.pass(Duration.ofDays(8));
		assertThat(this.room.ask(false).listOf()).isNull();
	}

	@Test
	void what_is_held_stays_and_says_why() throws Exception {
		this.room = new RetentionRoom(this.folder, 3);
		RunView dry = this.room.ask(true);
		this.room.work();
		assertThat(this.room.counts(dry.id())).isEqualTo(Map.of("listed", 3L));
		this.room.held.put("thing-1", "hold 1");
		RunView run = this.room.ask(false);
		this.room.work();
		assertThat(this.room.files.has("thing-1")).isTrue();
		assertThat(this.room.counts(run.id())).isEqualTo(Map.of("held", 1L, "removed", 2L));
		assertThat(this.room.get(Items.class).after(run.id(), Removal.State.HELD, 0, 9)).singleElement()
			.satisfies((item) -> assertThat(item.removal().reason()).isEqualTo("hold 1"));
	}

	@Test
	void one_bad_thing_stops_no_other_and_is_never_told_as_gone() throws Exception {
		this.room = new RetentionRoom(this.folder, 1200);
		this.room.files.bad.add("thing-700");
		this.room.files.otherwise.put("thing-3",
				Removal.deferred(Instant.parse("2026-03-01T00:00:00Z"), "soft-deleted for 7 days"));
		RunView run = this.room.ask(false);
		this.room.work();
		assertThat(this.room.files.has("thing-700")).isTrue();
		assertThat(this.room.row(run.id()).state()).isEqualTo(RunState.DONE);
		// The batch that held it was tried as a whole before, and what stood in front of
		// it
		// went then.
		assertThat(this.room.counts(run.id())).containsEntry("failed", 1L).containsEntry("deferred", 1L);
		assertThat(this.room.files.left()).isEqualTo(2);
		assertThat(this.room.get(Items.class).after(run.id(), Removal.State.FAILED, 0, 9)).singleElement()
			.satisfies((item) -> assertThat(item.removal().reason()).startsWith("IllegalArgumentException")
				.doesNotContain("ana@"));
		assertThat(this.room.get(RunViews.class)
			.show(run.id().toString(),
					new org.dsrhub.security.Caller("olga", java.util.Set.of(), java.util.Set.of("contoso")))
			.deferred()).singleElement()
			.satisfies((thing) -> assertThat(thing.until()).isEqualTo(Instant.parse("2026-03-01T00:00:00Z")));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void a_node_killed_at_any_commit_leaves_a_run_that_ends_as_if_it_had_lived(boolean after) throws Exception {
		this.room = new RetentionRoom(this.folder, 0);
		// 1200 things are two batches of the list and three of the purge.
		int commits = 1;
		for (boolean killed = true; killed; commits++) {
			int begin = this.room.files.things;
			this.room.files.things = begin + 1200;
			UUID request = this.room.request();
			this.room.files.requests = (number) -> (number % 3 == 0) ? request : null;
			RunView run = this.room.ask(false);
			killed = this.room.workDyingAt(commits, after);
			assertThat(this.room.row(run.id()).state()).as("commit %d", commits).isEqualTo(RunState.DONE);
			assertThat(this.room.row(run.id()).storedAt()).isNotNull();
			Map<String, Long> counts = this.room.counts(run.id());
			assertThat(counts.getOrDefault("removed", 0L) + counts.getOrDefault("gone", 0L)).as("commit %d", commits)
				.isEqualTo(1200);
			assertThat(this.room.files.left()).isZero();
			assertThat(this.room.evidence(request)).as("commit %d", commits).singleElement().satisfies((entry) -> {
				JsonNode data = entry.path("data");
				assertThat(data.path("count").asInt() + data.path("goneBefore").asInt()).isEqualTo(400);
			});
		}
		assertThat(commits).isGreaterThan(10);
	}

	@Test
	void a_node_that_lost_its_claim_removes_nothing_more() throws Exception {
		this.room = new RetentionRoom(this.folder, 3);
		this.room.ask(false);
		Runs runs = this.room.get(Runs.class);
		Work slow = runs.claimDue(0).get(0);
		this.room.get(RunMachine.class).advance(slow);
		slow = runs.claimDue(0).get(0);
		this.room.pass(Duration.ofMinutes(10));
		Work other = runs.claimDue(0).get(0);
		Work late = slow;
		assertThatExceptionOfType(LeaseLost.class).isThrownBy(() -> this.room.get(RunMachine.class).advance(late));
		assertThat(this.room.files.left()).isEqualTo(3);
		this.room.get(RunMachine.class).advance(other);
		assertThat(this.room.files.left()).isZero();
	}

	@Test
	void a_run_is_stopped_when_its_rule_was_changed_meanwhile() throws Exception {
		this.room = new RetentionRoom(this.folder, 3);
		RunView run = this.room.ask(false);
		this.room.rules("rules: {files: {keep: P60D}}");
		this.room.work();
		assertThat(this.room.files.left()).isEqualTo(3);
		assertThat(this.room.row(run.id()).state()).isEqualTo(RunState.STOPPED);
		assertThat(this.room.row(run.id()).reason()).contains("P30D", "P60D");
	}

	@Test
	void a_run_that_meets_only_faults_is_given_up_and_says_so() throws Exception {
		this.room = new RetentionRoom(this.folder, 3);
		RunView run = this.room.ask(false);
		for (int fault = 0; fault < 20; fault++) {
			this.room.pass(Duration.ofMinutes(10));
			Work work = this.room.get(Runs.class).claimDue(0).get(0);
			this.room.get(RunMachine.class).interrupted(work, "SocketException");
		}
		assertThat(this.room.row(run.id()).state()).isEqualTo(RunState.FAILED);
		assertThat(this.room.row(run.id()).reason()).isEqualTo("20 faults in a row, the last one SocketException");
	}

	@Test
	void a_firing_is_one_run_however_often_it_is_told() {
		this.room = new RetentionRoom(this.folder, 3);
		Instant firing = Instant.parse("2026-02-03T01:30:00Z");
		for (int i = 0; i < 3; i++) {
			this.room.get(RunDesk.class).fire("contoso", "files", firing);
		}
		this.room.get(RunDesk.class).fire("fabrikam", "files", firing);
		assertThat(this.room.jdbc.sql("select count(*) from retention_run").query(Long.class).single()).isEqualTo(2);
	}

	@Test
	void a_firing_while_another_run_of_the_rule_is_under_way_is_told_and_removes_nothing() throws Exception {
		this.room = new RetentionRoom(this.folder, 3);
		RunView open = this.room.ask(false);
		this.room.get(RunDesk.class).fire("contoso", "files", Instant.parse("2026-02-03T01:30:00Z"));
		RunRow left = this.room.row(this.room.jdbc.sql("select id from retention_run where scheduled_for is not null")
			.query(UUID.class)
			.single());
		assertThat(left.state()).isEqualTo(RunState.STOPPED);
		assertThat(left.reason()).contains(open.id().toString());
		this.room.work();
		assertThat(this.room.stored.records).containsOnlyKeys(open.id());
		this.room.get(RunDesk.class).fire("contoso", "files", Instant.parse("2026-02-04T01:30:00Z"));
		this.room.work();
		assertThat(this.room.stored.records).as("the next one works").hasSize(2);
	}

	@Test
	void a_run_is_not_taken_while_another_one_is_under_way() throws Exception {
		this.room = new RetentionRoom(this.folder, 3);
		RunView dry = this.room.ask(true);
		assertThatExceptionOfType(WrongState.class).isThrownBy(() -> this.room.ask(false))
			.withMessageContaining("dry run " + dry.id());
		this.room.work();
		RunView run = this.room.ask(false);
		assertThat(run.listOf()).isEqualTo(dry.id());
		for (boolean asked : new boolean[] { true, false }) {
			assertThatExceptionOfType(WrongState.class).isThrownBy(() -> this.room.ask(asked))
				.withMessageContaining(run.id().toString());
		}
	}

	@Test
	void of_calls_at_once_one_has_the_list() throws Exception {
		this.room = new RetentionRoom(this.folder, 3);
		this.room.ask(true);
		this.room.work();
		CyclicBarrier begin = new CyclicBarrier(4);
		ExecutorService callers = Executors.newFixedThreadPool(4);
		List<Future<Boolean>> taken = callers.invokeAll(Collections.nCopies(4, () -> {
			begin.await();
			try {
				return this.room.get(RunDesk.class)
					.ask(new RunOrder("files", "contoso", false), "olga")
					.listOf() != null;
			}
			catch (WrongState ex) {
				return false;
			}
		}));
		callers.shutdown();
		int lists = 0;
		for (Future<Boolean> one : taken) {
			lists += one.get() ? 1 : 0;
		}
		assertThat(lists).isEqualTo(1);
		assertThat(this.room.jdbc.sql("select count(*) from retention_run where not dry").query(Long.class).single())
			.isEqualTo(1);
	}

	@Test
	void a_run_of_a_tenant_that_is_gone_stops_and_no_record_is_tried() throws Exception {
		this.room = new RetentionRoom(this.folder, 3);
		RunView open = this.room.ask(false);
		this.room.jdbc.sql("update retention_run set tenant = 'gone', working = 'gone/files'").update();
		this.room.get(RunDesk.class).fire("contoso", "files", Instant.parse("2026-02-03T01:30:00Z"));
		for (Work work : this.room.get(Runs.class).claimDue(0)) {
			this.room.get(RunMachine.class).advance(work);
		}
		this.room.work();
		assertThat(this.room.row(open.id())).satisfies((row) -> {
			assertThat(row.state()).isEqualTo(RunState.STOPPED);
			assertThat(row.reason()).contains("not configured any more");
			assertThat(row.storedAt()).isNull();
		});
		this.room.jdbc.sql("update retention_run set tenant = 'gone', due = asked_at, stored_at = null").update();
		this.room.work();
		assertThat(this.room.get(Runs.class).claimDue(0)).isEmpty();
		assertThat(this.room.stored.records).hasSize(1);
	}

	@Test
	void what_takes_its_time_goes_one_by_one() throws Exception {
		this.room = new RetentionRoom(this.folder, 30);
		this.room.files.batch = 1;
		this.room.ask(false);
		this.room.work();
		assertThat(this.room.files.left()).isZero();
		assertThat(this.room.files.largestBatch).isEqualTo(1);
	}

	@Test
	void a_record_tells_of_every_thing_and_is_the_same_each_time() throws Exception {
		this.room = new RetentionRoom(this.folder, 3);
		this.room.held.put("thing-1", "hold 1");
		RunView run = this.room.ask(false);
		this.room.work();
		JsonNode record = RetentionRoom.json(record(run.id()));
		assertThat(record.path("format").asText()).isEqualTo(RunRecords.FORMAT);
		assertThat(record.path("counts")).isEqualTo(RetentionRoom.json("{\"held\":1,\"removed\":2}"));
		assertThat(record.path("things").findValuesAsText("thing")).containsExactly("thing-0", "thing-1", "thing-2");
		assertThat(record.path("things").findValuesAsText("state")).containsExactly("removed", "held", "removed");
		assertThat(record(run.id())).isEqualTo(record(run.id()));
	}

	@Test
	void a_rate_is_kept() throws InterruptedException {
		this.room = new RetentionRoom(this.folder, 0);
		List<Duration> waited = new ArrayList<>();
		MovingClock clock = new MovingClock(Instant.EPOCH);
		Pace pace = new Pace(clock, (time) -> {
			waited.add(time);
			clock.pass(time);
		}, 50);
		assertThat(pace.batch(500)).isEqualTo(5);
		for (int done = 0; done < 100; done += 5) {
			clock.pass(Duration.ofMillis(40));
			pace.done(5);
		}
		assertThat(clock.instant()).isEqualTo(Instant.EPOCH.plusSeconds(2));
		assertThat(waited).hasSize(20).allMatch((time) -> time.equals(Duration.ofMillis(60)));
	}

	@Test
	void many_things_take_no_more_memory_than_a_few() throws Exception {
		this.room = new RetentionRoom(this.folder, MANY);
		int[] most = { 0 };
		this.room.files.requests = (number) -> {
			// How many were told and are not written down.
			if (number % 997 == 0) {
				long listed = this.room.jdbc
					.sql("select coalesce(max(listed), 0) from retention_run where state = 'listing'")
					.query(Long.class)
					.single();
				most[0] = Math.max(most[0], (int) (this.room.files.told - listed));
			}
			return null;
		};
		Instant begin = Instant.now();
		RunView run = this.room.ask(false);
		this.room.work();
		System.out.printf("%d things listed and purged in %d s%n", MANY,
				Duration.between(begin, Instant.now()).toSeconds());
		assertThat(this.room.counts(run.id())).isEqualTo(Map.of("removed", (long) MANY));
		assertThat(most[0]).isBetween(1, Listing.BATCH);
		assertThat(this.room.files.largestBatch).isLessThanOrEqualTo(500);
	}

	private String record(UUID run) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		this.room.get(RunRecords.class).write(run, out);
		return out.toString(StandardCharsets.UTF_8);
	}

}
