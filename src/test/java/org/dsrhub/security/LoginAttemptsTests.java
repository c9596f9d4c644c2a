package org.dsrhub.security;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.dsrhub.MovingClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.authentication.BadCredentialsException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@ExtendWith(OutputCaptureExtension.class)
class LoginAttemptsTests {

	private static final Network HERE = Network.of("10.0.0.1");

	private static final Network ELSEWHERE = Network.of("10.0.0.2");

	private static final Supplier<String> RIGHT = () -> "in";

	private final AtomicInteger digests = new AtomicInteger();

	private final Supplier<String> wrong = () -> {
		this.digests.incrementAndGet();
		throw new BadCredentialsException("wrong");
	};

	private final MovingClock clock = new MovingClock(Instant.parse("2026-01-01T00:00:00Z"));

	private final Logins users = new Logins(new Logins.Configured(
			List.of(new Logins.User("olga", "{bcrypt}$2a$10$" + "a".repeat(53), List.of(), List.of()))));

	private final LoginAttempts attempts = new LoginAttempts(new LoginLimits(20, 60, Duration.ofMinutes(15)),
			this.users, this.clock);

	@Test
	void twenty_failures_from_a_network_stop_it_whatever_names_it_tries() {
		IntStream.range(0, 20).forEach((i) -> fails(HERE, "user-" + i));
		assertThat(limited(HERE, "olga")).isPositive();
		assertThat(limited(HERE, "")).isPositive();
		assertThat(this.digests).hasValue(20);
		assertThat(in(ELSEWHERE, "olga")).isEqualTo("in");
	}

	@Test
	void after_the_wait_there_is_one_more_attempt() {
		fail(20, HERE, "olga");
		Duration wait = limited(HERE, "olga");
		assertThat(wait).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(45));
		this.clock.pass(wait);
		fails(HERE, "olga");
		assertThat(limited(HERE, "olga")).isPositive();
		this.clock.pass(Duration.ofMinutes(15));
		fail(20, HERE, "olga");
	}

	@Test
	void what_is_right_counts_for_nothing() {
		IntStream.range(0, 500).forEach((i) -> assertThat(in(HERE, "olga")).isEqualTo("in"));
		fail(19, ELSEWHERE, "olga");
		assertThat(in(ELSEWHERE, "olga")).isEqualTo("in");
	}

	@Test
	void sixty_failures_of_a_user_from_anywhere_leave_each_network_one_attempt() {
		IntStream.range(0, 60).forEach((i) -> fails(Network.of("10.0.1." + i), "olga"));
		fails(ELSEWHERE, "olga");
		assertThat(limited(ELSEWHERE, "olga")).isGreaterThan(Duration.ofMinutes(14));
		assertThat(in(HERE, "olga")).as("a right password from a new place").isEqualTo("in");
		assertThat(in(HERE, "olga")).isEqualTo("in");
		fails(ELSEWHERE, "otto");
	}

	@Test
	void who_has_logged_in_from_there_before_cannot_be_kept_out_by_others() {
		in(HERE, "olga");
		fail(20, HERE, "otto");
		IntStream.range(0, 100).forEach((i) -> fails(Network.of("10.0.3." + i), "olga"));
		assertThat(in(HERE, "olga")).isEqualTo("in");
		fail(20, HERE, "olga");
		assertThat(limited(HERE, "olga")).isPositive();
	}

	@Test
	void where_somebody_logged_in_from_is_forgotten_after_a_day() {
		in(HERE, "olga");
		this.clock.pass(Duration.ofDays(1).plusSeconds(1));
		fail(20, HERE, "otto");
		assertThat(limited(HERE, "olga")).isPositive();
	}

	@Test
	void many_at_once_do_not_slip_through_before_the_first_is_counted() throws Exception {
		ExecutorService callers = Executors.newFixedThreadPool(50);
		try {
			List<Future<?>> calls = IntStream.range(0, 200).<Future<?>>mapToObj((i) -> callers.submit(() -> {
				assertThatThrownBy(() -> this.attempts.password(HERE, "olga", () -> {
					Thread.onSpinWait();
					return this.wrong.get();
				})).isInstanceOfAny(BadCredentialsException.class, LoginLimited.class);
			})).toList();
			for (Future<?> call : calls) {
				call.get();
			}
		}
		finally {
			callers.shutdownNow();
		}
		assertThat(this.digests).hasValue(20);
	}

	@Test
	void many_right_ones_at_once_all_get_in() throws Exception {
		ExecutorService callers = Executors.newFixedThreadPool(50);
		try {
			for (Future<String> call : callers
				.invokeAll(IntStream.range(0, 200).mapToObj((i) -> callable(HERE, "olga")).toList())) {
				assertThat(call.get()).isEqualTo("in");
			}
		}
		finally {
			callers.shutdownNow();
		}
	}

	@Test
	void bad_tokens_of_a_network_are_counted() {
		IntStream.range(0, 20).forEach((i) -> this.attempts.badToken(HERE));
		assertThatThrownBy(() -> this.attempts.badToken(HERE)).isInstanceOf(LoginLimited.class);
		this.attempts.badToken(ELSEWHERE);
	}

	@Test
	void a_flood_of_names_fills_no_memory() {
		FailureCounts counts = new FailureCounts(new LoginLimits(1, 60, Duration.ofMinutes(15)), this.clock);
		List<Network> networks = IntStream.range(0, 25_000)
			.mapToObj((i) -> Network.of("2001:db8:0:" + Integer.toHexString(i) + "::1"))
			.toList();
		networks.forEach((network) -> counts.of(FailureCounts.Kind.NETWORK, network, "").tryConsume(1));
		assertThat(networks.stream()
			.filter((network) -> counts.of(FailureCounts.Kind.NETWORK, network, "").getAvailableTokens() == 0))
			.hasSizeBetween(1, 20_500);
	}

	@Test
	void names_that_no_user_can_have_are_counted_as_one() {
		IntStream.range(0, 60).forEach((i) -> fails(Network.of("10.0.1." + i), i + "x".repeat(200)));
		fails(HERE, "1".repeat(201));
		assertThat(limited(HERE, "2".repeat(7000))).isPositive();
	}

	@Test
	void the_log_names_users_and_nobody_else(CapturedOutput output) {
		fail(20, HERE, "hunter2");
		assertThat(output).contains("event=login-limited network=10.0.0.1 user=-").doesNotContain("hunter2");
		in(ELSEWHERE, "olga");
		fail(20, ELSEWHERE, "olga");
		assertThat(output).contains("event=login-limited network=10.0.0.2 user=olga");
		limited(ELSEWHERE, "olga");
		assertThat(output.getOut().split("event=login-limited", -1)).as("one line each").hasSize(3);
	}

	private java.util.concurrent.Callable<String> callable(Network network, String user) {
		return () -> in(network, user);
	}

	private String in(Network network, String user) {
		return this.attempts.password(network, user, RIGHT);
	}

	private void fails(Network network, String user) {
		assertThatThrownBy(() -> this.attempts.password(network, user, this.wrong))
			.isInstanceOf(BadCredentialsException.class);
	}

	private void fail(int times, Network network, String user) {
		IntStream.range(0, times).forEach((i) -> fails(network, user));
	}

	private Duration limited(Network network, String user) {
		return catchThrowableOfType(LoginLimited.class, () -> this.attempts.password(network, user, this.wrong))
			.untilNext();
	}

}
