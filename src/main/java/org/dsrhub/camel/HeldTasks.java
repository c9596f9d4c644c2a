package org.dsrhub.camel;

import org.dsrhub.node.Drain;
import org.dsrhub.request.Work;
import org.dsrhub.task.TaskClaims;
import org.springframework.stereotype.Component;

/**
 * The tasks that this node works on.
 */
@Component
class HeldTasks extends HeldWork<Work> {

	HeldTasks(Drain drain, TaskClaims claims) {
		super(drain, claims::claimDue, claims::renew, claims::handBack);
	}

}
