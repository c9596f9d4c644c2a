package org.dsrhub.task;

import java.time.Instant;

/**
 * How a task ends.
 *
 * @param reason for an exception why, or null
 * @param detail for the evidence, without any identifier, or null
 * @param rule the rule that kept it from being done, or null
 * @param retainedUntil until when the service keeps what was found, or null
 */
record Ending(Outcome outcome, String reason, String detail, String apiVersion, String rule, Instant retainedUntil) {

	static Ending of(Outcome outcome, String apiVersion) {
		return new Ending(outcome, null, null, apiVersion, null, null);
	}

	static Ending failed(String reason, String detail, String apiVersion) {
		return new Ending(Outcome.FAILED, reason, detail, apiVersion, null, null);
	}

}
