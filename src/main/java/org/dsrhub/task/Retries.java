package org.dsrhub.task;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.request.LockedRequest;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.RequestState;
import org.dsrhub.request.Requests;
import org.dsrhub.request.WrongState;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * A person's word that what failed is to be tried again: only that, and by the plan that
 * was frozen at first.
 */
@Component
public class Retries {

	private final Requests requests;

	private final Tasks tasks;

	private final EvidenceLog evidence;

	Retries(Requests requests, Tasks tasks, EvidenceLog evidence) {
		this.requests = requests;
		this.tasks = tasks;
		this.evidence = evidence;
	}

	/**
	 * Opens a request again.
	 * @throws WrongState if nothing of it failed, or it is not at its end
	 */
	@Transactional
	public void retry(UUID id, String actor) {
		LockedRequest locked = this.requests.lock(id);
		RequestRow request = this.requests.get(id);
		List<TaskRow> tasks = this.tasks.of(id);
		boolean identify = request.identity() != null && request.identity().failure() != null;
		if (identify && tasks.stream().anyMatch((task) -> task.outcome() != null && task.outcome().changed())) {
			throw new WrongState(
					"something was changed already by the identifiers given; file a new request for the rest");
		}
		// Whom the directory now names may have more than was searched for.
		List<TaskRow> again = tasks.stream().filter((task) -> identify || again(task)).toList();
		boolean attention = locked.state() == RequestState.ATTENTION && !tasks.isEmpty();
		if (!attention && locked.state() != RequestState.COMPLETED_WITH_EXCEPTIONS) {
			throw new WrongState(
					"the request is %s; only one with exceptions, or that waits for a person, can be retried"
						.formatted(locked.state().label()));
		}
		if (again.isEmpty()) {
			throw new WrongState("nothing of this request failed; what was refused or retained stays so");
		}
		this.evidence.append(id, "retried", actor, Map.of("sources", again.stream().map(TaskRow::source).toList()));
		if (identify) {
			again.forEach(this.tasks::unplan);
			this.requests.reopen(id, RequestState.RECEIVED, true);
			return;
		}
		again.forEach(this.tasks::again);
		boolean collect = again.stream().anyMatch(TaskRow::anew);
		this.requests.reopen(id, collect ? RequestState.DISCOVERING : RequestState.FULFILLING, !collect);
	}

	private static boolean again(TaskRow task) {
		return task.parked() || task.outcome() == Outcome.FAILED;
	}

}
