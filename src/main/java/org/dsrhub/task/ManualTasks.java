package org.dsrhub.task;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.database.Timestamps;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.request.Asked;
import org.dsrhub.request.FieldError;
import org.dsrhub.request.InvalidRequest;
import org.dsrhub.request.LockedRequest;
import org.dsrhub.request.RequestMoves;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.RequestState;
import org.dsrhub.request.Requests;
import org.dsrhub.request.WrongState;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a person does because the hub cannot: they read what is to be done, and say that
 * it was.
 */
@Component
public class ManualTasks {

	private static final String NONE = "this request has no manual task of that name";

	private final JdbcClient jdbc;

	private final Requests requests;

	private final RequestMoves moves;

	private final Tasks tasks;

	private final SealedValues sealed;

	private final EvidenceLog evidence;

	private final Clock clock;

	ManualTasks(JdbcClient jdbc, Requests requests, RequestMoves moves, Tasks tasks, SealedValues sealed,
			EvidenceLog evidence, Clock clock) {
		this.jdbc = jdbc;
		this.requests = requests;
		this.moves = moves;
		this.tasks = tasks;
		this.sealed = sealed;
		this.evidence = evidence;
		this.clock = clock;
	}

	/**
	 * What is to be done.
	 * @throws WrongState if there is no such manual task
	 */
	public String instructions(UUID request, String source) {
		return this.jdbc
			.sql("select instructions from task where request = ? and source = ? and instructions is not null")
			.params(request, source)
			.query(String.class)
			.optional()
			.orElseThrow(() -> new WrongState(NONE));
	}

	/**
	 * Ends a manual task with what a person says of it.
	 * @throws WrongState if it does not wait for a person
	 * @throws InvalidRequest if the outcome is none of the request's right
	 */
	@Transactional
	public void complete(UUID id, String source, Completion completion, String actor) {
		LockedRequest locked = this.requests.lock(id);
		TaskRow task = manual(id, source);
		if (task.outcome() != null || locked.state() != RequestState.FULFILLING) {
			throw new WrongState("the task does not wait for a person; the request is " + locked.state().label());
		}
		RequestRow request = this.requests.get(id);
		List<Outcome> possible = outcomes(Asked.of(request.document()));
		Outcome outcome = (completion.outcome() != null) ? completion.outcome() : possible.get(0);
		if (!possible.contains(outcome) && outcome.well()) {
			throw new InvalidRequest(List.of(new FieldError("outcome", "must be one of %s, or an exception"
				.formatted(String.join(", ", possible.stream().map(Outcome::label).toList())))));
		}
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("source", source);
		data.put("outcome", outcome.label());
		if (completion.attachment() != null) {
			data.put("attachment",
					this.sealed.keep(new SealedValues.Place(request.tenant(), id, source, source, source), "attachment",
							completion.attachment()));
		}
		this.jdbc.sql("update task set state = 'done', outcome = ?, note = ?, ended_at = ? where id = ?")
			.params(outcome.label(), completion.note(), Timestamps.of(this.clock.instant()), task.id())
			.update();
		this.evidence.append(id, "task-completed", actor, data);
		this.moves.release(id, RequestState.FULFILLING, true);
	}

	/**
	 * Adds a task that a person does and that no source stands for.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	void add(RequestRow request, String source, String system, String instructions) {
		this.jdbc
			.sql("insert into task (id, request, tenant, source, system, state, phase, instructions) "
					+ "values (?, ?, ?, ?, ?, 'manual', 'manual', ?)")
			.params(UUID.randomUUID(), request.id(), request.tenant(), source, system, instructions)
			.update();
		this.evidence.append(request.id(), "manual-task", "hub", Map.of("source", source));
	}

	private TaskRow manual(UUID request, String source) {
		return this.tasks.of(request)
			.stream()
			.filter((task) -> task.source().equals(source) && task.phase() == Phase.MANUAL)
			.findFirst()
			.orElseThrow(() -> new WrongState(NONE));
	}

	private static List<Outcome> outcomes(Asked asked) {
		return switch (asked.right()) {
			case RECTIFY -> List.of(Outcome.RECTIFIED, Outcome.NOTHING_FOUND);
			case RESTRICT -> List.of(asked.lift() ? Outcome.LIFTED : Outcome.RESTRICTED, Outcome.NOTHING_FOUND);
			case ERASE -> List.of(Outcome.ERASED, Outcome.ALREADY_ABSENT, Outcome.NOTHING_FOUND);
			default -> List.of(Outcome.FOUND, Outcome.NOTHING_FOUND);
		};
	}

	/**
	 * What a person says.
	 *
	 * @param outcome null for the one that the right is about
	 * @param note what was done; no identifier of the subject
	 * @param attachment a proof: its {@code name}, {@code contentType} and
	 * {@code content} in Base64; or null
	 */
	public record Completion(Outcome outcome, String note, JsonNode attachment) {
	}

}
