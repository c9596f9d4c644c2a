package org.dsrhub.security;

import java.time.Clock;
import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;

/**
 * Counts failed logins, by the address that they come from and by the user whom they
 * name. Where a user has logged in from before, only their own failures from there count:
 * nobody elsewhere, or behind the same proxy with another name, can keep them out.
 */
class LoginAttempts {

	private static final int BURST = 20;

	private static final Duration BURST_REFILL = Duration.ofMinutes(2);

	private static final int BURST_OF_USER = 60;

	private static final Duration USER_REFILL = Duration.ofHours(1);

	private static final Duration KNOWN = Duration.ofDays(1);

	/** More than this at a time are guessed by machines; the oldest are forgotten. */
	private static final int REMEMBERED = 20_000;

	private final TimeMeter time;

	private final Cache<String, Bucket> failures = Caffeine.newBuilder()
		.maximumSize(REMEMBERED)
		.expireAfterAccess(USER_REFILL)
		.build();

	private final Cache<String, Boolean> known = Caffeine.newBuilder()
		.maximumSize(REMEMBERED)
		.expireAfterWrite(KNOWN)
		.build();

	LoginAttempts(Clock clock) {
		this.time = new TimeMeter() {
			@Override
			public long currentTimeNanos() {
				return clock.millis() * 1_000_000L;
			}

			@Override
			public boolean isWallClockBased() {
				return true;
			}
		};
	}

	/**
	 * How long this caller must wait before the next attempt; zero for not at all.
	 */
	Duration wait(String address, String user) {
		if (known(address, user)) {
			return wait(pair(address, user));
		}
		Duration ofAddress = wait(address(address));
		Duration ofUser = user.isEmpty() ? Duration.ZERO : wait(user(user));
		return (ofAddress.compareTo(ofUser) > 0) ? ofAddress : ofUser;
	}

	/**
	 * Counts a failed login.
	 * @return whether it was the last one that is let through for now
	 */
	boolean failed(String address, String user) {
		if (known(address, user)) {
			return took(pair(address, user));
		}
		boolean last = took(address(address));
		return !user.isEmpty() && took(user(user)) || last;
	}

	/**
	 * Remembers where a user logs in from.
	 */
	void succeeded(String address, String user) {
		if (!user.isEmpty()) {
			this.known.put(address + '\n' + user, true);
		}
	}

	private boolean known(String address, String user) {
		return !user.isEmpty() && this.known.getIfPresent(address + '\n' + user) != null;
	}

	private static Duration wait(Bucket bucket) {
		return Duration.ofNanos(bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill());
	}

	private static boolean took(Bucket bucket) {
		bucket.tryConsume(1);
		return bucket.getAvailableTokens() == 0;
	}

	private Bucket address(String address) {
		return this.failures.get("address " + address, (key) -> bucket(BURST, BURST_REFILL));
	}

	private Bucket user(String user) {
		return this.failures.get("user " + user, (key) -> bucket(BURST_OF_USER, USER_REFILL));
	}

	private Bucket pair(String address, String user) {
		return this.failures.get("pair " + address + '\n' + user, (key) -> bucket(BURST, BURST_REFILL));
	}

	private Bucket bucket(int burst, Duration refill) {
		return Bucket.builder()
			.addLimit((limit) -> limit.capacity(burst).refillGreedy(burst, refill))
			.withCustomTimePrecision(this.time)
			.build();
	}

}
