package org.dsrhub.security;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.AuthenticationException;

/**
 * Counts failed logins by the network that they come from and by the user whom they name,
 * and lets nobody guess on. What must not follow from it is that a stranger can keep a
 * user out: where the user has logged in from within the last day, only failures with
 * their name from there count; and from anywhere else, however many failed, one login a
 * network is looked at.
 */
class LoginAttempts {

	private static final Logger log = LoggerFactory.getLogger(LoginAttempts.class);

	private static final Duration KNOWN = Duration.ofDays(1);

	/** What a flood of made-up names can fill; those least used are forgotten first. */
	private static final int REMEMBERED = 20_000;

	private static final int LONGEST_NAME = 200;

	private final LoginLimits limits;

	private final Logins users;

	private final ClockMeter meter;

	private final Cache<Counted, Bucket> failures;

	private final Cache<Counted, Boolean> known;

	LoginAttempts(LoginLimits limits, Logins users, Clock clock) {
		this.limits = limits;
		this.users = users;
		this.meter = new ClockMeter(clock);
		Ticker ticker = this.meter::currentTimeNanos;
		// Without a failure for that long a count is back at nothing.
		this.failures = Caffeine.newBuilder()
			.ticker(ticker)
			.maximumSize(REMEMBERED)
			.expireAfterAccess(limits.within())
			.build();
		this.known = Caffeine.newBuilder().ticker(ticker).maximumSize(REMEMBERED).expireAfterWrite(KNOWN).build();
	}

	/**
	 * Looks at a password, unless too many were wrong. One after the other for each
	 * network, so that many at once cannot pass before the first is counted.
	 * @throws LoginLimited if this one is not looked at
	 */
	<T> T password(Network network, String name, Supplier<T> login) {
		String user = (name.length() <= LONGEST_NAME) ? name : "";
		Counted pair = new Counted(Kind.KNOWN, network, user);
		boolean wasKnown = this.known.getIfPresent(pair) != null;
		Bucket first = wasKnown ? bucket(pair) : ofNetwork(network);
		synchronized (first) {
			take(first);
			Bucket second = wasKnown ? null : takeAnother(first, ofUser(network, user));
			T result;
			try {
				result = login.get();
			}
			catch (AuthenticationException ex) {
				tell(network, user, first, second);
				throw ex;
			}
			Stream.of(first, second).filter(Objects::nonNull).forEach((count) -> count.addTokens(1));
			this.known.put(pair, true);
			return result;
		}
	}

	/**
	 * Counts a bad token.
	 * @throws LoginLimited if there were too many
	 */
	void badToken(Network network) {
		Bucket count = ofNetwork(network);
		take(count);
		tell(network, "", count);
	}

	private Bucket ofNetwork(Network network) {
		return bucket(new Counted(Kind.NETWORK, network, ""));
	}

	private Bucket ofUser(Network network, String user) {
		Bucket all = bucket(new Counted(Kind.USER, Network.ANY, user));
		return (all.getAvailableTokens() > 0) ? all : bucket(new Counted(Kind.ONCE, network, user));
	}

	private static void take(Bucket count) {
		ConsumptionProbe probe = count.tryConsumeAndReturnRemaining(1);
		if (!probe.isConsumed()) {
			throw new LoginLimited(Duration.ofNanos(probe.getNanosToWaitForRefill()));
		}
	}

	private static Bucket takeAnother(Bucket taken, Bucket count) {
		try {
			take(count);
			return count;
		}
		catch (LoginLimited ex) {
			taken.addTokens(1);
			throw ex;
		}
	}

	/**
	 * Names only who is a user: what others give for a name is at times a password.
	 */
	private void tell(Network network, String user, Bucket... counts) {
		if (Stream.of(counts).anyMatch((count) -> count != null && count.getAvailableTokens() == 0)) {
			log.warn("event=login-limited network={} user={}", network,
					this.users.find(user).map(Login::getUsername).orElse("-"));
		}
	}

	private Bucket bucket(Counted counted) {
		return this.failures.get(counted, (key) -> {
			int most = switch (key.kind()) {
				case NETWORK, KNOWN -> this.limits.perAddress();
				case USER -> this.limits.perUser();
				case ONCE -> 1;
			};
			return Bucket.builder()
				.addLimit((limit) -> limit.capacity(most).refillGreedy(most, this.limits.within()))
				.withCustomTimePrecision(this.meter)
				.build();
		});
	}

	/**
	 * How many counts are kept.
	 */
	long counted() {
		this.failures.cleanUp();
		return this.failures.estimatedSize();
	}

	private enum Kind {

		NETWORK, USER, KNOWN, ONCE

	}

	private record Counted(Kind kind, Network network, String user) {
	}

}
