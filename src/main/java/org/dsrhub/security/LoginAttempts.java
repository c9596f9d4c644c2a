package org.dsrhub.security;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import org.dsrhub.security.FailureCounts.Kind;
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

	private static final int LONGEST_NAME = 200;

	private final Logins users;

	private final FailureCounts failures;

	private final Cache<Seen, Boolean> known;

	LoginAttempts(LoginLimits limits, Logins users, Clock clock) {
		this.users = users;
		this.failures = new FailureCounts(limits, clock);
		this.known = Caffeine.newBuilder()
			.ticker(new ClockMeter(clock)::currentTimeNanos)
			.maximumSize(FailureCounts.REMEMBERED)
			.expireAfterWrite(KNOWN)
			.build();
	}

	/**
	 * Looks at a password, unless too many were wrong. One after the other for each
	 * network, so that many at once cannot pass before the first is counted.
	 * @throws LoginLimited if this one is not looked at
	 */
	<T> T password(Network network, String name, Supplier<T> login) {
		String user = (name.length() <= LONGEST_NAME) ? name : "";
		Seen here = new Seen(network, user);
		boolean wasKnown = this.known.getIfPresent(here) != null;
		Bucket first = this.failures.of(wasKnown ? Kind.KNOWN : Kind.NETWORK, network, wasKnown ? user : "");
		synchronized (first) {
			List<Bucket> counts = wasKnown ? List.of(first) : List.of(first, ofUser(network, user));
			FailureCounts.take(counts);
			T result;
			try {
				result = login.get();
			}
			catch (AuthenticationException ex) {
				tell(network, user, counts);
				throw ex;
			}
			counts.forEach((count) -> count.addTokens(1));
			this.known.put(here, true);
			return result;
		}
	}

	/**
	 * Counts a bad token.
	 * @throws LoginLimited if there were too many
	 */
	void badToken(Network network) {
		List<Bucket> counts = List.of(this.failures.of(Kind.NETWORK, network, ""));
		FailureCounts.take(counts);
		tell(network, "", counts);
	}

	private Bucket ofUser(Network network, String user) {
		Bucket all = this.failures.of(Kind.USER, Network.ANY, user);
		return (all.getAvailableTokens() > 0) ? all : this.failures.of(Kind.ONCE, network, user);
	}

	/**
	 * Names only who is a user: what others give for a name is at times a password.
	 */
	private void tell(Network network, String user, List<Bucket> counts) {
		if (counts.stream().anyMatch((count) -> count.getAvailableTokens() == 0)) {
			log.warn("event=login-limited network={} user={}", network,
					this.users.find(user).map(Login::getUsername).orElse("-"));
		}
	}

	private record Seen(Network network, String user) {
	}

}
