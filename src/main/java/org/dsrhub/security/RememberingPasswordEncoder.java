package org.dsrhub.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

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

	private final Clock clock;

	private final SecretKeySpec key;

	private final Map<String, Instant> matched = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
			return size() > SIZE;
		}

	};

	RememberingPasswordEncoder(PasswordEncoder slow, Clock clock) {
		this.slow = slow;
		this.clock = clock;
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
		Instant now = this.clock.instant();
		synchronized (this.matched) {
			Instant since = this.matched.get(digest);
			if (since != null && now.isBefore(since.plus(LIFE))) {
				return true;
			}
		}
		boolean matches = this.slow.matches(password, encoded);
		if (matches) {
			synchronized (this.matched) {
				this.matched.put(digest, now);
			}
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
