package org.dsrhub.source;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.dsrhub.source.VendorFault.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class CircuitTests {

	private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

	private static final VendorFault DEAD = VendorFault.retryable(Reason.UNREACHABLE, "HTTP 500", null);

	@ParameterizedTest
	@MethodSource
	void what_a_fault_says_of_a_service(VendorFault fault, int failures, boolean opens) {
		Circuit before = new Circuit(2, Reason.UNREACHABLE, null, null, null);
		Circuit after = after(before, fault, NOW);
		assertThat(after.failures()).isEqualTo(failures);
		assertThat(after.open()).isEqualTo(opens);
	}

	static Stream<Arguments> what_a_fault_says_of_a_service() {
		Instant soon = NOW.plusSeconds(9);
		return Stream.of(Arguments.of(DEAD, 3, false),
				Arguments.of(VendorFault.retryable(Reason.INVALID_ANSWER, "no JSON", null), 3, false),
				Arguments.of(new VendorFault(Reason.THROTTLED, true, null, "HTTP 429", null), 3, false),
				Arguments.of(new VendorFault(Reason.THROTTLED, true, soon, "HTTP 429", null), 2, true),
				Arguments.of(new VendorFault(Reason.UNREACHABLE, true, soon, "HTTP 503", null), 2, true),
				// When the hub asks the login again is no wish of the service's.
				Arguments.of(new VendorFault(Reason.UNREACHABLE, true, soon, "no token", new RuntimeException()), 3,
						false),
				Arguments.of(VendorFault.terminal(Reason.NOT_PERMITTED, "HTTP 403"), 0, false),
				Arguments.of(VendorFault.terminal(Reason.BAD_REQUEST, "HTTP 400"), 0, false),
				Arguments.of(VendorFault.terminal(Reason.INVALID_ANSWER, "link elsewhere"), 0, false),
				Arguments.of(VendorFault.retryable(Reason.BUSY, "HTTP 412", null), 0, false),
				Arguments.of(VendorFault.retryable(Reason.INTERNAL, "ours", null), 2, false),
				Arguments.of(VendorFault.terminal(Reason.NOT_CONFIGURED, "no endpoint"), 2, false));
	}

	@Test
	void some_failures_in_a_row_open_it_and_an_answer_between_them_does_not() {
		Circuit circuit = Circuit.CLOSED;
		for (int i = 1; i < Circuit.FAILURES; i++) {
			circuit = after(circuit, DEAD, NOW);
			assertThat(circuit.open()).isFalse();
			assertThat(circuit.rests(NOW)).isEmpty();
		}
		assertThat(after(circuit.answered(NOW), DEAD, NOW).open()).isFalse();
		Circuit open = after(circuit, DEAD, NOW);
		assertThat(open.open()).isTrue();
		assertThat(open.openedAt()).isEqualTo(NOW);
		assertThat(open.rests(NOW)).isPresent();
	}

	@Test
	void each_probe_that_fails_makes_the_rest_longer_up_to_five_minutes() {
		Circuit circuit = opened();
		Duration last = Duration.ZERO;
		for (int probe = 0; probe < 20; probe++) {
			Instant at = circuit.until();
			circuit = after(circuit.probing(at.plusSeconds(60)), DEAD, at);
			Duration rest = Duration.between(at, circuit.until());
			assertThat(rest).isLessThanOrEqualTo(Duration.ofMinutes(5));
			if (probe < 7) {
				assertThat(rest).isGreaterThan(last);
			}
			last = rest;
		}
		assertThat(last).isGreaterThanOrEqualTo(Duration.ofMinutes(3));
		assertThat(circuit.openedAt()).isEqualTo(NOW);
	}

	@Test
	void after_its_rest_others_wait_for_the_call_that_tries_the_service() {
		Circuit open = opened();
		Instant over = open.until();
		assertThat(open.rests(over.minusMillis(1))).contains(over);
		assertThat(open.rests(over)).isEmpty();
		Circuit probed = open.probing(over.plusSeconds(30));
		assertThat(probed.rests(over)).contains(over.plusSeconds(1));
		assertThat(probed.rests(over.plusSeconds(30))).isEmpty();
		assertThat(probed.unheard().rests(over)).isEmpty();
		assertThat(probed.answered(over)).isEqualTo(Circuit.CLOSED);
	}

	@Test
	void only_calls_that_go_with_the_one_that_tries_the_service_need_not_wait_for_it() {
		Circuit open = opened();
		Instant over = open.until();
		Instant until = over.plusSeconds(30);
		Circuit probed = open.probing(until);
		assertThat(open.triable(null, over.minusMillis(1))).isFalse();
		assertThat(open.triable(null, over)).isTrue();
		assertThat(probed.triable(null, over)).isFalse();
		assertThat(probed.triable(over, over)).isFalse();
		assertThat(probed.triable(until, over)).isTrue();
		assertThat(probed.triable(null, until)).isTrue();
		assertThat(after(probed, pause(until), over).triable(until, over)).isFalse();
		assertThat(Circuit.CLOSED.triable(null, over)).isFalse();
	}

	@Test
	void what_was_called_before_it_opened_changes_nothing_during_its_rest() {
		Circuit open = opened();
		assertThat(after(open, DEAD, NOW)).isEqualTo(open);
		assertThat(open.answered(NOW)).isEqualTo(open);
		assertThat(after(open, VendorFault.terminal(Reason.NOT_PERMITTED, "HTTP 403"), NOW)).isEqualTo(open);
	}

	@Test
	void a_service_s_own_pause_is_kept_by_all_and_a_longer_one_replaces_it() {
		Circuit paused = after(Circuit.CLOSED, pause(NOW.plusSeconds(60)), NOW);
		assertThat(paused.rests(NOW.plusSeconds(59))).contains(NOW.plusSeconds(60));
		assertThat(paused.answered(NOW.plusSeconds(1))).isEqualTo(paused);
		assertThat(after(paused, pause(NOW.plusSeconds(30)), NOW).until()).isEqualTo(NOW.plusSeconds(60));
		assertThat(after(paused, pause(NOW.plusSeconds(90)), NOW).until()).isEqualTo(NOW.plusSeconds(90));
		Instant later = NOW.plusSeconds(60);
		Circuit again = after(paused.probing(later.plusSeconds(9)), pause(later.plusSeconds(60)), later);
		assertThat(again.openedAt()).isEqualTo(later.plusSeconds(60));
		assertThat(again.failures()).isZero();
		assertThat(after(Circuit.CLOSED, pause(NOW.plus(Duration.ofDays(90))), NOW).until())
			.isEqualTo(NOW.plus(Circuit.LONGEST_PAUSE));
	}

	@Test
	void a_pause_that_the_service_asked_for_is_no_outage_however_long_it_is_and_whatever_was_before() {
		Duration patience = Duration.ofHours(4);
		Instant end = NOW.plus(Duration.ofHours(5));
		Circuit tired = opened();
		Instant late = end.minusSeconds(1);
		Circuit probed = tired.probing(tired.until().plusSeconds(9));
		for (Circuit paused : List.of(after(Circuit.CLOSED, pause(end), NOW), after(probed, pause(end), tired.until()),
				after(after(Circuit.CLOSED, pause(end), NOW), pause(NOW.plusSeconds(5)), NOW))) {
			assertThat(paused.rests(late)).contains(end);
			assertThat(paused.lasted(patience, late)).isFalse();
			Circuit dead = after(paused.probing(end.plusSeconds(9)), DEAD, end);
			assertThat(dead.lasted(patience, end.plus(patience).minusSeconds(1))).isFalse();
			assertThat(dead.lasted(patience, end.plus(patience))).isTrue();
		}
		Instant over = NOW.plus(Duration.ofHours(4));
		assertThat(tired.lasted(patience, over)).isTrue();
		assertThat(after(tired, pause(end), over).outlasts(patience, over)).isFalse();
	}

	@Test
	void a_limit_that_is_spent_rests_until_it_is_not_and_needs_no_probe() {
		Circuit spent = Circuit.CLOSED.spent(NOW.plusSeconds(5), NOW);
		assertThat(spent.open()).isFalse();
		assertThat(spent.rests(NOW)).contains(NOW.plusSeconds(5));
		assertThat(spent.rests(NOW.plusSeconds(5))).isEmpty();
		assertThat(spent.answered(NOW)).isEqualTo(spent);
		assertThat(spent.spent(NOW.plusSeconds(4), NOW)).isEqualTo(spent);
		assertThat(spent.spent(NOW.plusSeconds(6), NOW).until()).isEqualTo(NOW.plusSeconds(6));
		assertThat(Circuit.CLOSED.spent(NOW, NOW)).isEqualTo(Circuit.CLOSED);
		Circuit open = opened();
		assertThat(open.spent(NOW.plusSeconds(50), NOW)).isEqualTo(open);
	}

	@Test
	void it_outlasts_the_patience_only_while_it_rests_and_is_open_for_so_long() {
		Circuit open = opened();
		assertThat(open.outlasts(Duration.ZERO, NOW)).isTrue();
		assertThat(open.outlasts(Duration.ofSeconds(1), NOW)).isFalse();
		assertThat(open.lasted(Duration.ofHours(4), NOW.plus(Duration.ofHours(4)))).isTrue();
		assertThat(open.outlasts(Duration.ofHours(4), NOW.plus(Duration.ofHours(4)))).isFalse();
		assertThat(Circuit.CLOSED.spent(NOW.plusSeconds(9), NOW).outlasts(Duration.ZERO, NOW)).isFalse();
	}

	@Test
	void what_a_clock_ahead_wrote_is_not_believed() {
		Instant ahead = NOW.plus(Duration.ofHours(1));
		Circuit circuit = Circuit.CLOSED;
		for (int i = 0; i < Circuit.FAILURES; i++) {
			circuit = after(circuit, DEAD, ahead);
		}
		Instant end = NOW.plus(Circuit.LONGEST_REST);
		Circuit believed = circuit.believed(NOW);
		assertThat(believed.rests(NOW)).contains(end);
		assertThat(believed.openedAt()).isEqualTo(end);
		assertThat(believed.rests(end)).isEmpty();
		Circuit probed = opened().probing(NOW.plus(Duration.ofDays(1)));
		assertThat(probed.believed(NOW).rests(end)).isEmpty();
		assertThat(probed.believed(NOW).openedAt()).isEqualTo(NOW);
		Instant far = NOW.plus(Duration.ofDays(2));
		assertThat(after(Circuit.CLOSED, pause(far), far.minusSeconds(9)).believed(NOW).rests(NOW)).contains(end);
		assertThat(Circuit.CLOSED.spent(far, far.minusSeconds(9)).believed(NOW).rests(NOW)).contains(end);
	}

	@Test
	void a_pause_that_the_service_asked_for_is_believed_up_to_a_day_and_clocks_need_not_agree() {
		Circuit paused = after(Circuit.CLOSED, pause(NOW.plus(Circuit.LONGEST_PAUSE)), NOW);
		assertThat(paused.believed(NOW.minusSeconds(200))).isEqualTo(paused);
		Circuit spent = Circuit.CLOSED.spent(NOW.plus(Duration.ofHours(3)), NOW);
		Circuit dead = spent;
		for (int i = 0; i < Circuit.FAILURES; i++) {
			dead = after(dead, DEAD, NOW);
		}
		assertThat(dead.open()).isTrue();
		for (Circuit circuit : List.of(spent, dead, after(spent, pause(NOW.plusSeconds(60)), NOW), opened())) {
			assertThat(circuit.believed(NOW)).isEqualTo(circuit);
			assertThat(circuit.believed(NOW.minusSeconds(200))).isEqualTo(circuit);
		}
	}

	@Property
	void whatever_happens_a_call_is_possible_again_and_an_answer_to_it_closes_the_circuit(
			@ForAll("histories") List<Event> history) {
		Circuit circuit = Circuit.CLOSED;
		Instant now = NOW;
		for (Event event : history) {
			now = now.plus(event.later());
			circuit = event.step(circuit, now);
			assertThat(circuit.rests(now).orElse(now)).isBetween(now, now.plus(Circuit.LONGEST_PAUSE));
			assertThat(circuit.open()).isEqualTo(circuit.openedAt() != null);
			assertThat(circuit.believed(now)).isEqualTo(circuit);
			if (circuit.open()) {
				assertThat(circuit.until()).isNotNull();
				assertThat(circuit.openedAt()).isBeforeOrEqualTo(now.isAfter(circuit.until()) ? now : circuit.until());
			}
		}
		Instant over = now.plus(Circuit.LONGEST_PAUSE).plus(Duration.ofHours(1));
		assertThat(circuit.rests(over)).isEmpty();
		assertThat(circuit.answered(over).open()).isFalse();
		assertThat(circuit.answered(over).failures()).isZero();
	}

	@Property
	void a_rest_never_ends_before_the_time_that_the_service_named(@ForAll("histories") List<Event> history) {
		Circuit circuit = Circuit.CLOSED;
		Instant now = NOW;
		Instant named = NOW;
		for (Event event : history) {
			now = now.plus(event.later());
			boolean called = circuit.rests(now).isEmpty();
			circuit = event.step(circuit, now);
			if (event.kind() == Kind.PAUSE) {
				Instant wish = now.plusSeconds(event.seconds());
				named = wish.isAfter(named) ? wish : named;
			}
			else if (called && now.isBefore(named)) {
				throw new AssertionError("called at " + now + " before " + named);
			}
		}
	}

	@Provide
	Arbitrary<List<Event>> histories() {
		return Combinators
			.combine(Arbitraries.of(Kind.class), Arbitraries.integers().between(0, 400),
					Arbitraries.integers().between(1, 900))
			.as(Event::new)
			.list()
			.ofMaxSize(60);
	}

	enum Kind {

		ANSWER, FAILURE, PAUSE, SPENT, REFUSAL, NOTHING, PROBE

	}

	record Event(Kind kind, int after, int seconds) {

		Duration later() {
			return Duration.ofSeconds(this.after);
		}

		Circuit step(Circuit circuit, Instant now) {
			return switch (this.kind) {
				case ANSWER -> circuit.answered(now);
				case FAILURE -> CircuitTests.after(circuit, DEAD, now);
				case PAUSE -> CircuitTests.after(circuit, pause(now.plusSeconds(this.seconds)), now);
				case SPENT -> circuit.answered(now).spent(now.plusSeconds(this.seconds), now);
				case REFUSAL ->
					CircuitTests.after(circuit, VendorFault.terminal(Reason.NOT_PERMITTED, "HTTP 403"), now);
				case NOTHING -> circuit.unheard();
				case PROBE -> (circuit.open() && circuit.rests(now).isEmpty())
						? circuit.probing(now.plusSeconds(this.seconds)) : circuit;
			};
		}

	}

	private static VendorFault pause(Instant until) {
		return new VendorFault(Reason.THROTTLED, true, until, "HTTP 429", null);
	}

	private static Circuit opened() {
		Circuit circuit = Circuit.CLOSED;
		for (int i = 0; i < Circuit.FAILURES; i++) {
			circuit = after(circuit, DEAD, NOW);
		}
		return circuit;
	}

	private static Circuit after(Circuit circuit, VendorFault fault, Instant now) {
		return circuit.after(fault, now, new Random(7));
	}

}
