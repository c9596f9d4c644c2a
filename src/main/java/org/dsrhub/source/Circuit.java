package org.dsrhub.source;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.dsrhub.source.VendorFault.Reason;

/**
 * Whether a tenant's calls for a source may be made. After some failures in a row the
 * circuit opens: nobody calls until its rest is over, then one call tries the service,
 * and either closes the circuit or makes the next rest longer. A pause that the service
 * itself asks for opens it at once.
 *
 * @param failures how many calls failed in a row
 * @param reason why it is open or rests, or null
 * @param openedAt since when nothing but trouble came, and from the end of the last pause
 * that the service asked for; null while it is closed
 * @param until when its rest is over, or null
 * @param probe until when the call that tries the service is waited for, or null
 */
public record Circuit(int failures, Reason reason, Instant openedAt, Instant until, Instant probe) {

	/**
	 * All is well, or nothing is known.
	 */
	public static final Circuit CLOSED = new Circuit(0, null, null, null, null);

	/** Fewer than the tries of a task by itself. */
	static final int FAILURES = 5;

	/** No service's word is taken for longer without asking it once more. */
	static final Duration LONGEST_PAUSE = Duration.ofDays(1);

	/** The longest rest that no service asked for. */
	static final Duration LONGEST_REST = Duration.ofMinutes(5);

	/** Longer than a call that tries a service is waited for. */
	private static final Duration LONGEST_PROBE = Duration.ofHours(1);

	/** So much may lie between two nodes' looks at the time. */
	private static final Duration SKEW = Duration.ofMinutes(5);

	private static final Backoff RESTS = new Backoff(LONGEST_REST);

	/** When those ask again who wait for the call that tries the service. */
	private static final Duration NEXT_LOOK = Duration.ofSeconds(1);

	private static final Set<Reason> FAILING = Set.of(Reason.UNREACHABLE, Reason.INVALID_ANSWER, Reason.THROTTLED);

	private static final Set<Reason> OUR_OWN = Set.of(Reason.INTERNAL, Reason.NOT_CONFIGURED);

	public Circuit {
		boolean trouble = openedAt != null || until != null;
		reason = (reason == null && trouble) ? Reason.UNREACHABLE : reason;
	}

	/**
	 * Whether a fault says that the service is in trouble, and not that it refused, or
	 * that the hub is at fault.
	 */
	public static boolean trouble(VendorFault fault) {
		return fault.retryable() && FAILING.contains(fault.reason());
	}

	public boolean open() {
		return this.openedAt != null;
	}

	/**
	 * Whether its rest goes on.
	 */
	public boolean paused(Instant now) {
		return this.until != null && now.isBefore(this.until);
	}

	/**
	 * What a row means to a node that did not write it: who wrote that it rests for
	 * longer than anything rests did so while the time was ahead, and nobody knows for
	 * how long it should. Then its rest is the longest that no service asked for.
	 */
	public Circuit believed(Instant now) {
		boolean asked = !open() || this.until == null || !this.openedAt.isBefore(this.until);
		Instant rest = believed(this.until, asked ? LONGEST_PAUSE : LONGEST_REST, now);
		Instant latest = (rest != null && rest.isAfter(now)) ? rest : now;
		return new Circuit(this.failures, this.reason, open() ? earlier(this.openedAt, latest) : null, rest,
				believed(this.probe, LONGEST_PROBE, now));
	}

	private static Instant believed(Instant end, Duration longest, Instant now) {
		boolean ahead = end != null && end.isAfter(now.plus(longest).plus(SKEW));
		return ahead ? now.plus(LONGEST_REST) : end;
	}

	/**
	 * Until when no call may be made; empty if one may. Of an open circuit that one is
	 * the {@link #probing probe}.
	 */
	public Optional<Instant> rests(Instant now) {
		if (paused(now)) {
			return Optional.of(this.until);
		}
		return (open() && this.probe != null && now.isBefore(this.probe)) ? Optional.of(now.plus(NEXT_LOOK))
				: Optional.empty();
	}

	/**
	 * Whether a call may try the service: its rest is over, and no other call is waited
	 * for.
	 * @param own until when those calls are waited for that this one goes with, or null
	 */
	public boolean triable(Instant own, Instant now) {
		boolean waits = this.probe != null && now.isBefore(this.probe) && !this.probe.equals(own);
		return open() && !paused(now) && !waits;
	}

	/**
	 * Whether its rest goes on although the service has been in trouble for so long that
	 * waiting for it counts as trying.
	 */
	public boolean outlasts(Duration patience, Instant now) {
		return paused(now) && lasted(patience, now);
	}

	/**
	 * Whether it has been open for so long.
	 */
	public boolean lasted(Duration patience, Instant now) {
		return open() && !this.openedAt.plus(patience).isAfter(now);
	}

	/**
	 * One call tries the service.
	 * @param until how long the others wait for it
	 */
	public Circuit probing(Instant until) {
		return new Circuit(this.failures, this.reason, this.openedAt, this.until, until);
	}

	/**
	 * The service answered. During a rest that says nothing: the call was made before.
	 */
	public Circuit answered(Instant now) {
		if (!paused(now)) {
			return open() || this.failures > 0 ? CLOSED : this;
		}
		return (open() || this.failures == 0) ? this : new Circuit(0, this.reason, null, this.until, null);
	}

	/**
	 * The service answered, and said that nothing more is left of its limit until a time.
	 */
	public Circuit spent(Instant end, Instant now) {
		Instant rest = earlier(end, now.plus(LONGEST_PAUSE));
		boolean known = open() || !rest.isAfter(now) || (paused(now) && !rest.isAfter(this.until));
		return known ? this : new Circuit(this.failures, Reason.THROTTLED, null, rest, null);
	}

	/**
	 * A call met a fault.
	 */
	public Circuit after(VendorFault fault, Instant now, RandomGenerator random) {
		if (trouble(fault)) {
			// A fault with a cause was none of the service's answers, and no pause is its
			// wish.
			return fault.notBefore()
				.filter((end) -> fault.getCause() == null)
				.map((end) -> pausing(fault.reason(), end, now))
				.orElseGet(() -> failed(fault.reason(), now, random));
		}
		return OUR_OWN.contains(fault.reason()) ? unheard() : answered(now);
	}

	/**
	 * A call came to nothing, and nothing was heard of the service.
	 */
	public Circuit unheard() {
		return (this.probe != null) ? probing(null) : this;
	}

	private Circuit failed(Reason why, Instant now, RandomGenerator random) {
		if (open() && paused(now)) {
			// The call was made before.
			return this;
		}
		int more = this.failures + 1;
		if (!open() && more < FAILURES) {
			return new Circuit(more, why, null, this.until, null);
		}
		Instant rest = now.plus(RESTS.after(Math.max(1, more - FAILURES + 1), random)).truncatedTo(ChronoUnit.MILLIS);
		if (paused(now) && this.until.isAfter(rest)) {
			// It said before that its limit is spent until then: a pause that it asked
			// for.
			return new Circuit(more, why, this.until, this.until, null);
		}
		return new Circuit(more, why, open() ? this.openedAt : now, rest, null);
	}

	private Circuit pausing(Reason why, Instant end, Instant now) {
		Instant wish = earlier(end, now.plus(LONGEST_PAUSE)).truncatedTo(ChronoUnit.MILLIS);
		Instant rest = (paused(now) && this.until.isAfter(wish)) ? this.until : wish;
		// A service that names a time is there: its trouble, if any, comes after that.
		Instant known = open() ? this.openedAt : rest;
		return new Circuit(this.failures, why, known.isAfter(wish) ? known : wish, rest, null);
	}

	private static Instant earlier(Instant one, Instant other) {
		return one.isBefore(other) ? one : other;
	}

}
