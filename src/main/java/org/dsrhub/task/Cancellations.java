package org.dsrhub.task;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.dsrhub.request.LockedRequest;
import org.dsrhub.request.RequestState;
import org.dsrhub.request.Requests;
import org.dsrhub.request.WrongState;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * A person's word that a request is not to be carried out after all.
 */
@Component
public class Cancellations {

	private static final Set<RequestState> OPEN = Set.of(RequestState.RECEIVED, RequestState.IDENTIFYING,
			RequestState.DISCOVERING, RequestState.AWAITING_DECISION, RequestState.ATTENTION);

	private final Requests requests;

	private final Tasks tasks;

	Cancellations(Requests requests, Tasks tasks) {
		this.requests = requests;
		this.tasks = tasks;
	}

	/**
	 * Closes a request before it is packaged. Whoever works on it finds their claim gone.
	 * @return the request, whose staging is to be removed
	 * @throws WrongState if it is too late
	 */
	@Transactional
	public LockedRequest cancel(UUID id, String actor) {
		LockedRequest request = this.requests.lock(id);
		if (!OPEN.contains(request.state())) {
			throw new WrongState("the request is %s; it can no longer be cancelled".formatted(request.state().label()));
		}
		this.tasks.abandon(id);
		this.requests.close(id, RequestState.CANCELLED, actor, Map.of("state", RequestState.CANCELLED.label()));
		return request;
	}

}
