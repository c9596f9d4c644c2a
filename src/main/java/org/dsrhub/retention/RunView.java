package org.dsrhub.retention;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.dsrhub.tenant.Tenant;

/**
 * A run as callers see it.
 *
 * @param where where the things of its rule are
 * @param why from when on and how long they are kept
 * @param replay whether it does again what a restored ledger has forgotten
 * @param scheduledFor which firing of the schedule it is, or null
 * @param listOf the dry run whose list it carries out, or null
 * @param listed how many things are on its list
 * @param reached how many of them something has become of
 * @param things how many are in each state
 * @param deferred the first that cannot be removed yet, each with its date
 */
@JsonPropertyOrder({ "id", "tenant", "rule", "where", "why", "dryRun", "replay", "state", "reason", "askedBy",
		"askedAt", "scheduledFor", "listOf", "keep", "startedAt", "endedAt", "storedAt", "listed", "bytes", "reached",
		"removed", "things", "deferred" })
public record RunView(UUID id, String tenant, String rule, String where, String why, boolean dryRun, boolean replay,
		String state, String reason, String askedBy, Instant askedAt, Instant scheduledFor, UUID listOf, String keep,
		Instant startedAt, Instant endedAt, Instant storedAt, long listed, long bytes, long reached, long removed,
		Map<String, Long> things, List<ItemView> deferred) {

	static RunView of(RunRow run, Tenant tenant) {
		return of(run, Optional.of(tenant), Map.of(), List.of());
	}

	/**
	 * @param tenant its tenant, if that is still configured
	 */
	static RunView of(RunRow run, Optional<Tenant> tenant, Map<String, Long> things, List<ItemView> deferred) {
		RuleWords words = RuleWords.of(run.rule());
		return new RunView(run.id(), run.tenant(), run.rule(), words.where(),
				words.why(run.keep(), tenant.map(Tenant::timezone)), run.dry(), run.replay(), run.state().label(),
				run.reason(), run.askedBy(), run.askedAt(), run.scheduledFor(), run.listOf(), run.keep().toString(),
				run.startedAt(), run.endedAt(), run.storedAt(), run.listed(), run.bytes(), run.reached(), run.removed(),
				things, deferred);
	}

}
