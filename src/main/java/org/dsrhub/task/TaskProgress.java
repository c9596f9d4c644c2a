package org.dsrhub.task;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import org.dsrhub.configuration.HubProperties;
import org.dsrhub.database.GroupCommit;
import org.dsrhub.database.Timestamps;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.request.LeaseLost;
import org.dsrhub.request.LockedRequest;
import org.dsrhub.request.Requests;
import org.dsrhub.request.RowsDue;
import org.dsrhub.request.Work;
import org.dsrhub.source.NotPersons;
import org.dsrhub.source.VendorFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * How far tasks have come and how they ended, each written down in one transaction with
 * its evidence; with the last one their request moves on.
 */
@Component
public class TaskProgress {

	private static final Logger log = LoggerFactory.getLogger(TaskProgress.class);

	private final JdbcClient jdbc;

	private final Requests requests;

	private final EvidenceLog evidence;

	private final Join join;

	private final TaskJson json;

	private final Clock clock;

	private final HubProperties hub;

	private final ApplicationEventPublisher events;

	private final GroupCommit commits;

	TaskProgress(JdbcClient jdbc, Requests requests, EvidenceLog evidence, Join join, TaskJson json, Clock clock,
			HubProperties hub, ApplicationEventPublisher events, GroupCommit commits) {
		this.jdbc = jdbc;
		this.requests = requests;
		this.evidence = evidence;
		this.join = join;
		this.json = json;
		this.clock = clock;
		this.hub = hub;
		this.events = events;
		this.commits = commits;
	}

	/**
	 * Writes down how far a task has come, and holds it for as long again.
	 * @throws LeaseLost if the claim no longer holds
	 */
	@Transactional
	public void reached(Work work, Progress progress) {
		Tasks.held(work,
				this.jdbc
					.sql("update task set progress = ?, found = ?, redactions = ?, failures = 0, due = ? "
							+ "where id = ? and lease = ?")
					.params(this.json.write(progress), progress.found(), progress.redactions(),
							Timestamps.of(this.clock.instant().plus(this.hub.lease())), work.id(), work.lease())
					.update());
	}

	/**
	 * Writes down how far a task has come with what it changes, and holds it for as long
	 * again.
	 * @throws LeaseLost if the claim no longer holds
	 */
	@Transactional
	public void changing(Work work, Changing changing) {
		Tasks.held(work,
				this.jdbc.sql("update task set change = ?, due = ? where id = ? and lease = ?")
					.params(this.json.write(changing), Timestamps.of(this.clock.instant().plus(this.hub.lease())),
							work.id(), work.lease())
					.update());
	}

	/**
	 * Writes down what a task that nobody works on is to change.
	 */
	@Transactional
	public void changing(UUID id, Changing changing) {
		this.jdbc.sql("update task set change = ? where id = ? and change is null")
			.params(this.json.write(changing), id)
			.update();
	}

	/**
	 * Lets the source be read once more, now that everything in it was changed.
	 * @throws LeaseLost if the claim no longer holds
	 */
	@Transactional
	public void verify(Work work, Changing changing) {
		Tasks.held(work, this.jdbc
			.sql("update task set change = ?, phase = 'verify', state = 'planned', failures = 0, due = ?, lease = null "
					+ "where id = ? and lease = ?")
			.params(this.json.write(changing), now(), work.id(), work.lease())
			.update());
		this.events.publishEvent(RowsDue.TASKS);
	}

	/**
	 * Ends the reading of a source whose data is to be changed: it waits for the others,
	 * and for a decision.
	 * @throws LeaseLost if the claim no longer holds
	 */
	public void collected(Work work, TaskRow task, Progress progress, String apiVersion) {
		this.commits.run(() -> writeCollected(work, task, progress, apiVersion));
	}

	private LockedRequest writeCollected(Work work, TaskRow task, Progress progress, String apiVersion) {
		LockedRequest request = this.requests.progressed(task.request());
		Tasks.held(work, this.jdbc
			.sql("update task set progress = ?, found = ?, redactions = ?, state = 'planned', phase = 'change', "
					+ "failures = 0, api_version = ?, due = null, lease = null where id = ? and lease = ?")
			.params(this.json.write(progress), progress.found(), progress.redactions(), apiVersion, work.id(),
					work.lease())
			.update());
		Map<String, Object> data = new LinkedHashMap<>(notPersons(progress));
		data.put("source", task.source());
		data.put("count", progress.found());
		data.put("redactions", progress.redactions());
		data.put("attempts", task.attempts());
		this.evidence.append(task.request(), "collected", "hub", data);
		log.info("event=collected request={} tenant={} source={} count={} attempts={}", request.id(), request.tenant(),
				task.source(), progress.found(), task.attempts());
		this.join.join(request);
		return request;
	}

	/**
	 * Ends a task, and with the last one moves its request on.
	 * @param progress how far it came
	 * @throws LeaseLost if the claim no longer holds
	 */
	public void end(Work work, TaskRow task, Progress progress, Ending ending) {
		this.commits.run(() -> writeEnd(work, task, progress, ending));
	}

	private LockedRequest writeEnd(Work work, TaskRow task, Progress progress, Ending ending) {
		LockedRequest request = this.requests.progressed(task.request());
		TaskState state = (ending.outcome() == Outcome.FAILED) ? TaskState.FAILED : TaskState.DONE;
		Tasks.held(work, this.jdbc
			.sql("update task set progress = ?, found = ?, redactions = ?, state = ?, outcome = ?, reason = ?, rule = ?, "
					+ "retained_until = ?, api_version = coalesce(?, api_version), due = null, lease = null, ended_at = ? "
					+ "where id = ? and lease = ?")
			.params(this.json.write(progress), progress.found(), progress.redactions(), state.label(),
					ending.outcome().label(), ending.reason(), ending.rule(),
					(ending.retainedUntil() != null) ? Timestamps.of(ending.retainedUntil()) : null,
					ending.apiVersion(), now(), work.id(), work.lease())
			.update());
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("source", task.source());
		data.put("outcome", ending.outcome().label());
		data.put("reason", ending.reason());
		data.put("detail", ending.detail());
		data.put("rule", ending.rule());
		data.put("retainedUntil", (ending.retainedUntil() != null) ? ending.retainedUntil().toString() : null);
		data.put("count", progress.found());
		data.put("redactions", progress.redactions());
		data.put("attempts", task.attempts());
		data.putAll(notPersons(progress));
		this.evidence.append(task.request(), "task-ended", "hub", data);
		this.events.publishEvent(new TaskEvent.Ended(request.id(), request.tenant(), task.source(), ending.outcome(),
				ending.reason(), progress.found(), task.attempts()));
		log.info("event=task-ended request={} tenant={} source={} outcome={} count={} attempts={}{}", request.id(),
				request.tenant(), task.source(), ending.outcome().label(), data.get("count"), task.attempts(),
				(ending.reason() != null) ? " reason=" + ending.reason() : "");
		this.join.join(request);
		return request;
	}

	/**
	 * Ends a task that nobody works on, because what it found cannot be changed.
	 */
	@Transactional
	public void fail(TaskRow task, VendorFault fault) {
		this.jdbc.sql("update task set state = 'failed', outcome = 'failed', reason = ?, ended_at = ? where id = ?")
			.params(fault.reason().label(), now(), task.id())
			.update();
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("source", task.source());
		data.put("outcome", Outcome.FAILED.label());
		data.put("reason", fault.reason().label());
		data.put("detail", fault.getMessage());
		this.evidence.append(task.request(), "task-ended", "hub", data);
	}

	/**
	 * Takes a task of a cancelled request from whoever works on it.
	 */
	@Transactional
	public void abandon(UUID id) {
		this.jdbc.sql("update task set due = null, lease = null, state = 'planned' where id = ? and outcome is null")
			.param(id)
			.update();
	}

	/**
	 * Remembers which revision of the package holds the records of the request's tasks.
	 */
	@Transactional
	public void packaged(UUID request, int revision) {
		this.jdbc
			.sql("update task set packaged = ? where request = ? and packaged is null and found > 0 "
					+ "and (outcome is null or outcome in ('found', 'retained'))")
			.params(revision, request)
			.update();
	}

	/**
	 * Keeps what a person noted of a task.
	 * @param note no identifier of the subject
	 */
	@Transactional
	public void note(UUID id, String note) {
		this.jdbc.sql("update task set note = ? where id = ?").params(note, id).update();
	}

	private static Map<String, NotPersons> notPersons(Progress progress) {
		return progress.notPersons().none() ? Map.of() : Map.of("notPersons", progress.notPersons());
	}

	private OffsetDateTime now() {
		return Timestamps.of(this.clock.instant());
	}

}
