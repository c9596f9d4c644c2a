package org.dsrhub.endtoend;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

import org.dsrhub.simulated.FaultScript;

/**
 * Something that goes wrong at a service.
 *
 * @param name what, for people
 * @param reason what the result says if it stays so
 * @param tries how often the hub asks before it says so, where three are allowed
 * @param pause what lies at least between two calls
 * @param script how it is played
 */
record Disturbance(String name, String reason, int tries, Duration pause, Consumer<FaultScript> script) {

	private static final Duration BACKOFF = Duration.ofMillis(220);

	/**
	 * A disturbance that another try may be spared.
	 */
	static Disturbance passing(String name, String reason, Consumer<FaultScript> script) {
		return new Disturbance(name, reason, 3, BACKOFF, script);
	}

	/**
	 * As {@link #passing}, but the service says how long to wait.
	 */
	static Disturbance throttling(String name, Duration pause, Consumer<FaultScript> script) {
		return new Disturbance(name, "throttled", 3, pause, script);
	}

	/**
	 * A disturbance that no other try would end.
	 */
	static Disturbance lasting(String name, String reason, Consumer<FaultScript> script) {
		return new Disturbance(name, reason, 1, Duration.ZERO, script);
	}

	static Consumer<FaultScript> status(int status) {
		// A cookie must never come back.
		return (on) -> on.answer(status, Map.of("Set-Cookie", "session=1; Path=/"));
	}

	static Consumer<FaultScript> body(String body) {
		return (on) -> on.answer(200, Map.of("Content-Type", "application/json"), body);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
