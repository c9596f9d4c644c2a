package org.dsrhub.retention;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A run as callers see it.
 *
 * @param scheduledFor which firing of the schedule it is, or null
 * @param listOf the dry run whose list it carries out, or null
 * @param listed how many things are on its list
 * @param reached how many of them something has become of
 * @param things how many are in each state
 * @param deferred the first that cannot be removed yet, each with its date
 */
@JsonPropertyOrder({ "id", "tenant", "rule", "dryRun", "state", "reason", "askedBy", "askedAt", "scheduledFor",
		"listOf", "keep", "startedAt", "endedAt", "storedAt", "listed", "bytes", "reached", "removed", "things",
		"deferred" })
public record RunView(UUID id, String tenant, String rule, boolean dryRun, String state, String reason, String askedBy,
		Instant askedAt, Instant scheduledFor, UUID listOf, String keep, Instant startedAt, Instant endedAt,
		Instant storedAt, long listed, long bytes, long reached, long removed, Map<String, Long> things,
		List<ItemView> deferred) {

	static RunView of(RunRow run) {
		return of(run, Map.of(), List.of());
	}

	static RunView of(RunRow run, Map<String, Long> things, List<ItemView> deferred) {
		return new RunView(run.id(), run.tenant(), run.rule(), run.dry(), run.state().label(), run.reason(),
				run.askedBy(), run.askedAt(), run.scheduledFor(), run.listOf(), run.keep().toString(), run.startedAt(),
				run.endedAt(), run.storedAt(), run.listed(), run.bytes(), run.reached(), run.removed(), things,
				deferred);
	}

}
