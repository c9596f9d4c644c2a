package org.dsrhub.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Spares repeated callers the tenth of a second that a bcrypt digest takes: what matched
 * is remembered for five minutes under a keyed digest, the key being this process's own.
 * What did not match is never remembered.
 */
class RememberingPasswordEncoder implements PasswordEncoder {

	private static final Duration LIFE = Duration.ofMinutes(5);

	private static final int SIZE = 1000;

	private final PasswordEncoder slow;

	private final SecretKeySpec key;

	private final Cache<String, Boolean> matched;

	RememberingPasswordEncoder(PasswordEncoder slow, Clock clock) {
		this.slow = slow;
		this.matched = Caffeine.newBuilder()
			.ticker(new ClockMeter(clock)::currentTimeNanos)
			.maximumSize(SIZE)
			.expireAfterWrite(LIFE)
			.build();
		byte[] random = new byte[32];
		new SecureRandom().nextBytes(random);
		this.key = new SecretKeySpec(random, "HmacSHA256");
	}

	@Override
	public String encode(CharSequence password) {
		return this.slow.encode(password);
	}

	@Override
	public boolean matches(CharSequence password, String encoded) {
		String digest = digest(encoded.length() + ":" + encoded + password);
		if (this.matched.getIfPresent(digest) != null) {
			return true;
		}
		boolean matches = this.slow.matches(password, encoded);
		if (matches) {
			this.matched.put(digest, true);
		}
		return matches;
	}

	private String digest(String text) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(this.key);
			return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("HMAC-SHA-256 is missing from this Java", ex);
		}
	}

}
