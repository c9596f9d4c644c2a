package org.dsrhub.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.password.PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

class RememberingPasswordEncoderTest {

	private final AtomicInteger slowCalls = new AtomicInteger();

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

	private final PasswordEncoder encoder = new RememberingPasswordEncoder(new PasswordEncoder() {

		@Override
		public String encode(CharSequence password) {
			return "digest of " + password;
		}

		@Override
		public boolean matches(CharSequence password, String encoded) {
			RememberingPasswordEncoderTest.this.slowCalls.incrementAndGet();
			return encode(password).equals(encoded);
		}

	}, new Clock() {

		@Override
		public ZoneOffset getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(java.time.ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return RememberingPasswordEncoderTest.this.now.get();
		}

	});

	@Test
	void what_matched_is_not_computed_again_for_five_minutes() {
		assertThat(this.encoder.matches("right", "digest of right")).isTrue();
		assertThat(this.encoder.matches("right", "digest of right")).isTrue();
		assertThat(this.slowCalls).hasValue(1);
		this.now.set(this.now.get().plus(Duration.ofMinutes(5)));
		assertThat(this.encoder.matches("right", "digest of right")).isTrue();
		assertThat(this.slowCalls).hasValue(2);
	}

	@Test
	void what_did_not_match_is_computed_every_time() {
		assertThat(this.encoder.matches("right", "digest of right")).isTrue();
		assertThat(this.encoder.matches("wrong", "digest of right")).isFalse();
		assertThat(this.encoder.matches("wrong", "digest of right")).isFalse();
		assertThat(this.slowCalls).hasValue(3);
	}

	@Test
	void a_changed_digest_forgets_the_old_password() {
		assertThat(this.encoder.matches("right", "digest of right")).isTrue();
		assertThat(this.encoder.matches("right", "digest of other")).isFalse();
	}

}
