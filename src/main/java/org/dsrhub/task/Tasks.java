package org.dsrhub.task;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.database.FirstRows;
import org.dsrhub.database.Timestamps;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.request.Asked;
import org.dsrhub.request.LeaseLost;
import org.dsrhub.request.LockedRequest;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.RequestState;
import org.dsrhub.request.Requests;
import org.dsrhub.request.Work;
import org.dsrhub.source.Right;
import org.dsrhub.source.VendorFault;
import org.dsrhub.subject.Identity;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
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

	private final JdbcClient jdbc;

	private final Requests requests;

	private final EvidenceLog evidence;

	private final Tenants tenants;

	private final ObjectMapper json;

	private final Clock clock;

	private final HubProperties hub;

	private final ApplicationEventPublisher events;

	private final FrozenPlans plans;

	Tasks(JdbcClient jdbc, Requests requests, EvidenceLog evidence, Tenants tenants, ObjectMapper json, Clock clock,
			HubProperties hub, ApplicationEventPublisher events, FrozenPlans plans) {
		this.jdbc = jdbc;
		this.requests = requests;
		this.evidence = evidence;
		this.tenants = tenants;
		this.json = json;
		this.clock = clock;
		this.hub = hub;
		this.events = events;
		this.plans = plans;
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
	 * Fans a request out: who the subject is, and one row a source, all in one
	 * transaction with the request's step. A source that has its row keeps it: a retry
	 * goes by what was planned at first.
	 * @throws LeaseLost if the claim on the request no longer holds
	 */
	@Transactional
	public void plan(Work work, Identity identity, List<PlannedTask> plan) {
		this.requests.identified(work, identity);
		this.requests.advance(work, RequestState.DISCOVERING, false);
		LockedRequest request = this.requests.lock(work.id());
		List<TaskRow> before = of(request.id());
		Set<String> sources = before.stream().map(TaskRow::source).collect(Collectors.toSet());
		List<PlannedTask> added = plan.stream()
			.filter((task) -> before.isEmpty() || sources.contains(task.source().source()))
			.toList();
		added.forEach((task) -> {
			if (before.isEmpty()) {
				add(request, task);
			}
			else {
				settle(request, task);
			}
		});
		// A source whose file has gone since is asked by the plan that its task has.
		Set<String> known = plan.stream().map((task) -> task.source().source()).collect(Collectors.toSet());
		before.stream()
			.filter((task) -> task.outcome() == null && !known.contains(task.source()))
			.forEach((task) -> release(task.id()));
		this.evidence.append(request.id(), "planned", "hub", Map.of("sources",
				added.stream().collect(Collectors.toMap((task) -> task.source().source(), Tasks::line))));
		join(request);
	}

	/**
	 * What a task is to do that was planned before, now that the subject is known better.
	 */
	private void settle(LockedRequest request, PlannedTask task) {
		boolean ended = task.outcome() != null;
		this.jdbc
			.sql("update task set state = ?, outcome = ?, reason = ?, rule = ?, due = ?, ended_at = ? "
					+ "where request = ? and source = ? and outcome is null and due is null")
			.params(task.state().label(), ended ? task.outcome().label() : null, task.reason(), task.rule(),
					ended ? null : now(), ended ? now() : null, request.id(), task.source().source())
			.update();
	}

	private void add(LockedRequest request, PlannedTask task) {
		boolean ended = task.outcome() != null;
		boolean due = !ended && task.phase() == Phase.COLLECT;
		this.jdbc.sql(
				"insert into task (id, request, tenant, source, system, state, outcome, reason, rule, plan, phase, change, "
						+ "found, instructions, due, ended_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
						+ "(select registered_at from request where id = ?), ?)")
			.params(UUID.randomUUID(), request.id(), request.tenant(), task.source().source(), task.source().system(),
					task.state().label(), ended ? task.outcome().label() : null, task.reason(), task.rule(),
					this.plans.keep(this.tenants.get(request.tenant()), task.source()), task.phase().label(),
					task.items().isEmpty() ? null : write(Changing.of(task.items())), task.items().size(),
					task.instructions(), due ? request.id() : null, ended ? now() : null)
			.update();
		if (ended) {
			this.events.publishEvent(
					new TaskEvent.Ended(request.tenant(), task.source().source(), task.outcome(), task.reason()));
		}
	}

	/**
	 * Claims the tasks that are due, oldest first, as many as this node has room for.
	 * @param held how many it works on already
	 */
	@Transactional
	public List<Work> claimDue(int held) {
		Instant now = this.clock.instant();
		int room = Math.max(0, this.hub.work().tasks() - held);
		List<UUID> due = FirstRows.lock(this.jdbc, "task", "due", now, room);
		return due.stream().map((id) -> {
			Work work = new Work(id, UUID.randomUUID());
			this.jdbc
				.sql("update task set state = 'running', due = ?, lease = ?, lease_node = ?, attempts = attempts + 1, "
						+ "started_at = coalesce(started_at, ?) where id = ?")
				.params(Timestamps.of(now.plus(this.hub.lease())), work.lease(), this.hub.node(), Timestamps.of(now),
						id)
				.update();
			return work;
		}).toList();
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
	@Transactional
	public void renew(Collection<Work> works) {
		OffsetDateTime until = Timestamps.of(this.clock.instant().plus(this.hub.lease()));
		works.forEach((work) -> this.jdbc.sql("update task set due = ? where id = ? and lease = ?")
			.params(until, work.id(), work.lease())
			.update());
	}

	/**
	 * Takes the tasks of a cancelled request from whoever works on them.
	 * @param begun the sources that were told to change something, which go on
	 */
	@Transactional
	public void abandon(UUID request, Collection<String> begun) {
		of(request).stream()
			.filter((task) -> task.outcome() == null && !begun.contains(task.source()))
			.forEach((task) -> this.jdbc
				.sql("update task set due = null, lease = null, state = 'planned' where id = ? and outcome is null")
				.param(task.id())
				.update());
	}

	/**
	 * Makes a task open again that failed, or waits for a person. What it changed before
	 * stays so; what it only read, or found again, is read anew.
	 */
	@Transactional
	public void again(TaskRow task) {
		if (task.anew()) {
			this.jdbc
				.sql("update task set phase = 'collect', progress = null, change = null, packaged = null, found = 0, "
						+ "redactions = 0 where id = ?")
				.param(task.id())
				.update();
		}
		else if (task.changing() != null) {
			this.jdbc.sql("update task set change = ? where id = ?")
				.params(write(task.changing().afresh()), task.id())
				.update();
		}
		boolean due = task.anew() || task.phase() == Phase.VERIFY;
		this.jdbc
			.sql("update task set outcome = null, reason = null, rule = null, state = 'planned', failures = 0, "
					+ "ended_at = null, due = ?, lease = null where id = ?")
			.params(due ? now() : null, task.id())
			.update();
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
	 * What a person is to do for a manual task.
	 */
	public String instructions(UUID id) {
		return this.jdbc.sql("select instructions from task where id = ?").param(id).query(String.class).single();
	}

	/**
	 * Ends a manual task.
	 */
	@Transactional
	public void completed(TaskRow task, Outcome outcome, String note) {
		this.jdbc.sql("update task set state = 'done', outcome = ?, note = ?, ended_at = ? where id = ?")
			.params(outcome.label(), note, now(), task.id())
			.update();
	}

	/**
	 * Adds a task that a person does and that no source stands for.
	 */
	@Transactional
	public void manual(RequestRow request, String source, String system, String instructions) {
		this.jdbc
			.sql("insert into task (id, request, tenant, source, system, state, phase, instructions) "
					+ "values (?, ?, ?, ?, ?, 'manual', 'manual', ?)")
			.params(UUID.randomUUID(), request.id(), request.tenant(), source, system, instructions)
			.update();
		this.evidence.append(request.id(), "manual-task", "hub", Map.of("source", source));
	}

	/**
	 * Lets a task wait for the subject to be looked up again, by the plan that it has.
	 */
	@Transactional
	public void unplan(TaskRow task) {
		this.jdbc
			.sql("update task set state = 'planned', phase = 'collect', outcome = null, reason = null, rule = null, "
					+ "progress = null, change = null, packaged = null, found = 0, redactions = 0, failures = 0, "
					+ "retained_until = null, ended_at = null, due = null, lease = null where id = ?")
			.param(task.id())
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
					.params(write(progress), progress.found(), progress.redactions(),
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
					.params(write(changing), Timestamps.of(this.clock.instant().plus(this.hub.lease())), work.id(),
							work.lease())
					.update());
	}

	/**
	 * Writes down what a task that nobody works on is to change.
	 */
	@Transactional
	public void changing(UUID id, Changing changing) {
		this.jdbc.sql("update task set change = ? where id = ? and change is null")
			.params(write(changing), id)
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
			.params(write(changing), now(), work.id(), work.lease())
			.update());
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
		// The request first, as everywhere: two that lock in different orders wait for
		// each other.
		LockedRequest request = this.requests.progressed(task.request());
		held(work,
				this.jdbc
					.sql("update task set state = 'waiting', failures = failures + 1, due = ?, lease = null "
							+ "where id = ? and lease = ?")
					.params(Timestamps.of(until), work.id(), work.lease())
					.update());
		log.info("event=waiting request={} tenant={} source={} until={} attempts={} reason=\"{}\"", request.id(),
				request.tenant(), task.source(), until, task.attempts(), pause);
		this.events.publishEvent(new TaskEvent.Paused(request.tenant(), task.source(), pause.reason()));
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
			.params(write(progress), progress.found(), progress.redactions(), state.label(), ending.outcome().label(),
					ending.reason(), ending.rule(),
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
		this.evidence.append(task.request(), "task-ended", "hub", data);
		this.events
			.publishEvent(new TaskEvent.Ended(request.tenant(), task.source(), ending.outcome(), ending.reason()));
		log.info("event=task-ended request={} tenant={} source={} outcome={} count={} attempts={}{}", request.id(),
				request.tenant(), task.source(), ending.outcome().label(), data.get("count"), task.attempts(),
				(ending.reason() != null) ? " reason=" + ending.reason() : "");
		join(request);
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
			.params(write(progress), progress.found(), progress.redactions(), apiVersion, work.id(), work.lease())
			.update());
		this.evidence.append(task.request(), "collected", "hub", Map.of("source", task.source(), "count",
				progress.found(), "redactions", progress.redactions(), "attempts", task.attempts()));
		log.info("event=collected request={} tenant={} source={} count={} attempts={}", request.id(), request.tenant(),
				task.source(), progress.found(), task.attempts());
		join(request);
	}

	/**
	 * The request's row is locked by the evidence of the task's end, so of several tasks
	 * that end at once exactly one sees that it was the last.
	 */
	private void join(LockedRequest request) {
		if (request.state() == RequestState.FULFILLING) {
			this.requests.release(request.id(), RequestState.FULFILLING, true);
		}
		// A retry lets a source be read once more while others are collected; when all is
		// decided it has nothing to say any more.
		if (request.state() != RequestState.DISCOVERING) {
			return;
		}
		long open = this.jdbc
			.sql("select count(*) from task where request = ? and outcome is null "
					+ "and phase in ('collect', 'verify')")
			.param(request.id())
			.query(Long.class)
			.single();
		if (open > 0) {
			return;
		}
		// What was restricted is given back only after the subject was told (GDPR art.
		// 18(3)), which a person says.
		boolean lift = request.right() == Right.RESTRICT && Asked.of(this.requests.get(request.id()).document()).lift();
		if (lift || this.tenants.get(request.tenant()).decision(request.right()).byPerson()) {
			this.requests.release(request.id(), RequestState.AWAITING_DECISION, false);
			this.evidence.append(request.id(), "awaiting-decision", "hub", Map.of());
		}
		else if (request.right() == Right.DISCOVER) {
			RequestState state = closedState(request.id());
			this.requests.close(request.id(), state, "hub", Map.of("state", state.label()));
		}
		else {
			this.requests.release(request.id(),
					request.right().packaged() ? RequestState.PACKAGING : RequestState.FULFILLING, true);
		}
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
	 * Closes a request that this node has claimed.
	 * @throws LeaseLost if the claim no longer holds
	 */
	@Transactional
	public void close(Work work, RequestRow request, RequestState state) {
		this.requests.hold(work);
		this.requests.close(request.id(), state, "hub", Map.of("state", state.label()));
	}

	/**
	 * {@code completed} only if every task ended well.
	 */
	public RequestState closedState(UUID request) {
		RequestRow row = this.requests.get(request);
		List<TaskRow> tasks = of(request);
		// Where nothing was asked nothing is known.
		boolean well = !tasks.isEmpty()
				&& tasks.stream().allMatch((task) -> task.outcome() != null && task.outcome().well());
		boolean identified = row.identity() == null || row.identity().failure() == null;
		return (well && identified) ? RequestState.COMPLETED : RequestState.COMPLETED_WITH_EXCEPTIONS;
	}

	private static Map<String, String> line(PlannedTask task) {
		Map<String, String> line = new LinkedHashMap<>();
		line.put("state", task.state().label());
		if (task.outcome() != null) {
			line.put("outcome", task.outcome().label());
		}
		if (task.reason() != null) {
			line.put("reason", task.reason());
		}
		if (task.rule() != null) {
			line.put("rule", task.rule());
		}
		return line;
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
				(progress != null) ? read(progress, Progress.class) : Progress.start(), row.getString("api_version"),
				Timestamps.read(row, "retained_until"), Timestamps.read(row, "started_at"),
				Timestamps.read(row, "ended_at"), (plan != null) ? this.plans.get(plan) : null,
				Phase.of(row.getString("phase")), (changing != null) ? read(changing, Changing.class) : null,
				row.getObject("packaged", Integer.class), Timestamps.read(row, "due"));
	}

	private String write(Object value) {
		try {
			return this.json.writeValueAsString(value);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException("how far a task has come cannot be written", ex);
		}
	}

	private <T> T read(String text, Class<T> type) {
		try {
			return this.json.readValue(text, type);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException("how far a task has come cannot be read from the ledger");
		}
	}

	/**
	 * Why a task rests.
	 *
	 * @param reason one of {@link org.dsrhub.source.VendorFault.Reason}
	 * @param detail without any identifier, or null
	 */
	public record Pause(String reason, String detail) {

		@Override
		public String toString() {
			return (this.detail != null) ? this.reason + " (" + this.detail + ")" : this.reason;
		}

	}

	/**
	 * How a task ends.
	 *
	 * @param reason for an exception why, or null
	 * @param detail for the evidence, without any identifier, or null
	 * @param rule the rule that kept it from being done, or null
	 * @param retainedUntil until when the service keeps what was found, or null
	 */
	public record Ending(Outcome outcome, String reason, String detail, String apiVersion, String rule,
			Instant retainedUntil) {

		static Ending of(Outcome outcome, String apiVersion) {
			return new Ending(outcome, null, null, apiVersion, null, null);
		}

		static Ending failed(String reason, String detail, String apiVersion) {
			return new Ending(Outcome.FAILED, reason, detail, apiVersion, null, null);
		}

	}

}
