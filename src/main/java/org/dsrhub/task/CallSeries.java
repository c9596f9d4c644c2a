package org.dsrhub.task;

import java.time.Instant;

import org.dsrhub.source.ServiceLimits;
import org.dsrhub.tenant.Tenant;

/**
 * Calls to a service that only together say how it is, such as those by which a person is
 * looked up. Else the first of them, which is always answered and is made anew with each
 * try, would hide that another never is. Not for several threads.
 */
public final class CallSeries {

	private final Circuits circuits;

	private final Tenant tenant;

	private final String source;

	private Instant probe;

	/** What the last answer said of the service's limits; null before there is one. */
	private ServiceLimits heard;

	public CallSeries(Circuits circuits, Tenant tenant, String source) {
		this.circuits = circuits;
		this.tenant = tenant;
		this.source = source;
	}

	/**
	 * The next call is about to be made.
	 * @throws org.dsrhub.source.CircuitOpen if it must not be made now
	 */
	public void require() {
		Instant before = this.probe;
		this.probe = this.circuits.require(this.tenant, this.source, before);
		if (before == null && this.probe != null) {
			// What was answered before its trouble says nothing of how it is now.
			this.heard = null;
		}
	}

	/**
	 * A call was answered, and others are to follow.
	 * @param limits what its answer said of the service's limits
	 */
	public void heard(ServiceLimits limits) {
		this.heard = limits;
		this.circuits.heard(this.tenant, this.source, limits);
	}

	/**
	 * The last of them was answered; what is called after this is another series.
	 * @param limits what its answer said of the service's limits
	 */
	public void answered(ServiceLimits limits) {
		this.heard = null;
		this.probe = null;
		this.circuits.answered(this.tenant, this.source, limits);
	}

	/**
	 * No other is made: the service has answered all that there were. If there was none,
	 * and it was to try the service, another may.
	 */
	public void end() {
		if (this.heard != null) {
			answered(this.heard);
		}
		else if (this.probe != null) {
			this.probe = null;
			this.circuits.unheard(this.tenant, this.source);
		}
	}

}
