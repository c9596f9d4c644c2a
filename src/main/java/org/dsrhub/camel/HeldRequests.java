package org.dsrhub.camel;

import org.dsrhub.node.Drain;
import org.dsrhub.request.RequestClaims;
import org.dsrhub.request.Work;
import org.springframework.stereotype.Component;

/**
 * The requests whose next step this node does.
 */
@Component
class HeldRequests extends HeldWork<Work> {

	HeldRequests(Drain drain, RequestClaims claims) {
		super(drain, claims::claimDue, claims::renew, claims::handBack);
	}

}
