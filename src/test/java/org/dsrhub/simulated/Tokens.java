package org.dsrhub.simulated;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The bearer tokens of one tenant: opaque, never the same twice.
 */
final class Tokens {

	enum Verdict {

		GOOD, MISSING, UNKNOWN, EXPIRED, WRONG_AUDIENCE

	}

	private record Issued(Audience audience, Instant expires) {
	}

	private final Map<String, Issued> issued = new ConcurrentHashMap<>();

	private final SecureRandom random = new SecureRandom();

	private final Clock clock;

	Tokens(Clock clock) {
		this.clock = clock;
	}

	String issue(Audience audience, Duration lifetime) {
		byte[] bytes = new byte[96];
		this.random.nextBytes(bytes);
		String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
		this.issued.put(token, new Issued(audience, this.clock.instant().plus(lifetime)));
		return token;
	}

	Verdict check(Call call, Audience audience) {
		String header = call.header("Authorization").orElse("");
		if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
			return Verdict.MISSING;
		}
		Issued found = this.issued.get(header.substring(7).strip());
		if (found == null) {
			return Verdict.UNKNOWN;
		}
		if (found.audience() != audience) {
			return Verdict.WRONG_AUDIENCE;
		}
		return this.clock.instant().isBefore(found.expires()) ? Verdict.GOOD : Verdict.EXPIRED;
	}

	void revokeAll() {
		this.issued.clear();
	}

}
