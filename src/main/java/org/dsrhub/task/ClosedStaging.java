package org.dsrhub.task;

import java.util.UUID;

import org.dsrhub.request.HeldSubjects;
import org.dsrhub.request.Requests;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What is staged for a request goes when it is over, unless a legal hold keeps it: of a
 * request that is not packaged it is the only copy.
 */
@Component
public class ClosedStaging {

	private final Staging staging;

	private final HeldSubjects holds;

	private final Requests requests;

	ClosedStaging(Staging staging, HeldSubjects holds, Requests requests) {
		this.staging = staging;
		this.holds = holds;
		this.requests = requests;
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

	/**
	 * Removes what was left of a request that others have closed meanwhile, or that was
	 * closed by a transaction whose answer was lost. Nobody retries or holds the request
	 * while it is looked at.
	 * @return whether it is closed and no hold keeps it
	 */
	@Transactional
	public boolean removeLeft(String tenant, UUID request) {
		return this.requests.find(request).filter((row) -> row.state().closed()).isPresent()
				&& this.requests.lock(request).state().closed() && remove(tenant, request);
	}

}
