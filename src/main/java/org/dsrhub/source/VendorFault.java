package org.dsrhub.source;

import java.time.Instant;
import java.util.Optional;

/**
 * A call to a service that brought no usable answer, and what that means for the task.
 */
public class VendorFault extends RuntimeException {

	private final Reason reason;

	private final boolean retryable;

	private final transient Instant notBefore;

	public VendorFault(Reason reason, boolean retryable, Instant notBefore, String message, Throwable cause) {
		super(message, cause);
		this.reason = reason;
		this.retryable = retryable;
		this.notBefore = notBefore;
	}

	public static VendorFault retryable(Reason reason, String message, Throwable cause) {
		return new VendorFault(reason, true, null, message, cause);
	}

	public static VendorFault terminal(Reason reason, String message) {
		return new VendorFault(reason, false, null, message, null);
	}

	public Reason reason() {
		return this.reason;
	}

	/**
	 * Whether another try may end better.
	 */
	public boolean retryable() {
		return this.retryable;
	}

	/**
	 * When the service wants to be asked again, if it said so.
	 */
	public Optional<Instant> notBefore() {
		return Optional.ofNullable(this.notBefore);
	}

	/**
	 * Why a task failed, as results, manifests and evidence say it.
	 */
	public enum Reason {

		/**
		 * No answer in time, no connection, or a fault of the service itself.
		 */
		UNREACHABLE("unreachable"),
		/**
		 * The service refuses the hub's credential or its permissions.
		 */
		NOT_PERMITTED("not-permitted"),
		/**
		 * The service kept asking to wait.
		 */
		THROTTLED("throttled"),
		/**
		 * What came was not what the API promises: broken JSON, no list, a link to
		 * another host.
		 */
		INVALID_ANSWER("invalid-answer"),
		/**
		 * What is to be listed does not exist: a subscription, say.
		 */
		NOT_FOUND("not-found"),
		/**
		 * The service did not understand the question.
		 */
		BAD_REQUEST("bad-request"),
		/**
		 * Somebody else was changing the same thing.
		 */
		BUSY("busy"),
		/**
		 * What should be gone is found again.
		 */
		FOUND_AGAIN("found-again"),
		/**
		 * The service said yes to a change, and what is there shows that it was not made.
		 */
		NOT_EFFECTIVE("not-effective"),
		/**
		 * What the service was to work on failed there.
		 */
		OPERATION_FAILED("operation-failed"),
		/**
		 * What the service was to work on has not ended in time.
		 */
		NOT_FINISHED("not-finished"),
		/**
		 * The tenant file lacks what the source needs.
		 */
		NOT_CONFIGURED("not-configured"),
		/**
		 * A fault of the hub; its log says more.
		 */
		INTERNAL("internal");

		private final String label;

		Reason(String label) {
			this.label = label;
		}

		public String label() {
			return this.label;
		}

	}

}
