package org.dsrhub;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Time that a test puts forward; by itself it stands, or passes as usual.
 */
public class MovingClock extends Clock {

	private final Clock base;

	private volatile Duration passed = Duration.ZERO;

	/**
	 * Time that passes only when a test says so.
	 */
	public MovingClock(Instant start) {
		this(Clock.fixed(start, ZoneOffset.UTC));
	}

	/**
	 * Time as another clock tells it, and what a test adds.
	 */
	public MovingClock(Clock base) {
		this.base = base;
	}

	public void pass(Duration time) {
		this.passed = this.passed.plus(time);
	}

	/**
	 * Puts the time to this one.
	 */
	public void reach(Instant time) {
		pass(Duration.between(instant(), time));
	}

	@Override
	public Instant instant() {
		return this.base.instant().plus(this.passed);
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return this;
	}

}
