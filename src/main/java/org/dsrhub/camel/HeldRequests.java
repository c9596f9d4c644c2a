package org.dsrhub.camel;

import org.dsrhub.node.Drain;
import org.dsrhub.request.Requests;
import org.dsrhub.request.Work;
import org.springframework.stereotype.Component;

/**
 * The requests whose next step this node does.
 */
@Component
class HeldRequests extends HeldWork<Work> {

	HeldRequests(Drain drain, Requests requests) {
		super(drain, requests::handBack);
	}

}
