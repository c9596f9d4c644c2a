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
		log.error("call failed errorId={}", errorId, (fault != null) ? reduced(fault, 0) : null);
		return Problem.unexpected(errorId);
	}

	/**
	 * The fault without the messages of others: drivers and parsers repeat values in
	 * theirs, and a value may be the subject's.
	 */
	static Throwable reduced(Throwable fault, int depth) {
		StackTraceElement[] trace = fault.getStackTrace();
		boolean ours = trace.length > 0 && trace[0].getClassName().startsWith("org.dsrhub.");
		String message = fault.getClass().getName() + (ours ? ": " + fault.getMessage() : "");
		Throwable cause = (fault.getCause() != null && depth < 10) ? reduced(fault.getCause(), depth + 1) : null;
		Exception reduced = new Exception(message, cause);
		reduced.setStackTrace(trace);
		return reduced;
	}

}
