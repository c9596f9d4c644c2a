package org.dsrhub.task;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import org.dsrhub.MovingClock;
import org.dsrhub.Workshop;
import org.dsrhub.database.Timestamps;
import org.dsrhub.database.Transactions;
import org.dsrhub.node.Pausing;
import org.dsrhub.source.CircuitOpen;
import org.dsrhub.source.ServiceLimits;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.tenant.Tenant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Series of calls on two nodes over one ledger.
 */
class CallSeriesTests {

	private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

	private static final Exception DEAD = new IOException("reset");

	/** More than the second for which a node believes what it read. */
	private static final Duration LOOK = Duration.ofMillis(1100);

	private final MovingClock clock = new MovingClock(NOW);

	private Workshop shop;

	private Tenant tenant;

	private Circuits one;

	private Circuits other;

	@BeforeEach
	void setUp(@TempDir Path folder) {
		this.shop = new Workshop(folder);
		this.tenant = this.shop.tenants().get("contoso");
		this.one = node();
		this.other = node();
	}

	@Test
	void a_first_call_that_is_always_answered_does_not_hide_that_the_second_never_is() {
		open();
		assertRefused(series(this.other));
	}

	@Test
	void a_series_that_was_answered_to_its_end_begins_the_count_anew() {
		for (int i = 0; i < 4; i++) {
			fail(this.one);
		}
		CallSeries whole = series(this.one);
		whole.require();
		whole.heard(ServiceLimits.NONE);
		whole.require();
		whole.answered(ServiceLimits.NONE);
		fail(this.one);
		series(this.one).require();
	}

	@Test
	void with_the_call_that_tries_the_service_those_that_go_with_it_have_leave_and_no_others() {
		open();
		this.clock.pass(Duration.ofMinutes(1));
		CallSeries probe = series(this.one);
		for (int i = 0; i < 3; i++) {
			probe.require();
			// As long as that one call may take.
			this.clock.pass(this.tenant.limits().responseTimeout().multipliedBy(3));
			probe.heard(ServiceLimits.NONE);
			assertRefused(series(this.one));
			assertRefused(series(this.other));
		}
		probe.require();
		probe.answered(ServiceLimits.NONE);
		this.clock.pass(LOOK);
		series(this.other).require();
		series(this.one).require();
	}

	@Test
	void a_series_that_tries_the_service_in_vain_makes_the_rest_longer_from_the_same_beginning() {
		open();
		Instant opened = opened();
		this.clock.pass(Duration.ofMinutes(1));
		fail(this.one);
		assertRefused(series(this.one));
		assertThat(opened()).isEqualTo(opened);
	}

	@Test
	void a_pause_that_came_in_between_is_kept_by_the_series_that_tries_the_service() {
		open();
		this.clock.pass(Duration.ofMinutes(1));
		CallSeries probe = series(this.one);
		probe.require();
		probe.heard(ServiceLimits.NONE);
		Instant end = this.clock.instant().plus(Duration.ofHours(1));
		this.other.after(this.tenant, Circuits.DIRECTORY,
				new VendorFault(Reason.THROTTLED, true, end, "HTTP 429", null));
		this.clock.pass(LOOK);
		assertRefused(probe);
	}

	@Test
	void a_limit_that_is_spent_in_the_middle_is_kept_and_forgets_no_failure() {
		for (int i = 0; i < 4; i++) {
			fail(this.one);
		}
		CallSeries spent = series(this.one);
		spent.require();
		spent.heard(new ServiceLimits(this.clock.instant().plusSeconds(30)));
		assertRefused(spent);
		this.clock.pass(Duration.ofSeconds(30));
		assertThat(this.one.after(this.tenant, Circuits.DIRECTORY, DEAD)).isPresent();
	}

	@Test
	void a_series_that_ends_early_was_answered_if_anything_was_called() {
		open();
		this.clock.pass(Duration.ofMinutes(1));
		CallSeries called = series(this.one);
		called.require();
		called.heard(ServiceLimits.NONE);
		called.end();
		this.clock.pass(LOOK);
		series(this.other).require();
		series(this.one).require();
	}

	@Test
	void a_series_that_was_to_try_the_service_and_calls_nothing_leaves_that_to_another() {
		open();
		this.clock.pass(Duration.ofMinutes(1));
		CallSeries none = series(this.one);
		none.require();
		assertRefused(series(this.other));
		none.end();
		this.clock.pass(LOOK);
		CallSeries next = series(this.other);
		next.require();
		none.end();
		this.clock.pass(LOOK);
		assertRefused(series(this.one));
	}

	@Test
	void what_was_answered_before_the_service_was_in_trouble_does_not_say_that_it_is_well() {
		CallSeries calls = series(this.one);
		calls.require();
		calls.heard(ServiceLimits.NONE);
		for (int i = 0; i < 5; i++) {
			fail(this.other);
		}
		this.clock.pass(Duration.ofMinutes(1));
		calls.require();
		calls.end();
		this.clock.pass(LOOK);
		series(this.other).require();
		assertRefused(series(this.one));
	}

	/**
	 * The first call is answered, the second is not.
	 */
	private void fail(Circuits node) {
		CallSeries calls = series(node);
		calls.require();
		calls.heard(ServiceLimits.NONE);
		calls.require();
		node.after(this.tenant, Circuits.DIRECTORY, DEAD);
	}

	private void open() {
		for (int i = 0; i < 5; i++) {
			fail(this.one);
		}
	}

	private Instant opened() {
		return this.shop.jdbc()
			.sql("select opened_at from circuit")
			.query((row, number) -> Timestamps.read(row, "opened_at"))
			.single();
	}

	private static void assertRefused(CallSeries calls) {
		assertThatExceptionOfType(CircuitOpen.class).isThrownBy(calls::require);
	}

	private CallSeries series(Circuits node) {
		return new CallSeries(node, this.tenant, Circuits.DIRECTORY);
	}

	private Circuits node() {
		return new Circuits(this.shop.jdbc(), new Transactions(this.shop.transactions()), this.clock, new Pausing());
	}

}
