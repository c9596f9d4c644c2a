package org.dsrhub.camel;

import org.dsrhub.node.Drain;
import org.dsrhub.request.RequestClaims;
import org.dsrhub.request.Work;
import org.springframework.stereotype.Component;

/**
 * The requests whose subjects this node looks up.
 */
@Component
class HeldRequests extends HeldWork<Work> {

	HeldRequests(Drain drain, RequestClaims claims) {
		super(drain, claims::claimUnread, claims::renew, claims::handBack);
	}

}
