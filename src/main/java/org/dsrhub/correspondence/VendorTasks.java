package org.dsrhub.correspondence;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.correspondence.Conversations.Row;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.request.InvalidRequest;
import org.dsrhub.request.Requests;
import org.dsrhub.request.WrongState;
import org.dsrhub.task.ManualTasks.Completion;
import org.dsrhub.task.Outcome;
import org.dsrhub.task.SearchedByHand;
import org.dsrhub.task.Staging;
import org.dsrhub.task.TaskWaits;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a person says in a conversation with a vendor.
 */
@Component
public class VendorTasks {

	private final Conversations conversations;

	private final Requests requests;

	private final TaskWaits waits;

	private final Staging staging;

	private final SearchedByHand byHand;

	private final EvidenceLog evidence;

	private final Clock clock;

	VendorTasks(Conversations conversations, Requests requests, TaskWaits waits, Staging staging, SearchedByHand byHand,
			EvidenceLog evidence, Clock clock) {
		this.conversations = conversations;
		this.requests = requests;
		this.waits = waits;
		this.staging = staging;
		this.byHand = byHand;
		this.evidence = evidence;
		this.clock = clock;
	}

	/**
	 * Whether a request has a conversation about this source.
	 */
	public boolean has(UUID request, String source) {
		return this.conversations.find(request, source).isPresent();
	}

	/**
	 * Confirms to the vendor that the request is meant.
	 * @throws WrongState if the vendor does not ask for it
	 */
	@Transactional
	public void acknowledge(UUID request, String source, String actor) {
		Row row = open(request, source);
		if (!row.conversation().acknowledgeable()) {
			throw new WrongState("the vendor does not ask for a confirmation");
		}
		this.conversations.keep(row, row.conversation().acknowledging(this.clock.instant()));
		this.evidence.append(request, "acknowledged", actor, Map.of("source", source));
		this.waits.wake(row.task());
	}

	/**
	 * Ends the conversation with what a person says of it. What was found is read from
	 * the vendor's files and the attachment, so that the package holds it.
	 * @throws WrongState if the conversation is over
	 * @throws InvalidRequest if the outcome is none of a search, or nothing is there to
	 * read
	 */
	@Transactional
	public void complete(UUID request, String source, Completion completion, String actor) {
		Row row = open(request, source);
		Outcome outcome = this.byHand.outcome(completion);
		if (outcome == Outcome.FOUND) {
			List<AnswerFile> more = (completion.attachment() != null) ? List.of(keep(row, completion.attachment()))
					: List.of();
			if (more.isEmpty() && row.conversation().files().isEmpty()) {
				throw SearchedByHand.attachment("must hold what was found, as JSON, CSV, or a ZIP file of such");
			}
			this.conversations.keep(row, row.conversation().seen(more));
		}
		else {
			this.conversations.keep(row, row.conversation().told(outcome));
		}
		this.byHand.record(request, row.task(), source, completion, actor);
	}

	private Row open(UUID request, String source) {
		boolean closed = this.requests.lock(request).state().closed();
		return this.conversations.find(request, source)
			.filter((row) -> !closed && !row.conversation().over())
			.orElseThrow(() -> new WrongState("no conversation with a vendor is open here"));
	}

	private AnswerFile keep(Row row, JsonNode attachment) {
		return Delivery.keep(this.staging, this.requests.get(row.request()), row.source(), attachment);
	}

}
