package org.dsrhub.endtoend;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.springframework.context.annotation.Primary;

/**
 * A running hub's time, which a test can put forward.
 */
@Primary
public class ShiftedClock extends Clock {

	private volatile Duration shift = Duration.ZERO;

	public void pass(Duration time) {
		this.shift = this.shift.plus(time);
	}

	@Override
	public Instant instant() {
		return Clock.systemUTC().instant().plus(this.shift);
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
