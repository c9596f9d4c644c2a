package org.dsrhub.camel;

import org.dsrhub.node.Drain;
import org.dsrhub.request.Work;
import org.dsrhub.retention.Runs;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * The runs of purges that this node carries out. A step that it does not finish is left
 * to its lease: nobody is to begin it anew while things may still be going.
 */
@Component
@Profile("!check")
class HeldRuns extends HeldWork<Work> {

	HeldRuns(Drain drain, Runs runs) {
		super(drain, runs::claimDue, runs::renew, (left) -> 0);
	}

}
