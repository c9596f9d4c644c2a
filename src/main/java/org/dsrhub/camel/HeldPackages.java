package org.dsrhub.camel;

import org.dsrhub.node.Drain;
import org.dsrhub.request.RequestClaims;
import org.dsrhub.request.Work;
import org.springframework.stereotype.Component;

/**
 * The requests that this node packages, or otherwise brings to their end.
 */
@Component
class HeldPackages extends HeldWork<Work> {

	HeldPackages(Drain drain, RequestClaims claims) {
		super(drain, claims::claimRead, claims::renew, claims::handBack);
	}

}
