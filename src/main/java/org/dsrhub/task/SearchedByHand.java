package org.dsrhub.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.request.FieldError;
import org.dsrhub.request.InvalidRequest;
import org.dsrhub.task.ManualTasks.Completion;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a person says of a search that the hub could not end by itself.
 */
@Component
public class SearchedByHand {

	private final TaskProgress progress;

	private final TaskWaits waits;

	private final EvidenceLog evidence;

	SearchedByHand(TaskProgress progress, TaskWaits waits, EvidenceLog evidence) {
		this.progress = progress;
		this.waits = waits;
		this.evidence = evidence;
	}

	/**
	 * What came of it; found if they do not say.
	 * @throws InvalidRequest if it is no outcome of a search, or an attachment says what
	 * was not found
	 */
	public Outcome outcome(Completion completion) {
		Outcome outcome = (completion.outcome() != null) ? completion.outcome() : Outcome.FOUND;
		if (outcome.well() && outcome != Outcome.FOUND && outcome != Outcome.NOTHING_FOUND) {
			throw invalid("outcome", "must be found, nothing-found, or an exception");
		}
		if (outcome != Outcome.FOUND && completion.attachment() != null) {
			throw invalid("attachment", "goes with the outcome found only");
		}
		return outcome;
	}

	/**
	 * Notes it, and lets its task go on.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void record(UUID request, UUID task, String source, Completion completion, String actor) {
		this.progress.note(task, completion.note());
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("source", source);
		data.put("outcome", outcome(completion).label());
		data.put("attachment", completion.attachment() != null);
		this.evidence.append(request, "task-completed", actor, data);
		this.waits.wake(task);
	}

	/**
	 * That an attachment was needed, or cannot be used.
	 */
	public static InvalidRequest attachment(String message) {
		return invalid("attachment", message);
	}

	private static InvalidRequest invalid(String field, String message) {
		return new InvalidRequest(List.of(new FieldError(field, message)));
	}

}
