package org.dsrhub.task;

/**
 * What became of a task, told within the transaction that wrote it. It names nobody.
 */
public sealed interface TaskEvent {

	String tenant();

	String source();

	/**
	 * It ended.
	 *
	 * @param reason for an exception why, or null
	 */
	record Ended(String tenant, String source, Outcome outcome, String reason) implements TaskEvent {
	}

	/**
	 * It rests and will be tried again.
	 *
	 * @param reason why, one of {@link org.dsrhub.source.VendorFault.Reason}
	 */
	record Paused(String tenant, String source, String reason) implements TaskEvent {
	}

}
