package org.dsrhub.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Holds a run back to its rate.
 */
class Pace {

	private final Clock clock;

	private final Pause pause;

	private final int rate;

	private Instant next;

	/**
	 * @param rate things a second
	 */
	Pace(Clock clock, Pause pause, int rate) {
		this.clock = clock;
		this.pause = pause;
		this.rate = rate;
		this.next = clock.instant();
	}

	/**
	 * How many things are done at once at most: no more than a tenth of a second's, so
	 * that the rate is kept from one batch to the next.
	 */
	int batch(int most) {
		return Math.min(most, Math.max(1, this.rate / 10));
	}

	/**
	 * Waits until the things that were done may have been done. What was slow is not made
	 * up for.
	 */
	void done(int things) throws InterruptedException {
		Instant now = this.clock.instant();
		this.next = this.next.plusNanos(things * 1_000_000_000L / this.rate);
		if (this.next.isAfter(now)) {
			this.pause.pass(Duration.between(now, this.next));
		}
		else {
			this.next = now;
		}
	}

	/**
	 * Lets time pass.
	 */
	@FunctionalInterface
	interface Pause {

		void pass(Duration time) throws InterruptedException;

	}

}
