package org.dsrhub.source;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try when the service did not say: doubling from one
 * second up to a longest wait, spread by a quarter so that many do not come back at once.
 */
public record Backoff(Duration longest) {

	/**
	 * The pause after so many failures in a row, from 1.
	 */
	public Duration after(int failures, RandomGenerator random) {
		long doubled = 1000L << Math.min(Math.max(failures - 1, 0), 20);
		long capped = Math.min(doubled, Math.max(this.longest.toMillis(), 1));
		return Duration.ofMillis((long) (capped * (0.75 + 0.25 * random.nextDouble())));
	}

}
