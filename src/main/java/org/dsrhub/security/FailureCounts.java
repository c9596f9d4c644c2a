package org.dsrhub.security;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;

/**
 * How many more logins may fail, by what they are counted by. A count that nobody touched
 * for the time of the limits is back at nothing, and forgotten.
 */
class FailureCounts {

	/** What a flood of made-up names can fill; those least used are forgotten first. */
	static final int REMEMBERED = 20_000;

	private final LoginLimits limits;

	private final ClockMeter meter;

	private final Cache<Key, Bucket> counts;

	FailureCounts(LoginLimits limits, Clock clock) {
		this.limits = limits;
		this.meter = new ClockMeter(clock);
		this.counts = Caffeine.newBuilder()
			.ticker(this.meter::currentTimeNanos)
			.maximumSize(REMEMBERED)
			.expireAfterAccess(limits.within())
			.build();
	}

	Bucket of(Kind kind, Network network, String user) {
		return this.counts.get(new Key(kind, network, user), (key) -> bucket(switch (kind) {
			case NETWORK, KNOWN -> this.limits.perAddress();
			case USER -> this.limits.perUser();
			case ONCE -> 1;
		}));
	}

	/**
	 * Takes one of each, or of none.
	 * @throws LoginLimited if one of them has nothing left
	 */
	static void take(List<Bucket> counts) {
		for (int i = 0; i < counts.size(); i++) {
			ConsumptionProbe probe = counts.get(i).tryConsumeAndReturnRemaining(1);
			if (!probe.isConsumed()) {
				counts.subList(0, i).forEach((taken) -> taken.addTokens(1));
				throw new LoginLimited(Duration.ofNanos(probe.getNanosToWaitForRefill()));
			}
		}
	}

	private Bucket bucket(int most) {
		return Bucket.builder()
			.addLimit((limit) -> limit.capacity(most).refillGreedy(most, this.limits.within()))
			.withCustomTimePrecision(this.meter)
			.build();
	}

	/**
	 * What failures are counted by: a network; a user from everywhere; a user where they
	 * have logged in before; a user from a network after too many from everywhere.
	 */
	enum Kind {

		NETWORK, USER, KNOWN, ONCE

	}

	private record Key(Kind kind, Network network, String user) {
	}

}
