package org.dsrhub.source;

import java.time.Instant;

/**
 * A call was not made, because its service is in trouble or wants a pause.
 */
public class CircuitOpen extends VendorFault {

	private static final long serialVersionUID = 1L;

	private final transient Instant until;

	private final Counts counts;

	/**
	 * @param reason what the trouble is
	 * @param until when to ask again
	 */
	public CircuitOpen(Reason reason, Instant until, Counts counts) {
		super(reason, true, null, "not called: its circuit is open", null);
		this.until = until;
		this.counts = counts;
	}

	public Instant until() {
		return this.until;
	}

	public Counts counts() {
		return this.counts;
	}

	/**
	 * Whether to wait until then counts as a try.
	 */
	public enum Counts {

		/**
		 * Whoever waits gets a turn: a call is just trying the service, its limit is
		 * spent, or it is never given up.
		 */
		NEVER,
		/**
		 * If it goes on beyond the request's deadline.
		 */
		LATE,
		/**
		 * The trouble has lasted for long enough.
		 */
		ALWAYS

	}

}
