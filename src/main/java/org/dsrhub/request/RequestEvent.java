package org.dsrhub.request;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import org.dsrhub.source.Right;

/**
 * What became of a request, told within the transaction that wrote it. It names nobody.
 */
public sealed interface RequestEvent {

	UUID request();

	String tenant();

	Right right();

	/**
	 * It was entered into the ledger.
	 */
	record Registered(UUID request, String tenant, Right right) implements RequestEvent {
	}

	/**
	 * It was closed for good.
	 *
	 * @param deadline its last day, in the tenant's zone
	 */
	record Closed(UUID request, String tenant, Right right, RequestState state, LocalDate deadline,
			Instant at) implements RequestEvent {
	}

}
