package org.dsrhub.task;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.dsrhub.configuration.HubProperties;
import org.dsrhub.database.SharedQueues;
import org.dsrhub.database.SharedRows;
import org.dsrhub.database.Timestamps;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.request.LeaseLost;
import org.dsrhub.request.LockedRequest;
import org.dsrhub.request.Requests;
import org.dsrhub.request.RowsDue;
import org.dsrhub.request.Work;
import org.dsrhub.source.NotPersons;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.task.Circuits.Leave;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rows of tasks: the fan-out, who works on what, how each ended, and the join, which
 * is a question to these rows and no state in memory.
 */
@Component
public class Tasks implements InitializingBean {

	private static final Logger log = LoggerFactory.getLogger(Tasks.class);

	/** Tasks of a service that rests are put off by so many at a time. */
	private static final int PUT_OFF = 100;

	private final JdbcClient jdbc;

	private final Requests requests;

	private final EvidenceLog evidence;

	private final Join join;

	private final TaskJson json;

	private final Clock clock;

	private final HubProperties hub;

	private final ApplicationEventPublisher events;

	private final FrozenPlans plans;

	private final SharedRows queue;

	private final Running running;

	Tasks(JdbcClient jdbc, Requests requests, EvidenceLog evidence, Join join, TaskJson json, Clock clock,
			HubProperties hub, ApplicationEventPublisher events, FrozenPlans plans, SharedQueues queues,
			Running running) {
		this.jdbc = jdbc;
		this.requests = requests;
		this.evidence = evidence;
		this.join = join;
		this.json = json;
		this.clock = clock;
		this.hub = hub;
		this.events = events;
		this.plans = plans;
		this.queue = queues.limited("task");
		this.running = running;
	}

	/**
	 * What a node of this name left when it was killed is due at once.
	 */
	@Override
	public void afterPropertiesSet() {
		int left = this.jdbc.sql("update task set due = ?, lease = null where lease_node = ? and lease is not null")
			.params(now(), this.hub.node())
			.update();
		if (left > 0) {
			log.info("event=taken-up tasks={}", left);
		}
	}

	/**
	 * Claims tasks that are due, as many as this node has room for: tenants take turns,
	 * and of each the oldest come first. Those of a source that is at its limit, or that
	 * rests, are in nobody's way. Of these, where there is room for more, the ones are
	 * claimed that spend a try by the rest.
	 * @param held how many it works on already
	 */
	@Transactional
	public List<Work> claimDue(int held) {
		Instant now = this.clock.instant();
		int room = Math.max(0, this.hub.work().tasks() - held);
		RunningLimits limits = this.running.limits(now);
		List<UUID> due = new ArrayList<>(this.queue.lock(now, room, limits));
		limits.resting().forEach((place, leave) -> {
			List<UUID> late = putOff(this.queue.lock(place, now, PUT_OFF), leave);
			// Whatever the limit of their place: they are refused before any call.
			due.addAll(late.subList(0, Math.min(late.size(), room - due.size())));
		});
		UUID lease = UUID.randomUUID();
		if (!due.isEmpty()) {
			this.jdbc
				.sql("update task set state = 'running', due = :until, lease = :lease, lease_node = :node, "
						+ "attempts = attempts + 1, started_at = coalesce(started_at, :now) where id in (:due)")
				.param("until", Timestamps.of(now.plus(this.hub.lease())))
				.param("lease", lease)
				.param("node", this.hub.node())
				.param("now", Timestamps.of(now))
				.param("due", due)
				.update();
		}
		return due.stream().map((id) -> new Work(id, lease)).toList();
	}

	/**
	 * Puts off tasks whose service rests, so that nobody looks at them before.
	 * @return those that are left because they spend a try by it
	 */
	private List<UUID> putOff(List<UUID> tasks, Leave leave) {
		if (tasks.isEmpty()) {
			return tasks;
		}
		List<UUID> late = this.jdbc
			.sql("select task.id from task join request on request.id = task.request "
					+ "where task.id in (:tasks) and request.deadline < :earliest order by task.due")
			.param("tasks", tasks)
			.param("earliest", leave.earliest())
			.query(UUID.class)
			.list();
		List<UUID> others = tasks.stream().filter((id) -> !late.contains(id)).toList();
		if (!others.isEmpty()) {
			this.jdbc
				.sql("update task set state = case when state in ('planned', 'running') then 'waiting' else state end, "
						+ "due = :again, lease = null where id in (:tasks)")
				.param("again", Timestamps.of(leave.again()))
				.param("tasks", others)
				.update();
		}
		return late;
	}

	/**
	 * The task that this node claimed.
	 * @throws LeaseLost if the claim no longer holds
	 */
	public TaskRow claimed(Work work) {
		return this.jdbc.sql("select * from task where id = ? and lease = ?")
			.params(work.id(), work.lease())
			.query(this::row)
			.optional()
			.orElseThrow(() -> new LeaseLost("task=" + work.id()));
	}

	/**
	 * Holds claimed tasks for as long again.
	 */
	public void renew(Collection<Work> works) {
		OffsetDateTime until = Timestamps.of(this.clock.instant().plus(this.hub.lease()));
		works.forEach((work) -> this.jdbc.sql("update task set due = ? where id = ? and lease = ?")
			.params(until, work.id(), work.lease())
			.update());
	}

	/**
	 * Gives back what this node claimed and does not finish: others may take it at once,
	 * except what changes something, which may have its effect yet.
	 * @return how many rows it still held
	 */
	@Transactional
	public int handBack(Collection<Work> works) {
		int back = works.stream()
			.mapToInt((work) -> this.jdbc
				.sql("update task set due = ?, lease = null where id = ? and lease = ? and phase <> ?")
				.params(now(), work.id(), work.lease(), Phase.CHANGE.label())
				.update())
			.sum();
		this.events.publishEvent(RowsDue.TASKS);
		return back;
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

	public TaskRow get(UUID id) {
		return this.jdbc.sql("select * from task where id = ?").param(id).query(this::row).single();
	}

	/**
	 * The tasks of a request, in the order of the plan.
	 */
	public List<TaskRow> of(UUID request) {
		return this.jdbc.sql("select * from task where request = ? order by source")
			.param(request)
			.query(this::row)
			.list();
	}

	/**
	 * Writes down how far a task has come, and holds it for as long again.
	 * @throws LeaseLost if the claim no longer holds
	 */
	@Transactional
	public void progress(Work work, Progress progress) {
		held(work,
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
		held(work,
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
	 * Makes a task due that waited for others.
	 */
	@Transactional
	public void release(UUID id) {
		this.jdbc.sql("update task set due = ? where id = ? and due is null and lease is null and outcome is null")
			.params(now(), id)
			.update();
		this.events.publishEvent(RowsDue.TASKS);
	}

	/**
	 * Lets the source be read once more, now that everything in it was changed.
	 * @throws LeaseLost if the claim no longer holds
	 */
	@Transactional
	public void verify(Work work, Changing changing) {
		held(work, this.jdbc
			.sql("update task set change = ?, phase = 'verify', state = 'planned', failures = 0, due = ?, lease = null "
					+ "where id = ? and lease = ?")
			.params(this.json.write(changing), now(), work.id(), work.lease())
			.update());
		this.events.publishEvent(RowsDue.TASKS);
	}

	/**
	 * Leaves a task to a person: it is not due before they act.
	 * @throws LeaseLost if the claim no longer holds
	 */
	@Transactional
	public void park(Work work) {
		held(work,
				this.jdbc.sql("update task set state = 'waiting', due = null, lease = null where id = ? and lease = ?")
					.params(work.id(), work.lease())
					.update());
	}

	/**
	 * Lets a task rest until a time, then be tried again.
	 * @throws LeaseLost if the claim no longer holds
	 */
	@Transactional
	public void pause(Work work, TaskRow task, Instant until, Pause pause) {
		pause(work, task, 1, until, pause);
	}

	/**
	 * The same without a failure of the task's: the service is in trouble for everybody,
	 * or asked for the pause.
	 * @throws LeaseLost if the claim no longer holds
	 */
	@Transactional
	public void spare(Work work, TaskRow task, Instant until, Pause pause) {
		pause(work, task, 0, until, pause);
	}

	private void pause(Work work, TaskRow task, int failures, Instant until, Pause pause) {
		// The request first, as everywhere: two that lock in different orders wait for
		// each other.
		LockedRequest request = this.requests.progressed(task.request());
		held(work,
				this.jdbc
					.sql("update task set state = 'waiting', failures = failures + ?, due = ?, lease = null "
							+ "where id = ? and lease = ?")
					.params(failures, Timestamps.of(until), work.id(), work.lease())
					.update());
		log.info("event=waiting request={} tenant={} source={} until={} attempts={} reason=\"{}\"", request.id(),
				request.tenant(), task.source(), until, task.attempts(), pause);
		this.events.publishEvent(
				new TaskEvent.Paused(request.id(), request.tenant(), task.source(), pause.reason(), task.attempts()));
	}

	/**
	 * Lets a task that is being read go behind those of other tenants, if any are due; it
	 * goes on where it was, and that counts as no attempt that failed.
	 * @return whether it was given back
	 * @throws LeaseLost if the claim no longer holds
	 */
	@Transactional
	public boolean giveWay(Work work, TaskRow task, String tenant) {
		Instant now = this.clock.instant();
		if (!this.queue.others(tenant, now, this.running.limits(now))) {
			return false;
		}
		held(work,
				this.jdbc.sql("update task set due = ?, lease = null where id = ? and lease = ?")
					.params(Timestamps.of(now), work.id(), work.lease())
					.update());
		log.info("event=gave-way request={} tenant={} source={}", task.request(), tenant, task.source());
		return true;
	}

	/**
	 * Lets a task rest that met no fault of the service's, which counts as no attempt.
	 * @throws LeaseLost if the claim no longer holds
	 */
	@Transactional
	public void rest(Work work, Instant until) {
		held(work,
				this.jdbc.sql("update task set state = 'waiting', due = ?, lease = null where id = ? and lease = ?")
					.params(Timestamps.of(until), work.id(), work.lease())
					.update());
	}

	/**
	 * Lets a task rest whose service could not be asked what it has done: that loses
	 * nothing, and is counted, so that somebody is told.
	 * @throws LeaseLost if the claim no longer holds
	 */
	@Transactional
	public void unheard(Work work, UUID request, Instant until, Reason reason) {
		this.requests.progressed(request);
		held(work, this.jdbc
			.sql("update task set state = 'waiting', due = ?, reason = ?, failures = failures + 1, lease = null "
					+ "where id = ? and lease = ?")
			.params(Timestamps.of(until), reason.label(), work.id(), work.lease())
			.update());
	}

	/**
	 * The service that could not be asked before has answered.
	 */
	@Transactional
	public void heard(Work work) {
		this.jdbc.sql("update task set failures = 0 where id = ? and lease = ?")
			.params(work.id(), work.lease())
			.update();
	}

	/**
	 * Lets a task of a request wait for somebody outside.
	 * @throws LeaseLost if the claim no longer holds
	 */
	@Transactional
	public void await(Work work, UUID request, Waiting waiting) {
		this.requests.progressed(request);
		held(work,
				this.jdbc
					.sql("update task set state = ?, due = ?, reason = ?, instructions = ?, failures = 0, lease = null "
							+ "where id = ? and lease = ?")
					.params(waiting.person() ? TaskState.MANUAL.label() : TaskState.WAITING.label(),
							(waiting.until() != null) ? Timestamps.of(waiting.until()) : null, waiting.reason(),
							waiting.instructions(), work.id(), work.lease())
					.update());
	}

	/**
	 * Makes a task due that waits, because what it waits for has come.
	 */
	@Transactional
	public void wake(UUID id) {
		this.jdbc
			.sql("update task set due = ? where id = ? and lease is null and outcome is null "
					+ "and state in ('waiting', 'manual') and phase = 'collect'")
			.params(now(), id)
			.update();
		this.events.publishEvent(RowsDue.TASKS);
	}

	/**
	 * Keeps what a person noted of a task.
	 * @param note no identifier of the subject
	 */
	@Transactional
	public void note(UUID id, String note) {
		this.jdbc.sql("update task set note = ? where id = ?").params(note, id).update();
	}

	/**
	 * Ends a task, and with the last one moves its request on.
	 * @param progress how far it came
	 * @throws LeaseLost if the claim no longer holds
	 */
	@Transactional
	public void end(Work work, TaskRow task, Progress progress, Ending ending) {
		LockedRequest request = this.requests.progressed(task.request());
		TaskState state = (ending.outcome() == Outcome.FAILED) ? TaskState.FAILED : TaskState.DONE;
		held(work, this.jdbc
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
	}

	/**
	 * Ends the reading of a source whose data is to be changed: it waits for the others,
	 * and for a decision.
	 * @throws LeaseLost if the claim no longer holds
	 */
	@Transactional
	public void collected(Work work, TaskRow task, Progress progress, String apiVersion) {
		LockedRequest request = this.requests.progressed(task.request());
		held(work, this.jdbc
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

	private static Map<String, NotPersons> notPersons(Progress progress) {
		return progress.notPersons().none() ? Map.of() : Map.of("notPersons", progress.notPersons());
	}

	private static void held(Work work, int rows) {
		if (rows == 0) {
			throw new LeaseLost("task=" + work.id());
		}
	}

	private OffsetDateTime now() {
		return Timestamps.of(this.clock.instant());
	}

	private TaskRow row(ResultSet row, int number) throws SQLException {
		String outcome = row.getString("outcome");
		String progress = row.getString("progress");
		String changing = row.getString("change");
		String plan = row.getString("plan");
		return new TaskRow(row.getObject("id", UUID.class), row.getObject("request", UUID.class),
				row.getString("source"), TaskState.of(row.getString("state")),
				(outcome != null) ? Outcome.of(outcome) : null, row.getString("reason"), row.getString("rule"),
				row.getInt("attempts"), row.getInt("failures"),
				(progress != null) ? this.json.read(progress, Progress.class) : Progress.start(),
				row.getString("api_version"), Timestamps.read(row, "retained_until"),
				Timestamps.read(row, "started_at"), Timestamps.read(row, "ended_at"),
				(plan != null) ? this.plans.get(plan) : null, Phase.of(row.getString("phase")),
				(changing != null) ? this.json.read(changing, Changing.class) : null,
				row.getObject("packaged", Integer.class), Timestamps.read(row, "due"));
	}

}
