package org.dsrhub.source;

import java.sql.SQLException;
import java.util.Set;

import org.dsrhub.source.VendorFault.Reason;

/**
 * What a database's refusal means, by its SQLSTATE (ISO/IEC 9075-2, and the classes that
 * PostgreSQL and H2 add). A driver's message is never repeated: it may quote a value.
 */
public final class DatabaseFault {

	private static final Set<String> NOT_PERMITTED = Set.of("42501", "90096");

	private static final Set<String> NOT_FOUND = Set.of("3D000", "90013", "90146", "90149");

	/**
	 * 22 data exception, 25 a transaction that may only read, 42 syntax or access rule.
	 */
	private static final Set<String> BAD_REQUEST = Set.of("07", "0A", "21", "22", "25", "42");

	private DatabaseFault() {
	}

	/**
	 * The fault behind what was thrown. A pool wraps what its connection was refused
	 * with, so the cause that says most is looked for.
	 */
	public static VendorFault of(Throwable problem) {
		VendorFault found = null;
		for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
			if (cause instanceof VendorFault fault) {
				return fault;
			}
			if (cause instanceof SQLException refusal) {
				VendorFault fault = of(refusal.getSQLState());
				found = (found == null || !fault.retryable()) ? fault : found;
			}
		}
		return (found != null) ? found
				: VendorFault.retryable(Reason.INTERNAL, problem.getClass().getSimpleName(), problem);
	}

	private static VendorFault of(String state) {
		String message = "SQLSTATE " + state;
		if (state == null || state.length() != 5) {
			return VendorFault.retryable(Reason.UNREACHABLE, "no answer in time", null);
		}
		if (NOT_PERMITTED.contains(state) || state.startsWith("28")) {
			return VendorFault.terminal(Reason.NOT_PERMITTED, message);
		}
		if (NOT_FOUND.contains(state)) {
			return VendorFault.terminal(Reason.NOT_FOUND, message);
		}
		if (BAD_REQUEST.contains(state.substring(0, 2))) {
			return VendorFault.terminal(Reason.BAD_REQUEST, message);
		}
		return VendorFault.retryable(Reason.UNREACHABLE, message, null);
	}

}
