package org.dsrhub.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.request.LockedRequest;
import org.dsrhub.request.RequestMoves;
import org.dsrhub.request.RequestState;
import org.dsrhub.request.Requests;
import org.dsrhub.request.WrongState;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * A person's word that a request is not to be carried out after all. Each source is left
 * either done or untouched: what a service was already told to change is brought to its
 * end, and nothing else is begun.
 */
@Component
public class Cancellations {

	private static final Set<RequestState> OPEN = Set.of(RequestState.RECEIVED, RequestState.UNVERIFIED,
			RequestState.IDENTIFYING, RequestState.DISCOVERING, RequestState.AWAITING_DECISION, RequestState.ATTENTION);

	private final Requests requests;

	private final RequestMoves moves;

	private final Tasks tasks;

	private final TaskProgress progress;

	private final EvidenceLog evidence;

	Cancellations(Requests requests, RequestMoves moves, Tasks tasks, TaskProgress progress, EvidenceLog evidence) {
		this.requests = requests;
		this.moves = moves;
		this.tasks = tasks;
		this.progress = progress;
		this.evidence = evidence;
	}

	/**
	 * Closes a request, at once or when what was begun has ended. Whoever works on what
	 * was not begun finds their claim gone, before they tell a service anything.
	 * @return the request; where it is closed, its staging is to be removed
	 * @throws WrongState if it is too late
	 */
	@Transactional
	public LockedRequest cancel(UUID id, String actor) {
		LockedRequest request = this.requests.lock(id);
		boolean changing = request.state() == RequestState.FULFILLING
				|| (request.state() == RequestState.PACKAGING && !request.right().readOnly());
		if (!changing && !OPEN.contains(request.state())) {
			throw new WrongState("the request is %s; it can no longer be cancelled".formatted(request.state().label()));
		}
		List<TaskRow> tasks = this.tasks.of(id);
		List<String> begun = tasks.stream().filter(TaskRow::goesOn).map(TaskRow::source).toList();
		List<TaskRow> untouched = tasks.stream().filter((task) -> task.outcome() == null && !task.goesOn()).toList();
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("ended", tasks.stream().filter((task) -> task.outcome() != null).map(TaskRow::source).toList());
		data.put("goesOn", begun);
		data.put("untouched",
				tasks.stream()
					.filter((task) -> task.outcome() == null && !begun.contains(task.source()))
					.map(TaskRow::source)
					.toList());
		this.evidence.append(id, "cancelled", actor, data);
		untouched.forEach((task) -> this.progress.abandon(task.id()));
		if (begun.isEmpty() || request.state() == RequestState.ATTENTION) {
			this.moves.close(id, RequestState.CANCELLED, actor, Map.of("state", RequestState.CANCELLED.label()));
			return new LockedRequest(id, request.tenant(), request.right(), RequestState.CANCELLED);
		}
		this.moves.cancelled(id, actor);
		return request;
	}

}
