package org.dsrhub.task;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

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
			// The hub's own disk or ledger: a connection that broke there says nothing of
			// the service.
			if (cause instanceof UncheckedIOException || cause instanceof DataAccessException
					|| cause instanceof TransactionException) {
				break;
			}
			if (cause instanceof IOException) {
				return VendorFault.retryable(Reason.UNREACHABLE, cause.getClass().getSimpleName(), problem);
			}
		}
		return VendorFault.retryable(Reason.INTERNAL, problem.getClass().getSimpleName(), problem);
	}

}
