package org.dsrhub.task;

import java.util.UUID;

import org.dsrhub.request.HeldSubjects;
import org.springframework.stereotype.Component;

/**
 * What is staged for a request goes when it is over, unless a legal hold keeps it: of a
 * request that is not packaged it is the only copy.
 */
@Component
public class ClosedStaging {

	private final Staging staging;

	private final HeldSubjects holds;

	ClosedStaging(Staging staging, HeldSubjects holds) {
		this.staging = staging;
		this.holds = holds;
	}

	/**
	 * Removes what is staged for a request.
	 * @return whether no hold keeps it
	 */
	public boolean remove(String tenant, UUID request) {
		boolean free = this.holds.hold(request).isEmpty();
		if (free) {
			this.staging.delete(tenant, request);
		}
		return free;
	}

}
