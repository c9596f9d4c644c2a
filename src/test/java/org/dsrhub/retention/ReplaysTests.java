package org.dsrhub.retention;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.Map;
import java.util.UUID;

import org.dsrhub.tenant.Tenants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a restored ledger has forgotten goes again, by the hub's own word alone.
 */
class ReplaysTests {

	private static final Instant BACKUP = Instant.parse("2026-02-03T09:00:00Z");

	@TempDir
	private Path folder;

	private RetentionRoom room;

	@AfterEach
	void close() {
		this.room.close();
	}

	@Test
	void what_is_back_goes_again_once_also_when_the_lists_of_runs_have_gone_since() throws Exception {
		UUID before = purgedAndRestored(3);
		Replay replay = replay(BACKUP);
		assertThat(replay.unreadable()).isEmpty();
		assertThat(replay.runs()).singleElement().satisfies((run) -> {
			assertThat(run.listOf()).isEqualTo(before);
			assertThat(run.replay()).isTrue();
			assertThat(run.askedBy()).isEqualTo("ola");
		});
		this.room.work();
		assertThat(this.room.files.left()).isZero();
		assertThat(this.room.row(before).removed()).isEqualTo(3);
		assertThat(this.room.counts(replay.runs().get(0).id())).isEqualTo(Map.of("removed", 3L));
		assertThat(this.room.stored.records).as("a replay has no record of its own").hasSize(1);
		assertThat(replay(BACKUP).runs()).isEmpty();
		this.room.pass(Duration.ofDays(40));
		this.room.get(RunDesk.class).ask(new RunOrder("retention-runs", "contoso", false), "olga");
		this.room.work();
		assertThat(this.room.jdbc.sql("select count(*) from retention_item where thing like 'thing-%'")
			.query(Long.class)
			.single()).isZero();
		assertThat(replay(BACKUP).runs()).isEmpty();
	}

	@Test
	void a_hub_that_was_not_restored_has_nothing_to_do_again() throws Exception {
		this.room = new RetentionRoom(this.folder, 3);
		this.room.ask(false);
		this.room.work();
		this.room.pass(Duration.ofDays(40));
		this.room.get(RunDesk.class).ask(new RunOrder("retention-runs", "contoso", false), "olga");
		this.room.work();
		assertThat(replay(BACKUP).runs()).isEmpty();
	}

	@Test
	void what_ended_before_the_backup_is_not_done_again() throws Exception {
		purgedAndRestored(3);
		assertThat(replay(Instant.parse("2026-02-03T11:00:00Z")).runs()).isEmpty();
		assertThat(replay(BACKUP).runs()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			P30D          | P-99Y
			thing-2       | thing-7
			"files"       | "retention-runs"
			"signature":" | "signature":"A
			"key":"       | "key":"0
			"counts"      | "more":1,"counts"
			"}            | "} and more""")
	void what_the_hub_has_not_signed_is_told_and_not_obeyed(String part, String instead) throws Exception {
		UUID before = purgedAndRestored(3);
		this.room.stored.change(before, (record) -> record.replace(part, instead));
		Replay replay = replay(BACKUP);
		assertThat(replay.runs()).isEmpty();
		assertThat(replay.unreadable()).containsExactly("contoso/retention/" + before + ".json");
		assertThat(this.room.jdbc.sql("select count(*) from retention_run").query(Long.class).single()).isZero();
	}

	@Test
	void a_record_under_another_name_is_told_and_not_obeyed() throws Exception {
		UUID before = purgedAndRestored(3);
		UUID other = UUID.randomUUID();
		this.room.stored.records.put(other, this.room.stored.records.remove(before));
		assertThat(replay(BACKUP).unreadable()).containsExactly("contoso/retention/" + other + ".json");
	}

	@ParameterizedTest
	@CsvSource({ "P60D,P60D", "P10D,P30D" })
	void the_longer_one_of_the_rules_of_then_and_now_is_kept(String now, Period longer) throws Exception {
		purgedAndRestored(3);
		this.room.rules("rules: {files: {keep: %s}}".formatted(now));
		assertThat(replay(BACKUP).runs()).extracting(RunView::keep).containsExactly(longer.toString());
		this.room.work();
		assertThat(this.room.files.keep.period()).isEqualTo(longer);
		assertThat(this.room.files.left()).isZero();
	}

	@Test
	void a_login_of_any_name_is_held_to_the_rule_of_its_run() throws Exception {
		this.room = new RetentionRoom(this.folder, 3);
		RunView run = this.room.get(RunDesk.class).ask(new RunOrder("files", "contoso", false), "replay");
		this.room.rules("rules: {files: {keep: P60D}}");
		this.room.work();
		assertThat(this.room.row(run.id()).state()).isEqualTo(RunState.STOPPED);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void a_node_killed_at_any_commit_leaves_a_replay_that_ends_as_if_it_had_lived(boolean after) throws Exception {
		purgedAndRestored(2_500);
		int commits = 1;
		for (boolean killed = true; killed; commits++) {
			RunView run = replay(BACKUP).runs().get(0);
			killed = this.room.workDyingAt(commits, after);
			assertThat(this.room.row(run.id()).state()).as("commit %d", commits).isEqualTo(RunState.DONE);
			assertThat(this.room.row(run.id()).listed()).isEqualTo(2_500);
			assertThat(this.room.files.left()).isZero();
			restore();
		}
		assertThat(commits).isGreaterThan(8);
	}

	/**
	 * A run whose record alone outlived the ledger.
	 */
	private UUID purgedAndRestored(int things) throws Exception {
		this.room = new RetentionRoom(this.folder, things);
		RunView run = this.room.ask(false);
		this.room.work();
		assertThat(this.room.stored.records).containsOnlyKeys(run.id());
		restore();
		return run.id();
	}

	private void restore() {
		this.room.files.restore();
		this.room.jdbc.sql("delete from retention_item").update();
		this.room.jdbc.sql("delete from retention_run where of_run is not null").update();
		this.room.jdbc.sql("delete from retention_run").update();
	}

	private Replay replay(Instant since) throws Exception {
		return this.room.get(Replays.class).replay(this.room.get(Tenants.class).get("contoso"), since, "ola");
	}

}
