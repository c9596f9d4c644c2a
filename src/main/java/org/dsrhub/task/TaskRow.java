package org.dsrhub.task;

import java.time.Instant;
import java.util.UUID;

/**
 * A task as the ledger holds it.
 *
 * @param attempts how often it was tried, this time included
 * @param failures how often it failed since it last brought something new
 * @param reason why it ended as an exception, or null
 * @param rule the hub's rule that refused it, or null
 */
public record TaskRow(UUID id, UUID request, String source, TaskState state, Outcome outcome, String reason,
		String rule, int attempts, int failures, Progress progress, String apiVersion, Instant retainedUntil,
		Instant startedAt, Instant endedAt) {
}
