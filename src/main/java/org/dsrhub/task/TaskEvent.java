package org.dsrhub.task;

import java.util.UUID;

/**
 * What became of a task, told within the transaction that wrote it. It names nobody.
 */
public sealed interface TaskEvent {

	UUID request();

	String tenant();

	String source();

	/**
	 * It ended.
	 *
	 * @param reason for an exception why, or null
	 * @param count how many records were found
	 */
	record Ended(UUID request, String tenant, String source, Outcome outcome, String reason, long count,
			int attempts) implements TaskEvent {
	}

	/**
	 * It rests and will be tried again.
	 *
	 * @param reason why, one of {@link org.dsrhub.source.VendorFault.Reason}
	 */
	record Paused(UUID request, String tenant, String source, String reason, int attempts) implements TaskEvent {
	}

}
