package org.dsrhub.task;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.dsrhub.MovingClock;
import org.dsrhub.Workshop;
import org.dsrhub.database.Transactions;
import org.dsrhub.node.Patience;
import org.dsrhub.source.Source.Rate;
import org.dsrhub.task.CallRates.CallsSpent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The limits of two nodes over one ledger.
 */
class CallRatesTests {

	private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

	private static final Rate TWO = new Rate(2, Duration.ofMinutes(1), "vendor");

	private final MovingClock clock = new MovingClock(NOW);

	private final Patience waits = new Patience();

	private Workshop shop;

	private CallRates one;

	private CallRates other;

	@BeforeEach
	void setUp(@TempDir Path folder) {
		this.shop = new Workshop(folder);
		this.one = node();
		this.other = node();
	}

	@Test
	void two_nodes_share_a_limit_and_the_third_call_is_told_until_when_it_is_spent() {
		this.one.await("contoso", TWO);
		this.clock.pass(Duration.ofSeconds(20));
		this.other.await("contoso", TWO);
		spent(this.one, NOW.plusSeconds(63));
		spent(this.other, NOW.plusSeconds(63));
	}

	@Test
	void who_was_told_that_a_limit_is_spent_has_taken_no_turn_of_it() {
		this.one.await("contoso", TWO);
		this.other.await("contoso", TWO);
		for (int i = 0; i < 5; i++) {
			spent(this.one, NOW.plusSeconds(63));
		}
		this.clock.pass(Duration.ofSeconds(51));
		spent(this.other, NOW.plusSeconds(63));
		this.clock.pass(Duration.ofSeconds(12));
		this.one.await("contoso", TWO);
		this.other.await("contoso", TWO);
		spent(this.one, NOW.plusSeconds(2 * 63));
	}

	@Test
	void whose_turn_comes_soon_waits_for_it_on_another_node_too() {
		Rate quick = new Rate(1, Duration.ofMillis(100), "quick");
		this.one.await("contoso", quick);
		long began = System.nanoTime();
		this.other.await("contoso", quick);
		assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(105));
		assertThat(turns()).containsExactly(String.valueOf(NOW.plusMillis(105).toEpochMilli()));
	}

	@Test
	void a_node_that_leaves_waits_for_no_turn_and_calls_where_it_need_not_wait() {
		Rate soon = new Rate(1, Duration.ofSeconds(5), "soon");
		this.waits.end();
		this.one.await("contoso", soon);
		assertThatExceptionOfType(CallsSpent.class).isThrownBy(() -> this.one.await("contoso", soon))
			.satisfies((spent) -> assertThat(spent.until()).isEqualTo(NOW.plusMillis(5250)));
	}

	@Test
	void who_has_begun_waits_where_others_do_not_begin_but_not_for_ever() {
		this.one.await("contoso", TWO);
		this.one.await("contoso", TWO);
		this.waits.end();
		// Of those who wait each has a turn, and who would have to wait too long has
		// none.
		for (int turn : List.of(1, 1, 2, 2, 3, 3, 4, 4, 4)) {
			spent(this.other, NOW.plusSeconds(turn * 63));
			assertThatExceptionOfType(CallsSpent.class).isThrownBy(() -> this.one.awaitNext("contoso", TWO))
				.satisfies((spent) -> assertThat(spent.until()).isEqualTo(NOW.plusSeconds(turn * 63)));
		}
	}

	@Test
	void another_tenant_and_another_limit_are_not_spent() {
		Rate other = new Rate(1, Duration.ofMinutes(1), "other");
		this.one.await("contoso", TWO);
		this.one.await("contoso", TWO);
		this.other.await("fabrikam", TWO);
		this.other.await("fabrikam", TWO);
		this.other.await("contoso", other);
		spent(this.one, NOW.plusSeconds(63));
		assertThatExceptionOfType(CallsSpent.class).isThrownBy(() -> this.one.await("contoso", other))
			.withMessage("limit=other");
	}

	@Test
	void nodes_that_call_at_the_same_moment_get_no_turn_twice() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			for (int round = 0; round < 20; round++) {
				Rate rate = new Rate(5, Duration.ofMinutes(1), "round-" + round);
				CyclicBarrier start = new CyclicBarrier(2);
				List<Callable<Integer>> nodes = List.of(() -> calls(this.one, rate, start),
						() -> calls(this.other, rate, start));
				List<Integer> calls = new ArrayList<>();
				for (Future<Integer> node : threads.invokeAll(nodes)) {
					calls.add(node.get());
				}
				assertThat(calls.get(0) + calls.get(1)).as("of %s", calls).isEqualTo(5);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static int calls(CallRates node, Rate rate, CyclicBarrier start) throws Exception {
		start.await();
		for (int calls = 0; calls < 10; calls++) {
			try {
				node.await("contoso", rate);
			}
			catch (CallsSpent ex) {
				return calls;
			}
		}
		return 10;
	}

	private void spent(CallRates node, Instant until) {
		assertThatExceptionOfType(CallsSpent.class).isThrownBy(() -> node.await("contoso", TWO))
			.withMessage("limit=vendor")
			.satisfies((spent) -> assertThat(spent.until()).isEqualTo(until));
	}

	private List<String> turns() {
		return this.shop.jdbc().sql("select turns from call_rate").query(String.class).list();
	}

	private CallRates node() {
		return new CallRates(this.shop.jdbc(), new Transactions(this.shop.transactions()), this.clock, this.waits);
	}

}
