package org.dsrhub.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoginAttemptsTests {

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private final LoginAttempts attempts = new LoginAttempts(new Clock() {

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return LoginAttemptsTests.this.now;
		}

	});

	@Test
	void twenty_failures_from_an_address_stop_it_whatever_names_it_tries() {
		for (int i = 0; i < 20; i++) {
			assertThat(this.attempts.wait("10.0.0.1", "user-" + i)).isZero();
			assertThat(this.attempts.failed("10.0.0.1", "user-" + i)).isEqualTo(i == 19);
		}
		assertThat(this.attempts.wait("10.0.0.1", "olga")).isPositive();
		assertThat(this.attempts.wait("10.0.0.1", "")).isPositive();
		assertThat(this.attempts.wait("10.0.0.2", "olga")).isZero();
	}

	@Test
	void after_the_wait_there_is_another_attempt() {
		fail(20, "10.0.0.1", "");
		Duration wait = this.attempts.wait("10.0.0.1", "");
		assertThat(wait).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(7));
		this.now = this.now.plus(wait);
		assertThat(this.attempts.wait("10.0.0.1", "")).isZero();
		fail(1, "10.0.0.1", "");
		assertThat(this.attempts.wait("10.0.0.1", "")).isPositive();
	}

	@Test
	void sixty_failures_of_a_user_from_anywhere_stop_guessing_that_user() {
		for (int i = 0; i < 60; i++) {
			assertThat(this.attempts.wait("10.0.1." + i, "olga")).isZero();
			this.attempts.failed("10.0.1." + i, "olga");
		}
		assertThat(this.attempts.wait("10.0.2.1", "olga")).isPositive();
		assertThat(this.attempts.wait("10.0.2.1", "otto")).isZero();
	}

	@Test
	void who_has_logged_in_from_there_before_cannot_be_kept_out_by_others() {
		this.attempts.succeeded("10.0.0.1", "olga");
		fail(100, "10.0.0.1", "otto");
		for (int i = 0; i < 100; i++) {
			this.attempts.failed("10.0.3." + i, "olga");
		}
		assertThat(this.attempts.wait("10.0.0.1", "olga")).isZero();
		fail(20, "10.0.0.1", "olga");
		assertThat(this.attempts.wait("10.0.0.1", "olga")).isPositive();
	}

	private void fail(int times, String address, String user) {
		for (int i = 0; i < times; i++) {
			this.attempts.failed(address, user);
		}
	}

}
