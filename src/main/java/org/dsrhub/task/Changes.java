package org.dsrhub.task;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.change.Step.End;
import org.dsrhub.evidence.Digest;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.request.Asked;
import org.dsrhub.request.HeldSubjects;
import org.dsrhub.request.RequestMoves;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.Requests;
import org.dsrhub.request.Work;
import org.dsrhub.source.Right;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes down each step of a change before the next one is made: what is about to be
 * done, with what was there, and what came of it.
 */
@Component
class Changes {

	private final TaskProgress progress;

	private final TaskWaits waits;

	private final Requests requests;

	private final RequestMoves moves;

	private final SealedValues sealed;

	private final EvidenceLog evidence;

	private final Digest digest;

	private final Traces traces;

	private final HeldSubjects holds;

	Changes(TaskProgress progress, TaskWaits waits, Requests requests, RequestMoves moves, SealedValues sealed,
			EvidenceLog evidence, Digest digest, Traces traces, HeldSubjects holds) {
		this.progress = progress;
		this.waits = waits;
		this.requests = requests;
		this.moves = moves;
		this.sealed = sealed;
		this.evidence = evidence;
		this.digest = digest;
		this.traces = traces;
		this.holds = holds;
	}

	/**
	 * A service is about to be told to change a record, unless a legal hold forbids that.
	 * @param before what is there now; null where that was sealed before
	 * @return whether it may be told; if not, nothing was written
	 * @throws org.dsrhub.request.LeaseLost if the claim no longer holds; then it must not
	 * be told
	 */
	@Transactional
	public boolean begin(Work work, Record item, Changing changing, String effect, JsonNode before) {
		// Tasks of one request seal at once; the first to lock it goes first.
		this.requests.lock(item.request().id());
		if (Asked.of(item.request().document()).column() == Right.ERASE
				&& this.holds.hold(item.request().id()).isPresent()) {
			return false;
		}
		Map<String, Object> data = item.line(this.digest);
		data.put("effect", effect);
		if (before != null) {
			data.put("before", this.sealed.keep(item.place(), SealedValues.BEFORE, before));
			this.sealed.name(item.request().id(), item.request().identity().subject());
		}
		this.evidence.append(item.request().id(), "change-begun", "hub", data);
		this.progress.changing(work, changing);
		return true;
	}

	/**
	 * A service answered a change; whether it was made is still to be seen.
	 * @param correlation the service's own name for the change, by which it can be found
	 * in its log; may be null
	 */
	@Transactional
	public void answered(Work work, Record item, Changing changing, String effect, int status, String correlation) {
		Map<String, Object> data = item.line(this.digest);
		data.put("effect", effect);
		data.put("status", status);
		data.put("correlationId", correlation);
		this.evidence.append(item.request().id(), "change-answered", "hub", data);
		this.traces.add(item.request(), item.task().source(), item.item().path(), correlation);
		this.progress.changing(work, changing);
	}

	/**
	 * A record is as it was asked for, or it cannot be.
	 */
	@Transactional
	public void ended(Work work, Record item, Changing changing, End end) {
		Map<String, Object> data = item.line(this.digest);
		data.put("end", end.kind().name().toLowerCase(java.util.Locale.ROOT));
		data.put("rule", end.rule());
		if (end.after() != null && end.kind() == End.Kind.DONE) {
			data.put("after", this.sealed.keep(item.place(), SealedValues.AFTER, end.after()));
		}
		this.evidence.append(item.request().id(), "changed", "hub", data);
		UUID origin = item.item().origin();
		if (origin != null && end.kind() != End.Kind.REFUSED) {
			this.sealed.lifted(item.request().tenant(), origin, item.request().id());
		}
		this.progress.changing(work, changing);
	}

	/**
	 * Nothing more can be done before a time.
	 */
	@Transactional
	public void rest(Work work, Record item, Instant until) {
		this.requests.progressed(item.request().id());
		this.evidence.append(item.request().id(), "change-waits", "hub",
				Map.of("source", item.task().source(), "until", until.toString()));
		this.waits.rest(work, until);
	}

	/**
	 * A person has to look at it before anything more is done.
	 */
	@Transactional
	public void attention(Work work, Record item, String advice) {
		this.moves.attention(item.request().id(), advice);
		this.waits.park(work);
	}

	/**
	 * One record of a task.
	 */
	record Record(RequestRow request, TaskRow task, Changing.Item item) {

		SealedValues.Place place() {
			return new SealedValues.Place(this.request.tenant(), this.request.id(), this.task.source(),
					this.item.record(), this.item.path());
		}

		Map<String, Object> line(Digest digest) {
			Map<String, Object> line = new LinkedHashMap<>();
			line.put("source", this.task.source());
			line.put("record", digest.of(this.item.record()));
			return line;
		}

	}

}
