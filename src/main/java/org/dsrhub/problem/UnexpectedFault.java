package org.dsrhub.problem;

import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fault that nobody foresaw: the log gets it under an id, the caller only the id.
 */
public final class UnexpectedFault {

	private static final Logger log = LoggerFactory.getLogger(UnexpectedFault.class);

	private UnexpectedFault() {
	}

	/**
	 * Logs the fault.
	 * @param fault what was thrown, or null if nothing is known
	 */
	public static Problem report(Throwable fault) {
		String errorId = UUID.randomUUID().toString();
		log.error("event=call-failed errorId={}", errorId, (fault != null) ? reduced(fault, 0) : null);
		return Problem.unexpected(errorId);
	}

	/**
	 * The fault without the messages of others: drivers and parsers repeat values in
	 * theirs, and a value may be the subject's.
	 */
	private static Throwable reduced(Throwable fault, int depth) {
		Throwable cause = (depth < 10) ? fault.getCause() : null;
		Exception reduced = new Exception(fault.getClass().getName() + (ours(fault) ? ": " + fault.getMessage() : ""),
				(cause != null) ? reduced(cause, depth + 1) : null);
		reduced.setStackTrace(fault.getStackTrace());
		return reduced;
	}

	private static boolean ours(Throwable fault) {
		StackTraceElement[] trace = fault.getStackTrace();
		boolean wraps = fault.getCause() != null && fault.getMessage() != null
				&& fault.getMessage().contains(String.valueOf(fault.getCause().getMessage()));
		return trace.length > 0 && trace[0].getClassName().startsWith("org.dsrhub.") && !wraps;
	}

}
