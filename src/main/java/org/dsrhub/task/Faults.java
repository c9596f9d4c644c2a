package org.dsrhub.task;

import java.io.IOException;

import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;

/**
 * What an exception on the way to a service means.
 */
public final class Faults {

	private Faults() {
	}

	/**
	 * The fault behind an exception. Its message never quotes an answer or an address.
	 */
	public static VendorFault of(Throwable problem) {
		for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
			if (cause instanceof VendorFault fault) {
				return fault;
			}
			if (cause instanceof java.io.UncheckedIOException) {
				break;
			}
			if (cause instanceof IOException) {
				return VendorFault.retryable(Reason.UNREACHABLE, cause.getClass().getSimpleName(), problem);
			}
		}
		return VendorFault.retryable(Reason.INTERNAL, problem.getClass().getSimpleName(), problem);
	}

}
