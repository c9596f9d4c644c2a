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
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.dsrhub.MovingClock;
import org.dsrhub.Workshop;
import org.dsrhub.database.Transactions;
import org.dsrhub.node.Pausing;
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

	private final Pausing pausing = new Pausing();

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
		this.pausing.end();
		this.one.await("contoso", soon);
		assertThatExceptionOfType(CallsSpent.class).isThrownBy(() -> this.one.await("contoso", soon))
			.satisfies((spent) -> assertThat(spent.until()).isEqualTo(NOW.plusMillis(5250)));
	}

	@Test
	void who_waited_for_the_ledger_has_the_turn_of_when_it_came() {
		CallRates slow = new CallRates(this.shop.jdbc(), new Transactions(this.shop.transactions()) {
			@Override
			public <T> T run(Supplier<T> step) {
				CallRatesTests.this.clock.pass(Duration.ofSeconds(8));
				return super.run(step);
			}
		}, this.clock, this.pausing);
		slow.await("contoso", TWO);
		assertThat(turns()).containsExactly(String.valueOf(NOW.plusSeconds(8).toEpochMilli()));
	}

	@Test
	void two_calls_have_one_turn_once_there_is_room_for_both() {
		Rate three = new Rate(3, Duration.ofMinutes(1), "vendor");
		this.one.await("contoso", three);
		this.clock.pass(Duration.ofSeconds(20));
		this.other.await("contoso", three);
		assertThatExceptionOfType(CallsSpent.class).isThrownBy(() -> this.one.awaitPair("contoso", three, false))
			.satisfies((spent) -> assertThat(spent.until()).isEqualTo(NOW.plusSeconds(63)));
		this.clock.pass(Duration.ofSeconds(43));
		this.one.awaitPair("contoso", three, false);
		assertThat(turns()).containsExactly(Stream.of(20, 63, 63)
			.map((second) -> String.valueOf(NOW.plusSeconds(second).toEpochMilli()))
			.collect(Collectors.joining(" ")));
		assertThatExceptionOfType(CallsSpent.class).isThrownBy(() -> this.other.awaitPair("contoso", three, false))
			.satisfies((spent) -> assertThat(spent.until()).isEqualTo(NOW.plusSeconds(63 + 63)));
	}

	@Test
	void who_is_midway_waits_where_others_do_not_begin_but_not_for_ever() {
		Rate pair = new Rate(2, Duration.ofSeconds(12), "pair");
		List<Instant> turns = Stream.of(12600, 25200, 37800, 50400, 50400).map(NOW::plusMillis).toList();
		this.one.awaitPair("contoso", pair, false);
		this.pausing.end();
		// Of those who wait each has a turn, and who would have to wait too long has
		// none.
		for (Instant turn : turns) {
			assertThatExceptionOfType(CallsSpent.class).isThrownBy(() -> this.other.awaitPair("contoso", pair, false))
				.satisfies((spent) -> assertThat(spent.until()).isEqualTo(turn));
			assertThatExceptionOfType(CallsSpent.class).isThrownBy(() -> this.one.awaitPair("contoso", pair, true))
				.satisfies((spent) -> assertThat(spent.until()).isEqualTo(turn));
		}
	}

	@Test
	void a_limit_of_an_older_plan_that_has_no_room_for_two_is_waited_for_once() {
		Rate single = new Rate(1, Duration.ofMinutes(1), "single");
		this.one.awaitPair("contoso", single, false);
		assertThatExceptionOfType(CallsSpent.class).isThrownBy(() -> this.one.awaitPair("contoso", single, false))
			.satisfies((spent) -> assertThat(spent.until()).isEqualTo(NOW.plusSeconds(63)));
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
		return new CallRates(this.shop.jdbc(), new Transactions(this.shop.transactions()), this.clock, this.pausing);
	}

}
