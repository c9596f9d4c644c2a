package org.dsrhub.operation;

import java.util.List;
import java.util.UUID;

import org.dsrhub.correspondence.Delivery;
import org.dsrhub.operation.Operations.Row;
import org.dsrhub.request.InvalidRequest;
import org.dsrhub.request.Requests;
import org.dsrhub.request.WrongState;
import org.dsrhub.task.Attention;
import org.dsrhub.task.ManualTasks.Completion;
import org.dsrhub.task.Outcome;
import org.dsrhub.task.SearchedByHand;
import org.dsrhub.task.Staging;
import org.dsrhub.task.Tasks;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a person says of a service's work, because the hub cannot read it or it takes too
 * long.
 */
@Component
public class OperationTasks {

	private final Operations operations;

	private final Requests requests;

	private final Tasks tasks;

	private final Staging staging;

	private final SearchedByHand byHand;

	private final Attention attention;

	OperationTasks(Operations operations, Requests requests, Tasks tasks, Staging staging, SearchedByHand byHand,
			Attention attention) {
		this.operations = operations;
		this.requests = requests;
		this.tasks = tasks;
		this.staging = staging;
		this.byHand = byHand;
		this.attention = attention;
	}

	/**
	 * Whether a service works on something for this request and source.
	 */
	public boolean has(UUID request, String source) {
		return this.operations.find(request, source).isPresent();
	}

	/**
	 * Ends the wait with what a person says. What was found is read from the attachment
	 * alone, or from what the service gave once more, so that the package holds it.
	 * @throws WrongState if the task is over, or being read
	 * @throws InvalidRequest if the outcome is none of a search, or what was found is not
	 * attached
	 */
	@Transactional
	public void complete(UUID request, String source, Completion completion, String actor) {
		Row row = open(request, source);
		Outcome outcome = this.byHand.outcome(completion);
		this.operations.keep(row.task(), (completion.attachment() != null)
				? row.course()
					.seen(List
						.of(Delivery.keep(this.staging, this.requests.get(request), source, completion.attachment())))
				: told(row.course(), outcome));
		this.attention.show(request);
		this.byHand.record(request, row.task(), source, completion, actor);
	}

	/**
	 * What was found without an attachment is in the container, which is read again.
	 */
	private static Course told(Course course, Outcome outcome) {
		if (outcome != Outcome.FOUND) {
			return course.in(Course.State.TOLD, outcome.label());
		}
		if (course.state() != Course.State.DOUBTFUL) {
			throw SearchedByHand
				.attachment("must hold all that concerns the person, as JSON, CSV, or a ZIP file of such");
		}
		return course.in(Course.State.COMPLETE, null);
	}

	private Row open(UUID request, String source) {
		boolean closed = this.requests.lock(request).state().closed();
		Row row = this.operations.find(request, source)
			.filter((one) -> !closed && this.tasks.get(one.task()).outcome() == null)
			.orElseThrow(() -> new WrongState("no service works on anything here any more"));
		if (!row.course().state().awaits()) {
			throw new WrongState("the hub reads what the service or a person gave; look at the result when it has");
		}
		return row;
	}

}
