package org.dsrhub.simulated;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import static java.nio.charset.StandardCharsets.UTF_8;

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

	private final String entraTenantId;

	Tokens(Clock clock, String entraTenantId) {
		this.clock = clock;
		this.entraTenantId = entraTenantId;
	}

	String issue(Audience audience, Duration lifetime) {
		byte[] bytes = new byte[96];
		this.random.nextBytes(bytes);
		String token = (audience == Audience.STORAGE) ? claims(audience, lifetime) : base64(bytes);
		this.issued.put(token, new Issued(audience, this.clock.instant().plus(lifetime)));
		return token;
	}

	/**
	 * Azurite reads a token's claims, and none of its signature.
	 */
	private String claims(Audience audience, Duration lifetime) {
		long now = this.clock.instant().getEpochSecond();
		String claims = Json.object()
			.put("iss", "https://sts.windows.net/" + this.entraTenantId + "/")
			.put("aud", audience.resource())
			.put("tid", this.entraTenantId)
			.put("oid", UUID.nameUUIDFromBytes(this.entraTenantId.getBytes(UTF_8)).toString())
			.put("iat", now)
			.put("nbf", now)
			.put("exp", now + lifetime.toSeconds())
			.toString();
		return "%s.%s.%s".formatted(base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(UTF_8)),
				base64(claims.getBytes(UTF_8)), base64("unsigned".getBytes(UTF_8)));
	}

	private static String base64(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
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
