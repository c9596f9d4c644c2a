package org.dsrhub;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Time as it passes, in milliseconds, none of which is told twice: the ledger keeps times
 * to the millisecond, so that what a test writes one after the other is read in that
 * order.
 */
public class SteppingClock extends Clock {

	private final AtomicReference<Instant> last = new AtomicReference<>(Instant.MIN);

	@Override
	public Instant instant() {
		Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
		return this.last.updateAndGet((before) -> now.isAfter(before) ? now : before.plusMillis(1));
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
