package org.dsrhub.database;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

import org.dsrhub.MovingClock;
import org.dsrhub.TestDatabase;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The queue of mails stands for all queues.
 */
class SharedRowsTests {

	private static final Logger log = LoggerFactory.getLogger(SharedRowsTests.class);

	private static final int CLAIMS = 100;

	private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

	private static final Duration LEASE = Duration.ofMinutes(2);

	private static final int MANY = 100_000;

	/** Many times what it takes. */
	private static final Duration LONG = Duration.ofSeconds(3);

	private final DataSource database = TestDatabase.ledger();

	private final JdbcClient jdbc = JdbcClient.create(this.database);

	private final TransactionTemplate transaction = new TransactionTemplate(
			new DataSourceTransactionManager(this.database));

	private final MovingClock time = new MovingClock(NOW);

	private final MovingClock machine = new MovingClock(NOW);

	private final AtomicLong nanos = new AtomicLong();

	private final LedgerClock clock = new LedgerClock(this.time, this.machine, this.nanos::get, LEASE, false);

	private final SharedRows node = node();

	@Test
	void a_tenants_only_row_is_in_the_first_claim_behind_a_hundred_thousand_of_another() {
		fill("big", MANY, 1);
		fill("small", 1, 1);
		assertThat(claim(this.node, 8)).containsEntry("big", 7).containsEntry("small", 1);
		assertThat(claim(this.node, 8)).containsEntry("big", 8);
		tell("one tenant");
	}

	@Test
	void a_thousand_tenants_take_turns_and_are_found_quickly() {
		fill("t", MANY, 1_000);
		Map<String, Integer> first = claim(this.node, 32);
		assertThat(first).hasSize(32);
		assertThat(claim(this.node, 32)).hasSize(32).doesNotContainKeys(first.keySet().toArray(String[]::new));
		tell("a thousand tenants");
	}

	@Test
	void rows_that_are_never_due_do_not_make_it_slow() {
		fill("big", 10_000, 1);
		this.jdbc.sql("update mail set due = null").update();
		fill("small", 600, 1);
		fill("tiny", 1, 1);
		assertThat(claim(this.node, 4)).containsEntry("small", 3).containsEntry("tiny", 1);
	}

	@Test
	void of_a_tenant_the_rows_due_longest_come_first() {
		fill("a", 5, 1);
		List<UUID> ordered = this.jdbc.sql("select id from mail order by due").query(UUID.class).list();
		assertThat(lock(this.node, 3)).isEqualTo(ordered.subList(0, 3));
	}

	@Test
	void what_is_being_worked_on_counts_until_its_lease_runs_out() {
		fill("a", 10, 1);
		claim(this.node, 4);
		fill("b", 10, 1);
		assertThat(claim(node(), 6)).containsEntry("a", 1).containsEntry("b", 5);
		this.jdbc.sql("update mail set due = ? where lease is not null").param(Timestamps.of(NOW)).update();
		assertThat(claim(node(), 4)).containsEntry("a", 2).containsEntry("b", 2);
	}

	@Test
	void what_another_node_is_locking_is_left_to_it_and_others_are_found() {
		fill("a", 100, 1);
		List<UUID> mine = new ArrayList<>();
		List<UUID> theirs = this.transaction.execute((status) -> {
			mine.addAll(this.node.lock(NOW, 8));
			return elsewhere(() -> lock(node(), 8));
		});
		assertThat(theirs).hasSize(8).doesNotContainAnyElementsOf(mine);
	}

	@Test
	void nodes_never_claim_the_same_row_and_claim_all() throws Exception {
		fill("t", 2_000, 7);
		fill("big", 2_000, 1);
		List<UUID> claimed = Collections.synchronizedList(new ArrayList<>());
		ExecutorService nodes = Executors.newFixedThreadPool(2);
		try {
			List<Future<?>> ends = new ArrayList<>();
			for (int i = 0; i < 2; i++) {
				ends.add(nodes.submit(() -> {
					SharedRows own = node();
					for (List<UUID> rows = claimed(own, 32); !rows.isEmpty() || waiting(); rows = claimed(own, 32)) {
						claimed.addAll(rows);
					}
				}));
			}
			for (Future<?> end : ends) {
				end.get();
			}
		}
		finally {
			nodes.shutdownNow();
		}
		assertThat(claimed).hasSize(4_000).doesNotHaveDuplicates();
	}

	@Test
	void whether_others_wait_is_known_however_many_rows_one_has() {
		assertThat(others("big")).isFalse();
		fill("big", 1_000, 1);
		assertThat(others("big")).isFalse();
		fill("small", 1, 1);
		assertThat(others("big")).isTrue();
		assertThat(others("small")).isTrue();
	}

	@Test
	void when_the_time_jumped_first_nothing_is_taken_and_then_only_what_nobody_holds() {
		fill("held", 10, 1);
		this.jdbc.sql("update mail set lease = ?").param(UUID.randomUUID()).update();
		fill("free", 1, 1);
		this.time.pass(Duration.ofHours(1));
		this.clock.set();
		assertThat(claim(this.node, 8)).isEmpty();
		pass(LEASE.dividedBy(2));
		this.clock.set();
		assertThat(others("free")).isFalse();
		assertThat(claim(this.node, 8)).containsOnly(Map.entry("free", 1));
		pass(LEASE);
		this.clock.set();
		assertThat(claim(this.node, 8)).containsOnly(Map.entry("held", 8));
	}

	@Test
	void of_two_kinds_of_workers_each_takes_its_own_rows() {
		fill("a", 8, 1);
		List<UUID> letters = letters(2);
		assertThat(lock(node("purpose = 'letter'"), 8)).isEqualTo(letters);
		assertThat(lock(node("purpose <> 'letter'"), 8)).hasSize(6).doesNotContainAnyElementsOf(letters);
		assertThat(lock(this.node, 8)).hasSize(8);
	}

	@Test
	void its_own_rows_are_found_among_a_hundred_thousand_of_a_thousand_tenants_and_quickly_if_there_are_none() {
		fill("t", MANY, 1_000);
		SharedRows own = node("purpose = 'letter'");
		assertThat(claimed(own, 8)).isEmpty();
		List<UUID> letters = letters(3);
		assertThat(claimed(own, 8)).containsExactlyInAnyOrderElementsOf(letters);
		assertThat(claimed(own, 8)).isEmpty();
		assertThat(claimed(node("purpose <> 'letter'"), 8)).hasSize(8);
	}

	@Test
	void its_own_row_is_found_behind_a_hundred_thousand_of_another_tenant() {
		fill("small", 1, 1);
		List<UUID> letters = letters(1);
		fill("big", MANY, 1);
		assertThat(claimed(node("purpose = 'letter'"), 8)).isEqualTo(letters);
	}

	@Test
	void its_own_rows_are_found_behind_more_rows_of_the_tenant_than_are_read_for_one_that_is_wanted() {
		fill("a", 300, 1);
		fill("b", 300, 1);
		this.jdbc
			.sql("update mail set purpose = 'letter' where id in (select id from mail where tenant = 'a' "
					+ "order by due offset 100 rows fetch first 1 row only)")
			.update();
		assertThat(claimed(node("purpose = 'letter'"), 1)).hasSize(1);
	}

	@Test
	void whom_workers_of_another_kind_work_for_gets_no_less() {
		fill("a", 6, 1);
		claim(this.node, 4);
		this.jdbc.sql("update mail set purpose = 'letter' where lease is null").update();
		fill("b", 2, 1);
		this.jdbc.sql("update mail set purpose = 'letter' where tenant = 'b'").update();
		assertThat(claim(node("purpose = 'letter'"), 2)).containsEntry("a", 1).containsEntry("b", 1);
	}

	/**
	 * The rows due longest become those of one kind.
	 */
	private List<UUID> letters(int count) {
		List<UUID> ids = this.jdbc.sql("select id from mail order by due limit ?")
			.param(count)
			.query(UUID.class)
			.list();
		this.jdbc.sql("update mail set purpose = 'letter' where id in (:ids)").param("ids", ids).update();
		return ids;
	}

	private SharedRows node(String mine) {
		return new SharedQueues(this.jdbc, this.database, this.clock).leased("mail", mine);
	}

	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
		this.time.pass(time);
		this.machine.pass(time);
	}

	private boolean others(String tenant) {
		return node().others(tenant, NOW, Limits.NONE);
	}

	private SharedRows node() {
		return new SharedQueues(this.jdbc, this.database, this.clock).leased("mail");
	}

	private boolean waiting() {
		return this.jdbc.sql("select count(*) from mail where due <= ?")
			.param(Timestamps.of(NOW))
			.query(Long.class)
			.single() > 0;
	}

	private List<UUID> lock(SharedRows rows, int count) {
		return this.transaction.execute((status) -> rows.lock(NOW, count));
	}

	private List<UUID> claimed(SharedRows rows, int count) {
		return this.transaction.execute((status) -> {
			Instant begun = Instant.now();
			List<UUID> locked = rows.lock(NOW, count);
			assertThat(Duration.between(begun, Instant.now())).isLessThan(LONG);
			if (!locked.isEmpty()) {
				this.jdbc.sql("update mail set due = :later, lease = :lease where id in (:locked)")
					.param("later", Timestamps.of(NOW.plusSeconds(60)))
					.param("lease", UUID.randomUUID())
					.param("locked", locked)
					.update();
			}
			return locked;
		});
	}

	/**
	 * How long claims take when all is warm; {@code docs/operations.md} names such
	 * figures.
	 */
	private void tell(String whose) {
		for (int rows : new int[] { 1, 32 }) {
			List<Long> times = new ArrayList<>();
			for (int number = 0; number < CLAIMS; number++) {
				Instant begun = Instant.now();
				assertThat(claimed(this.node, rows)).hasSize(rows);
				times.add(Duration.between(begun, Instant.now()).toMillis());
			}
			Collections.sort(times);
			log.info("event=claims due={} of=\"{}\" rows={} median-ms={} longest-ms={}", MANY, whose, rows,
					times.get(CLAIMS / 2), times.get(CLAIMS - 1));
		}
	}

	/**
	 * How many rows of whom are claimed.
	 */
	private Map<String, Integer> claim(SharedRows rows, int count) {
		Map<String, Integer> tenants = new HashMap<>();
		claimed(rows, count).forEach((id) -> tenants.merge(
				this.jdbc.sql("select tenant from mail where id = ?").param(id).query(String.class).single(), 1,
				Integer::sum));
		return tenants;
	}

	private static <T> T elsewhere(Callable<T> work) {
		ExecutorService thread = Executors.newSingleThreadExecutor();
		try {
			return thread.submit(work).get();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			thread.shutdownNow();
		}
	}

	private void fill(String tenant, int rows, int tenants) {
		this.transaction.executeWithoutResult((status) -> {
			List<Object[]> values = new ArrayList<>();
			for (int i = 0; i < rows; i++) {
				values.add(new Object[] { UUID.randomUUID(), (tenants > 1) ? tenant + i % tenants : tenant, tenant + i,
						Timestamps.of(NOW.minusSeconds(rows - i)), Timestamps.of(NOW) });
			}
			new JdbcTemplate(this.database)
				.batchUpdate("insert into mail (id, tenant, mailbox, once, purpose, message_id, state, due, written_at)"
						+ " values (?, ?, 'intake', ?, 'p', 'm', 'planned', ?, ?)", values);
		});
	}

}
