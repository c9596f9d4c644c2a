package org.dsrhub.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

import org.awaitility.Awaitility;

/**
 * When something is done to the hub. {@code -Dfaults.seed} repeats what chance said.
 */
final class Moment {

	private Moment() {
	}

	static long seed() {
		return Long.getLong("faults.seed", 20260101L);
	}

	/**
	 * Lets so much time pass, with the load going on.
	 */
	static void pass(Duration time) {
		Instant moment = Instant.now().plus(time);
		Awaitility.await("a moment")
			.atMost(time.plusMinutes(1))
			.pollInterval(Duration.ofMillis(5))
			.until(() -> Instant.now().isAfter(moment));
	}

	/**
	 * Lets some time pass.
	 * @return how much
	 */
	static Duration pass(Random random, Duration least, Duration most) {
		Duration time = least.plusMillis((long) (random.nextDouble() * most.minus(least).toMillis()));
		pass(time);
		return time;
	}

}
