package org.dsrhub.retention;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A thing on a run's list as callers see it.
 *
 * @param since since when it is due
 * @param until when it can be removed, for what is deferred
 */
@JsonPropertyOrder({ "number", "thing", "request", "bytes", "since", "state", "until", "reason" })
public record ItemView(long number, String thing, UUID request, long bytes, Instant since, String state, Instant until,
		String reason) {

	static ItemView of(Item item) {
		return new ItemView(item.number(), item.due().thing(), item.due().request(), item.due().bytes(),
				item.due().since(), item.removal().state().label(), item.removal().until(), item.removal().reason());
	}

}
