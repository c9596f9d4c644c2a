package org.dsrhub.task;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import org.dsrhub.MovingClock;
import org.dsrhub.Workshop;
import org.dsrhub.configuration.DiskFault;
import org.dsrhub.database.Transactions;
import org.dsrhub.node.Pausing;
import org.dsrhub.request.LeaseLost;
import org.dsrhub.source.CircuitOpen;
import org.dsrhub.source.CircuitOpen.Counts;
import org.dsrhub.source.ServiceLimits;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.task.Circuits.Leave;
import org.dsrhub.tenant.Tenant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The circuits of two nodes over one ledger.
 */
class CircuitsTests {

	private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

	private static final String ALERTS = "defender-alerts";

	private static final LocalDate IN_TIME = LocalDate.of(2026, 12, 24);

	private static final LocalDate OVERDUE = LocalDate.of(2026, 11, 20);

	private static final Exception DEAD = new IOException("reset");

	/** More than the second for which a node believes what it read. */
	private static final Duration LOOK = Duration.ofMillis(1100);

	private final MovingClock clock = new MovingClock(NOW);

	private Workshop shop;

	private Tenant contoso;

	private Tenant fabrikam;

	private final Pausing pausing = new Pausing();

	private Circuits one;

	private Circuits other;

	@BeforeEach
	void setUp(@TempDir Path folder) {
		this.shop = new Workshop(folder);
		this.contoso = this.shop.tenants().get("contoso");
		this.fabrikam = this.shop.tenants().get("fabrikam");
		this.one = node();
		this.other = node();
	}

	@Test
	void failures_are_counted_over_all_nodes_and_those_of_another_tenant_or_source_apart() {
		this.one.after(this.contoso, ALERTS, DEAD);
		this.other.after(this.contoso, ALERTS, DEAD);
		this.one.after(this.contoso, ALERTS, DEAD);
		this.one.after(this.contoso, "activity-log", DEAD);
		this.other.after(this.fabrikam, ALERTS, DEAD);
		assertThat(this.other.after(this.contoso, ALERTS, DEAD)).isEmpty();
		this.one.require(this.contoso, ALERTS);
		assertThat(this.one.after(this.contoso, ALERTS, DEAD)).isPresent();
		this.clock.pass(Duration.ofMillis(100));
		assertThat(refused(this.one).reason()).isEqualTo(Reason.UNREACHABLE);
		assertThat(refused(node()).counts()).isEqualTo(Counts.LATE);
		this.one.require(this.contoso, "activity-log");
		this.other.require(this.fabrikam, ALERTS);
	}

	@Test
	void a_service_in_good_health_costs_no_write_and_a_node_looks_once_in_a_second() {
		for (int i = 0; i < 3; i++) {
			this.one.require(this.contoso, ALERTS);
			this.one.answered(this.contoso, ALERTS, ServiceLimits.NONE);
		}
		assertThat(this.shop.count("circuit")).isZero();
		this.other.after(this.contoso, ALERTS, pause(Duration.ofMinutes(1)));
		this.one.require(this.contoso, ALERTS);
		this.clock.pass(LOOK);
		refused(this.one);
	}

	@Test
	void an_answer_begins_the_count_anew() {
		for (int i = 0; i < 4; i++) {
			this.one.after(this.contoso, ALERTS, DEAD);
		}
		this.clock.pass(LOOK);
		this.other.answered(this.contoso, ALERTS, ServiceLimits.NONE);
		this.clock.pass(LOOK);
		assertThat(this.one.after(this.contoso, ALERTS, DEAD)).isEmpty();
	}

	@Test
	void of_an_open_circuit_exactly_one_call_of_all_nodes_tries_the_service() throws Exception {
		open();
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			for (int round = 0; round < 10; round++) {
				this.clock.pass(Duration.ofMinutes(6));
				CyclicBarrier start = new CyclicBarrier(4);
				List<Callable<Boolean>> calls = List.of(() -> calls(this.one, start), () -> calls(this.other, start),
						() -> calls(this.one, start), () -> calls(this.other, start));
				List<Boolean> made = new ArrayList<>();
				for (Future<Boolean> call : threads.invokeAll(calls)) {
					made.add(call.get());
				}
				assertThat(made).as("round %d", round).containsOnlyOnce(true);
				assertThat(this.one.leave(this.contoso, ALERTS).tasks()).isZero();
				this.one.after(this.contoso, ALERTS, DEAD);
				refused(this.other);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void the_probe_that_is_answered_closes_it_for_all_nodes() {
		open();
		this.clock.pass(Duration.ofMinutes(1));
		this.one.require(this.contoso, ALERTS);
		assertThat(refused(this.other).until()).isBefore(this.clock.instant().plusSeconds(3));
		this.one.answered(this.contoso, ALERTS, ServiceLimits.NONE);
		this.clock.pass(LOOK);
		this.other.require(this.contoso, ALERTS);
		this.one.require(this.contoso, ALERTS);
		assertThat(this.other.leave(this.contoso, ALERTS)).isEqualTo(Leave.ALL);
	}

	@ParameterizedTest
	@MethodSource
	void another_call_tries_the_service_when_the_one_that_was_to_do_so_was_not_made(Throwable problem) {
		open();
		this.clock.pass(Duration.ofMinutes(1));
		this.one.require(this.contoso, ALERTS);
		refused(this.other);
		assertThat(this.one.after(this.contoso, ALERTS, problem)).isEmpty();
		this.clock.pass(LOOK);
		this.other.require(this.contoso, ALERTS);
		refused(this.one);
	}

	static Stream<Throwable> another_call_tries_the_service_when_the_one_that_was_to_do_so_was_not_made() {
		return Stream.of(new LeaseLost("task"), new CallRates.CallsSpent("graph", NOW),
				DiskFault.of(Path.of("data"), new IOException("full")), new IllegalStateException(),
				VendorFault.terminal(Reason.NOT_CONFIGURED, "no endpoint"));
	}

	@Test
	void another_call_tries_the_service_when_the_node_was_killed_whose_turn_it_was() {
		open();
		this.clock.pass(Duration.ofMinutes(1));
		this.one.require(this.contoso, ALERTS);
		refused(this.other);
		this.clock.pass(this.contoso.limits().responseTimeout().multipliedBy(4));
		this.other.require(this.contoso, ALERTS);
	}

	@Test
	void a_pause_that_the_service_asks_for_is_kept_by_all_nodes() {
		assertThat(this.one.after(this.contoso, ALERTS, pause(Duration.ofMinutes(10))))
			.hasValueSatisfying((until) -> assertThat(until).isBetween(NOW.plusSeconds(600), NOW.plusSeconds(601)));
		this.clock.pass(Duration.ofMinutes(9));
		for (Circuits node : List.of(this.one, this.other)) {
			assertThat(refused(node).until()).isBetween(NOW.plusSeconds(600), NOW.plusSeconds(601));
			assertThat(refused(node).reason()).isEqualTo(Reason.THROTTLED);
			assertThat(node.leave(this.contoso, ALERTS).tasks()).isZero();
		}
		this.clock.pass(Duration.ofMinutes(1));
		assertThat(this.other.leave(this.contoso, ALERTS).tasks()).isEqualTo(1);
		this.other.require(this.contoso, ALERTS);
	}

	@Test
	void a_limit_that_a_service_says_is_spent_rests_on_all_nodes_until_it_is_not() {
		this.one.answered(this.contoso, ALERTS, new ServiceLimits(NOW.plusSeconds(30)));
		assertThat(refused(this.other).until()).isBetween(NOW.plusSeconds(30), NOW.plusSeconds(31));
		assertThat(refused(this.one).counts()).isEqualTo(Counts.NEVER);
		this.clock.pass(Duration.ofSeconds(30));
		this.one.require(this.contoso, ALERTS);
		this.other.require(this.contoso, ALERTS);
	}

	@Test
	void waiting_counts_as_trying_once_there_was_no_answer_for_as_long_as_the_tenant_bears() {
		open();
		for (int i = 0; i < 60; i++) {
			this.clock.pass(Duration.ofMinutes(5));
			if (this.clock.instant().isBefore(NOW.plus(Duration.ofHours(4)))) {
				this.one.require(this.contoso, ALERTS);
				assertThat(this.one.after(this.contoso, ALERTS, DEAD)).hasValueSatisfying(
						(until) -> assertThat(until).isBefore(NOW.plus(Duration.ofHours(4)).plusSeconds(1)));
				assertThat(this.one.after(this.contoso, ALERTS, refused(this.other))).isPresent();
			}
		}
		this.one.require(this.contoso, ALERTS);
		assertThat(this.one.after(this.contoso, ALERTS, DEAD)).isEmpty();
		CircuitOpen open = refused(this.one);
		assertThat(open.counts()).isEqualTo(Counts.ALWAYS);
		assertThat(this.one.after(this.contoso, ALERTS, open)).isEmpty();
		assertThat(this.one.leave(this.contoso, ALERTS)).isEqualTo(Leave.ALL);
		this.one.look(this.contoso, ALERTS);
	}

	@Test
	void a_pause_that_is_longer_than_the_tenant_bears_an_outage_spends_no_try() {
		Instant end = NOW.plus(Duration.ofHours(5));
		assertThat(this.one.after(this.contoso, ALERTS, pause(Duration.ofHours(5))))
			.hasValueSatisfying((until) -> assertThat(until).isBetween(end, end.plusSeconds(1)));
		for (int hour = 1; hour < 5; hour++) {
			this.clock.reach(end.minus(Duration.ofHours(5 - hour)));
			CircuitOpen open = refused(this.other);
			assertThat(open.until()).isBetween(end, end.plusSeconds(1));
			assertThat(this.other.after(this.contoso, ALERTS, open)).contains(open.until());
			assertThat(this.other.leave(this.contoso, ALERTS).tasks()).isZero();
		}
		this.clock.reach(end);
		this.other.require(this.contoso, ALERTS);
	}

	@Test
	void a_call_that_is_asked_for_a_pause_after_an_outage_that_was_borne_for_long_enough_was_a_try() {
		open();
		this.clock.pass(Duration.ofHours(4));
		this.one.require(this.contoso, ALERTS);
		assertThat(this.one.after(this.contoso, ALERTS, pause(Duration.ofHours(1)))).isEmpty();
		CircuitOpen uncalled = refused(this.one);
		assertThat(this.one.after(this.contoso, ALERTS, uncalled)).contains(uncalled.until());
	}

	@Test
	void what_is_not_called_in_a_long_outage_tries_again_only_after_the_rest() {
		open();
		this.clock.pass(Duration.ofHours(4));
		for (int i = 0; i < 9; i++) {
			this.clock.pass(Duration.ofMinutes(5));
			this.one.require(this.contoso, ALERTS);
			this.one.after(this.contoso, ALERTS, DEAD);
		}
		CircuitOpen rest = refused(this.one);
		assertThat(rest.counts()).isEqualTo(Counts.ALWAYS);
		assertThat(rest.until()).isAfter(this.clock.instant().plusSeconds(200));
		assertThat(Retry.at(rest, 1, this.contoso, IN_TIME, this.clock.instant())).contains(rest.until());
		assertThat(Retry.at(rest, this.contoso.limits().maxAttempts(), this.contoso, IN_TIME, this.clock.instant()))
			.isEmpty();
		Instant later = rest.until();
		assertThat(Retry.at(rest, 1, this.contoso, IN_TIME, later))
			.hasValueSatisfying((again) -> assertThat(again).isAfter(later));
	}

	@Test
	void what_is_overdue_spends_one_try_in_each_rest_and_is_not_called_before_its_end() {
		open();
		for (int i = 0; i < 9; i++) {
			this.clock.pass(Duration.ofMinutes(5));
			this.one.require(this.contoso, ALERTS);
			this.one.after(this.contoso, ALERTS, DEAD);
		}
		CircuitOpen rest = refused(this.other);
		assertThat(rest.counts()).isEqualTo(Counts.LATE);
		assertThat(rest.until()).isAfter(this.clock.instant().plusSeconds(200));
		assertThat(free(rest, IN_TIME)).contains(rest.until());
		assertThat(free(rest, OVERDUE)).isEmpty();
		assertThat(Retry.at(rest, 1, this.contoso, OVERDUE, this.clock.instant())).contains(rest.until());
	}

	@Test
	void what_is_overdue_spends_no_try_while_another_call_tries_the_service() {
		open();
		this.clock.pass(Duration.ofMinutes(1));
		this.one.require(this.contoso, ALERTS);
		CircuitOpen probed = refused(this.other);
		assertThat(probed.counts()).isEqualTo(Counts.NEVER);
		assertThat(free(probed, OVERDUE)).contains(probed.until());
		Leave leave = this.other.leave(this.contoso, ALERTS);
		assertThat(leave.tasks()).isZero();
		assertThat(leave.earliest()).isBefore(OVERDUE);
	}

	@Test
	void what_is_overdue_spends_no_try_by_a_limit_that_is_spent_of_a_service_in_good_health() {
		this.one.answered(this.contoso, ALERTS, new ServiceLimits(NOW.plusSeconds(30)));
		CircuitOpen spent = refused(this.other);
		assertThat(free(spent, OVERDUE)).contains(spent.until());
		assertThat(this.other.leave(this.contoso, ALERTS).earliest()).isBefore(OVERDUE);
	}

	@Test
	void a_service_that_is_called_at_its_own_times_is_waited_for_beyond_the_deadline_too() {
		open();
		CircuitOpen rest = catchThrowableOfType(CircuitOpen.class, () -> this.one.look(this.contoso, ALERTS));
		assertThat(free(rest, OVERDUE)).contains(rest.until());
	}

	@Test
	void tasks_may_rest_to_the_very_end_of_the_deadline() {
		open();
		CircuitOpen rest = refused(this.one);
		Instant midnight = Instant.parse("2026-11-24T23:00:00Z");
		LocalDate today = LocalDate.of(2026, 11, 24);
		assertThat(Retry.free(rest, Optional.of(midnight), this.contoso, today)).contains(midnight);
		assertThat(Retry.free(rest, Optional.of(midnight.plusMillis(1)), this.contoso, today)).isEmpty();
		assertThat(Retry.earliest(this.contoso, midnight)).isEqualTo(today);
		assertThat(Retry.earliest(this.contoso, midnight.plusMillis(1))).isEqualTo(today.plusDays(1));
	}

	@Test
	void a_fault_of_the_ledger_says_nothing_of_the_service() {
		for (Exception broken : FaultsTests.ofTheLedger()) {
			for (int i = 0; i < 10; i++) {
				assertThat(this.one.after(this.contoso, ALERTS, broken)).isEmpty();
			}
		}
		assertThat(this.shop.count("circuit")).isZero();
		Exception broken = FaultsTests.ofTheLedger().get(0);
		for (int i = 0; i < 4; i++) {
			this.one.after(this.contoso, ALERTS, DEAD);
		}
		this.one.after(this.contoso, ALERTS, broken);
		assertThat(this.one.after(this.contoso, ALERTS, DEAD)).isPresent();
		this.clock.pass(Duration.ofMinutes(1));
		this.one.require(this.contoso, ALERTS);
		this.one.after(this.contoso, ALERTS, broken);
		this.clock.pass(LOOK);
		this.other.require(this.contoso, ALERTS);
	}

	@Test
	void a_node_whose_clock_is_a_day_ahead_keeps_the_others_from_no_service_for_long() {
		Circuits ahead = node(new MovingClock(NOW.plus(Duration.ofDays(1))));
		for (int i = 0; i < 5; i++) {
			ahead.after(this.contoso, ALERTS, DEAD);
		}
		restsForFiveMinutes(ALERTS);
		ahead.after(this.contoso, "activity-log",
				new VendorFault(Reason.THROTTLED, true, NOW.plus(Duration.ofHours(25)), "HTTP 429", null));
		restsForFiveMinutes("activity-log");
		ahead.answered(this.fabrikam, ALERTS, new ServiceLimits(NOW.plus(Duration.ofHours(25))));
		assertThat(this.one.leave(this.fabrikam, ALERTS).tasks()).isZero();
		this.clock.pass(Duration.ofMinutes(5));
		this.one.require(this.fabrikam, ALERTS);
	}

	/**
	 * However often anybody looks; then a call tries the service.
	 */
	private void restsForFiveMinutes(String source) {
		Instant end = this.clock.instant().plus(Duration.ofMinutes(5));
		for (int i = 0; i < 5; i++) {
			CircuitOpen rest = catchThrowableOfType(CircuitOpen.class, () -> this.one.require(this.contoso, source));
			assertThat(rest.until()).isBetween(end, end.plusSeconds(1));
			assertThat(this.one.leave(this.contoso, source).again()).isBetween(end, end.plusSeconds(1));
			this.clock.pass(Duration.ofMinutes(1));
		}
		this.one.require(this.contoso, source);
		assertThat(this.one.after(this.contoso, source, DEAD))
			.hasValueSatisfying((until) -> assertThat(until).isBefore(this.clock.instant().plusSeconds(4)));
	}

	@Test
	void a_limit_that_is_spent_for_a_moment_is_waited_for_where_the_work_is() {
		Circuits node = node(Clock.systemUTC());
		Instant end = Instant.now().plusMillis(300);
		node.answered(this.contoso, ALERTS, new ServiceLimits(end));
		node.require(this.contoso, ALERTS);
		assertThat(Instant.now()).isAfterOrEqualTo(end.truncatedTo(ChronoUnit.MILLIS));
	}

	@Test
	void a_node_that_leaves_waits_for_no_limit() {
		this.one.answered(this.contoso, ALERTS, new ServiceLimits(NOW.plusSeconds(9)));
		this.pausing.end();
		assertThat(refused(this.one).until()).isBetween(NOW.plusSeconds(9), NOW.plusSeconds(10));
	}

	@Test
	void a_call_that_was_to_try_the_service_and_is_not_made_leaves_that_to_another() {
		open();
		this.clock.pass(Duration.ofMinutes(1));
		this.one.require(this.contoso, ALERTS);
		refused(this.other);
		this.one.unheard(this.contoso, ALERTS);
		this.clock.pass(LOOK);
		this.other.require(this.contoso, ALERTS);
	}

	@Test
	void the_longer_the_directory_is_away_the_more_those_are_spread_who_come_back() {
		String directory = Circuits.DIRECTORY;
		for (int i = 0; i < 5; i++) {
			this.one.after(this.contoso, directory, DEAD);
		}
		assertThat(spread(directory)).isLessThan(Duration.ofSeconds(1));
		this.clock.pass(Duration.ofMinutes(40));
		this.one.require(this.contoso, directory);
		assertThat(spread(directory)).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(11));
		this.clock.pass(Duration.ofMinutes(100));
		this.one.require(this.contoso, directory);
		assertThat(spread(directory)).isBetween(Duration.ofMinutes(8), Duration.ofMinutes(15));
	}

	/**
	 * How far those come apart who are refused now.
	 */
	private Duration spread(String source) {
		List<Instant> ends = Stream
			.generate(
					() -> catchThrowableOfType(CircuitOpen.class, () -> this.one.require(this.contoso, source)).until())
			.limit(50)
			.sorted()
			.toList();
		return Duration.between(ends.get(0), ends.get(49));
	}

	@Test
	void a_refusal_of_the_service_and_a_fault_of_the_hub_open_nothing() {
		for (int i = 0; i < 20; i++) {
			this.one.after(this.contoso, ALERTS, VendorFault.terminal(Reason.NOT_PERMITTED, "HTTP 403"));
			this.other.after(this.contoso, ALERTS, new IllegalStateException());
		}
		this.one.require(this.contoso, ALERTS);
		assertThat(this.shop.count("circuit")).isZero();
	}

	private void open() {
		for (int i = 0; i < 5; i++) {
			this.one.after(this.contoso, ALERTS, DEAD);
		}
	}

	private CircuitOpen refused(Circuits node) {
		CircuitOpen open = catchThrowableOfType(CircuitOpen.class, () -> node.require(this.contoso, ALERTS));
		assertThat(open).isNotNull();
		return open;
	}

	private boolean calls(Circuits node, CyclicBarrier start) throws Exception {
		start.await();
		try {
			node.require(this.contoso, ALERTS);
			return true;
		}
		catch (CircuitOpen ex) {
			return false;
		}
	}

	private Optional<Instant> free(CircuitOpen rest, LocalDate deadline) {
		return Retry.free(rest, this.one.after(this.contoso, ALERTS, rest), this.contoso, deadline);
	}

	private VendorFault pause(Duration time) {
		return new VendorFault(Reason.THROTTLED, true, this.clock.instant().plus(time), "HTTP 429", null);
	}

	private Circuits node() {
		return node(this.clock);
	}

	private Circuits node(Clock time) {
		return new Circuits(this.shop.jdbc(), new Transactions(this.shop.transactions()), time, this.pausing);
	}

}
