package org.dsrhub.database;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.dsrhub.MovingClock;
import org.dsrhub.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LedgerClockTests {

	private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

	private static final Duration LEASE = Duration.ofMinutes(2);

	private static final Duration HALF = Duration.ofMinutes(1);

	private final MovingClock ledger = new MovingClock(NOW);

	private final MovingClock machine = new MovingClock(NOW);

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);

	private LedgerClock clock;

	@BeforeEach
	void read() {
		this.clock = new LedgerClock(this.ledger, this.machine, this.nanos::get, LEASE, false);
	}

	@Test
	void it_begins_with_the_ledgers_time_and_counts_on_by_itself() {
		assertThat(this.clock.instant()).isEqualTo(NOW);
		this.nanos.addAndGet(Duration.ofSeconds(7).toNanos());
		this.ledger.pass(Duration.ofHours(1));
		this.machine.pass(Duration.ofHours(1));
		assertThat(this.clock.instant()).isEqualTo(NOW.plusSeconds(7));
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT1H", "PT-1H", "PT6S", "PT-6S" })
	void a_machine_whose_clock_jumps_changes_nothing_and_is_told_of(Duration jump) {
		this.machine.pass(jump);
		this.clock.set();
		assertThat(this.clock.instant()).isEqualTo(NOW);
		assertThat(this.clock.settled()).isTrue();
		assertThat(this.clock.machineAhead()).isEqualTo(jump);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT10M", "PT-10M", "PT41S" })
	void a_machine_that_may_have_slept_begins_nothing_before_it_has_asked(Duration slept) {
		this.machine.pass(slept);
		assertThat(this.clock.steady()).isFalse();
		assertThat(this.clock.settled()).isFalse();
		this.clock.set();
		assertThat(this.clock.steady()).isTrue();
		assertThat(this.clock.settled()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0.101S", "PT-0.101S", "PT40S", "PT-40S" })
	void it_follows_the_ledger_where_no_lease_can_seem_to_be_over(Duration jump) {
		this.ledger.pass(jump);
		this.clock.set();
		assertThat(this.clock.instant()).isEqualTo(NOW.plus(jump));
		assertThat(this.clock.settled()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0.1S", "PT-0.1S" })
	void what_an_answer_may_be_late_does_not_set_it(Duration jump) {
		this.ledger.pass(jump);
		this.clock.set();
		assertThat(this.clock.instant()).isEqualTo(NOW);
	}

	@Test
	void an_answer_that_took_long_sets_it_only_by_more_than_it_took() {
		LedgerClock slow = new LedgerClock(() -> {
			pass(Duration.ofSeconds(4));
			return this.ledger.instant();
		}, this.machine, this.nanos::get, LEASE, false);
		Instant begin = slow.instant();
		this.ledger.pass(Duration.ofSeconds(3));
		slow.set();
		assertThat(slow.instant()).isEqualTo(begin.plusSeconds(4));
		this.ledger.pass(Duration.ofSeconds(2));
		slow.set();
		assertThat(slow.instant()).isEqualTo(this.ledger.instant().plusSeconds(2));
	}

	@Test
	void an_answer_that_took_too_long_says_nothing() {
		AtomicReference<Duration> took = new AtomicReference<>(Duration.ZERO);
		LedgerClock slow = new LedgerClock(() -> {
			pass(took.get());
			return this.ledger.instant();
		}, this.machine, this.nanos::get, LEASE, false);
		took.set(LEASE.dividedBy(6).plusNanos(1));
		this.ledger.pass(Duration.ofMinutes(5));
		slow.set();
		assertThat(slow.instant()).isEqualTo(NOW.plus(took.get()));
		assertThat(slow.steady()).isTrue();
	}

	@Test
	void a_machine_that_slept_follows_at_once_and_takes_nothing_from_others_for_a_lease() {
		this.machine.pass(Duration.ofMinutes(10));
		this.ledger.pass(Duration.ofMinutes(10));
		this.clock.set();
		assertThat(this.clock.instant()).isEqualTo(NOW.plus(Duration.ofMinutes(10)));
		assertThat(this.clock.steady()).isTrue();
		settlesAfterALease();
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT41S", "PT-41S", "PT1H", "PT-1H" })
	void a_jump_is_followed_when_all_nodes_have_heard_of_it_and_nothing_is_begun_before(Duration jump) {
		this.ledger.pass(jump);
		this.clock.set();
		assertThat(this.clock.instant()).isEqualTo(NOW);
		assertThat(this.clock.steady()).isFalse();
		pass(HALF.minusNanos(1));
		this.clock.set();
		assertThat(this.clock.instant()).isEqualTo(NOW.plus(HALF).minusNanos(1));
		assertThat(this.clock.steady()).isFalse();
		pass(Duration.ofNanos(1));
		this.clock.set();
		assertThat(this.clock.instant()).isEqualTo(NOW.plus(HALF).plus(jump));
		assertThat(this.clock.steady()).isTrue();
		settlesAfterALease();
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT-1H", "PT1H", "PT-30M" })
	void another_jump_begins_the_wait_anew(Duration next) {
		this.ledger.pass(Duration.ofHours(1));
		this.clock.set();
		pass(HALF.minusNanos(1));
		this.ledger.pass(next);
		this.clock.set();
		pass(HALF.minusNanos(1));
		this.clock.set();
		assertThat(this.clock.steady()).isFalse();
		pass(Duration.ofNanos(1));
		this.clock.set();
		assertThat(this.clock.instant()).isEqualTo(this.ledger.instant());
		assertThat(this.clock.steady()).isTrue();
		settlesAfterALease();
	}

	@Test
	void where_others_may_be_hearing_of_a_jump_it_begins_by_taking_nothing_from_them() {
		this.clock = new LedgerClock(this.ledger, this.machine, this.nanos::get, LEASE, true);
		assertThat(this.clock.steady()).isTrue();
		settlesAfterALease();
	}

	@Test
	void nothing_begins_by_a_time_that_was_not_asked_for_half_as_long_as_a_lease_lasts() {
		pass(HALF);
		assertThat(this.clock.settled()).isTrue();
		pass(Duration.ofNanos(1));
		assertThat(this.clock.steady()).isFalse();
		assertThat(this.clock.settled()).isFalse();
		this.clock.set();
		assertThat(this.clock.settled()).isTrue();
	}

	private void settlesAfterALease() {
		pass(LEASE.minusNanos(1));
		this.clock.set();
		assertThat(this.clock.settled()).isFalse();
		assertThat(this.clock.leasesOver(NOW)).isEqualTo(Instant.EPOCH);
		pass(Duration.ofNanos(1));
		assertThat(this.clock.settled()).isTrue();
		assertThat(this.clock.leasesOver(NOW)).isEqualTo(NOW);
	}

	@Test
	void a_ledger_in_a_database_tells_the_time() {
		Clock machine = Clock.systemUTC();
		LedgerClock own = LedgerClock.of(TestDatabase.ledger(), new MachineClock(machine), LEASE);
		own.set();
		assertThat(own.instant()).isCloseTo(machine.instant(), within(2, ChronoUnit.SECONDS));
		assertThat(own.machineAhead()).isLessThan(Duration.ofSeconds(2));
	}

	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
		this.ledger.pass(time);
		this.machine.pass(time);
	}

}
