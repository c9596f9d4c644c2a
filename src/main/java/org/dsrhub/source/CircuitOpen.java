package org.dsrhub.source;

import java.time.Instant;

/**
 * A call was not made, because its service is in trouble or wants a pause.
 */
public class CircuitOpen extends VendorFault {

	private static final long serialVersionUID = 1L;

	private final transient Instant until;

	private final boolean outlasting;

	/**
	 * @param reason what the trouble is
	 * @param until when to ask again
	 * @param outlasting whether the trouble lasts for so long that this counts as a try
	 */
	public CircuitOpen(Reason reason, Instant until, boolean outlasting) {
		super(reason, true, null, "not called: its circuit is open", null);
		this.until = until;
		this.outlasting = outlasting;
	}

	public Instant until() {
		return this.until;
	}

	public boolean outlasting() {
		return this.outlasting;
	}

}
