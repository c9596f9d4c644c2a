package org.dsrhub.security;

import java.time.Clock;

import io.github.bucket4j.TimeMeter;

/**
 * The hub's clock, as limits read it.
 */
record ClockMeter(Clock clock) implements TimeMeter {

	@Override
	public long currentTimeNanos() {
		return this.clock.millis() * 1_000_000;
	}

	@Override
	public boolean isWallClockBased() {
		return true;
	}

}
