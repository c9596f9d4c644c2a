package org.dsrhub.task;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.dsrhub.database.Timestamps;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.request.LockedRequest;
import org.dsrhub.request.RequestMoves;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.RequestState;
import org.dsrhub.request.Requests;
import org.dsrhub.request.WrongState;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * A person's word that what failed is to be tried again: only that, and by the plan that
 * was frozen at first.
 */
@Component
public class Retries {

	private final JdbcClient jdbc;

	private final Requests requests;

	private final RequestMoves moves;

	private final Tasks tasks;

	private final TaskJson json;

	private final EvidenceLog evidence;

	private final Clock clock;

	Retries(JdbcClient jdbc, Requests requests, RequestMoves moves, Tasks tasks, TaskJson json, EvidenceLog evidence,
			Clock clock) {
		this.jdbc = jdbc;
		this.requests = requests;
		this.moves = moves;
		this.tasks = tasks;
		this.json = json;
		this.evidence = evidence;
		this.clock = clock;
	}

	/**
	 * Opens a request again.
	 * @throws WrongState if nothing of it failed, it is not at its end, or it is in doubt
	 * who asks
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
		Set<UUID> given = given(id);
		// Whom the directory now names may have more than was searched for.
		List<TaskRow> again = new ArrayList<>(
				tasks.stream().filter((task) -> identify || (again(task) && !given.contains(task.id()))).toList());
		boolean attention = locked.state() == RequestState.ATTENTION && !tasks.isEmpty();
		if (!attention && locked.state() != RequestState.COMPLETED_WITH_EXCEPTIONS) {
			throw new WrongState(
					"the request is %s; only one with exceptions, or that waits for a person, can be retried"
						.formatted(locked.state().label()));
		}
		if (this.requests.inDoubt(id)) {
			throw new WrongState("the clock is stopped because it is in doubt who asks; let it go on before you retry");
		}
		if (this.requests.nameless(id)) {
			throw new WrongState(
					"the request's identifiers were replaced by digests when its time was over; file a new one");
		}
		if (again.isEmpty()) {
			throw new WrongState("nothing of this request failed; what was refused or retained stays so");
		}
		if (request.right().packaged() && purged(id)) {
			// The next package has nothing to take over from.
			tasks.stream().filter((task) -> task.packaged() != null && !again.contains(task)).forEach(again::add);
		}
		this.evidence.append(id, "retried", actor, Map.of("sources", again.stream().map(TaskRow::source).toList()));
		if (identify) {
			again.forEach(this::unplan);
			this.moves.reopen(id, RequestState.RECEIVED, true);
			return;
		}
		again.forEach(this::open);
		boolean collect = again.stream().anyMatch(TaskRow::anew);
		this.moves.reopen(id, collect ? RequestState.DISCOVERING : RequestState.FULFILLING, !collect);
	}

	/**
	 * Makes a task open again that failed, or waits for a person. What it changed before
	 * stays so; what it only read, or found again, is read anew.
	 */
	private void open(TaskRow task) {
		if (task.manual()) {
			manual(task);
			return;
		}
		if (task.anew()) {
			forget(task);
			this.jdbc
				.sql("update task set phase = 'collect', progress = null, change = null, packaged = null, found = 0, "
						+ "redactions = 0, started_at = null where id = ?")
				.param(task.id())
				.update();
		}
		else if (task.changing() != null) {
			this.jdbc.sql("update task set change = ? where id = ?")
				.params(this.json.write(task.changing().afresh()), task.id())
				.update();
		}
		boolean due = task.anew() || task.phase() == Phase.VERIFY;
		this.jdbc
			.sql("update task set outcome = null, reason = null, rule = null, state = 'planned', failures = 0, "
					+ "ended_at = null, due = ?, lease = null where id = ?")
			.params(due ? Timestamps.of(this.clock.instant()) : null, task.id())
			.update();
	}

	/**
	 * Lets a task wait for the subject to be looked up again, by the plan that it has.
	 */
	private void unplan(TaskRow task) {
		if (task.manual()) {
			manual(task);
			return;
		}
		forget(task);
		this.jdbc
			.sql("update task set state = 'planned', phase = 'collect', outcome = null, reason = null, rule = null, "
					+ "progress = null, change = null, packaged = null, found = 0, redactions = 0, failures = 0, "
					+ "retained_until = null, started_at = null, ended_at = null, due = null, lease = null where id = ?")
			.param(task.id())
			.update();
	}

	/**
	 * Asks a person once more.
	 */
	private void manual(TaskRow task) {
		this.jdbc.sql("update task set state = 'manual', outcome = null, ended_at = null where id = ?")
			.param(task.id())
			.update();
	}

	/**
	 * What a service worked on for a task is begun anew with it.
	 */
	private void forget(TaskRow task) {
		this.jdbc.sql("delete from operation where task = ?").param(task.id()).update();
	}

	private boolean purged(UUID id) {
		return this.jdbc.sql("select package_purged_at is not null from request where id = ?")
			.param(id)
			.query(Boolean.class)
			.single();
	}

	/**
	 * The tasks whose service gave what a person has to look at: it is there, and nothing
	 * failed.
	 */
	private Set<UUID> given(UUID id) {
		return this.jdbc.sql("select task from operation where request = ? and attention is not null")
			.param(id)
			.query(UUID.class)
			.set();
	}

	private static boolean again(TaskRow task) {
		return task.parked() || task.outcome() == Outcome.FAILED;
	}

}
