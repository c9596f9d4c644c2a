package org.dsrhub.task;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.dsrhub.database.Timestamps;
import org.dsrhub.database.GroupCommit;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.request.Asked;
import org.dsrhub.request.HeldSubjects;
import org.dsrhub.request.LockedRequest;
import org.dsrhub.request.RequestMoves;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.RequestState;
import org.dsrhub.request.RequestSubjects;
import org.dsrhub.request.Requests;
import org.dsrhub.request.RowsDue;
import org.dsrhub.request.Work;
import org.dsrhub.source.Right;
import org.dsrhub.source.Source;
import org.dsrhub.subject.Identity;
import org.dsrhub.tenant.Tenant;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Plans a request's tasks, for a lift with what restrictions took before.
 */
@Component
public class Planning {

	private final JdbcClient jdbc;

	private final GroupCommit commits;

	private final Requests requests;

	private final RequestMoves moves;

	private final Tasks tasks;

	private final TaskWaits waits;

	private final Join join;

	private final TaskJson json;

	private final SealedValues sealed;

	private final FrozenPlans plans;

	private final RequestSubjects subjects;

	private final HeldSubjects holds;

	private final EvidenceLog evidence;

	private final ApplicationEventPublisher events;

	private final Clock clock;

	Planning(JdbcClient jdbc, GroupCommit commits, Requests requests, RequestMoves moves, Tasks tasks, TaskWaits waits,
			Join join, TaskJson json, SealedValues sealed, FrozenPlans plans, RequestSubjects subjects,
			HeldSubjects holds, EvidenceLog evidence, ApplicationEventPublisher events, Clock clock) {
		this.jdbc = jdbc;
		this.commits = commits;
		this.requests = requests;
		this.moves = moves;
		this.tasks = tasks;
		this.waits = waits;
		this.join = join;
		this.json = json;
		this.sealed = sealed;
		this.plans = plans;
		this.subjects = subjects;
		this.holds = holds;
		this.evidence = evidence;
		this.events = events;
		this.clock = clock;
	}

	/**
	 * Fans a request out: who the subject is, and one row a source, all in one
	 * transaction with the request's step. A source that has its row keeps it, and no
	 * other one comes: a retry goes by what was planned at first.
	 * @param sources the sources asked for, or all of the tenant's
	 * @throws org.dsrhub.request.LeaseLost if the claim on the request no longer holds
	 */
	public void plan(Work work, RequestRow request, Tenant tenant, Collection<Source> sources, Identity identity) {
		Asked asked = Asked.of(request.document());
		List<PlannedTask> tasks = Plan.of(asked, tenant, sources, request.roles(), identity,
				asked.lift() ? restricted(tenant, identity) : Map.of());
		// Before the transaction of the plan, which would need a second connection for
		// it.
		Map<String, String> kept = new HashMap<>();
		sources.forEach((source) -> kept.put(source.source(), this.plans.keep(tenant, source)));
		this.commits.run(() -> write(work, request, identity, tasks, kept));
	}

	private LockedRequest write(Work work, RequestRow asked, Identity identity, List<PlannedTask> plan,
			Map<String, String> kept) {
		this.moves.identified(work, identity);
		this.subjects.remember(work.id(), identity.subject());
		this.moves.advance(work, RequestState.DISCOVERING, false);
		LockedRequest request = this.requests.lock(work.id());
		List<TaskRow> before = this.tasks.of(request.id());
		List<PlannedTask> allowed = stopped(asked) ? plan.stream().map(PlannedTask::held).toList() : plan;
		List<PlannedTask> planned = before.isEmpty() ? allowed : again(before, allowed);
		planned.forEach((task) -> {
			if (before.isEmpty()) {
				add(request, task, kept.get(task.source().source()));
			}
			else {
				settle(request, task);
			}
		});
		this.evidence.append(request.id(), "planned", "hub", Map.of("sources",
				planned.stream().collect(Collectors.toMap((task) -> task.source().source(), Planning::line))));
		this.events.publishEvent(RowsDue.TASKS);
		this.join.join(request);
		return request;
	}

	/**
	 * Whether a legal hold forbids what is asked. A correction leaves the value from
	 * before sealed, and the hold keeps it.
	 */
	private boolean stopped(RequestRow request) {
		return Asked.of(request.document()).column() == Right.ERASE && this.holds.hold(request.id()).isPresent();
	}

	/**
	 * What of a plan is for tasks that are there. One whose source's file has gone since
	 * is made due by the plan that it has.
	 */
	private List<PlannedTask> again(List<TaskRow> before, List<PlannedTask> plan) {
		Set<String> sources = plan.stream().map((task) -> task.source().source()).collect(Collectors.toSet());
		before.stream()
			.filter((task) -> task.outcome() == null && !task.manual() && !sources.contains(task.source()))
			.forEach((task) -> this.waits.release(task.id()));
		Set<String> known = before.stream()
			.filter((task) -> !task.manual())
			.map(TaskRow::source)
			.collect(Collectors.toSet());
		return plan.stream().filter((task) -> known.contains(task.source().source())).toList();
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

	private void add(LockedRequest request, PlannedTask task, String plan) {
		boolean ended = task.outcome() != null;
		boolean due = !ended && task.phase() == Phase.COLLECT;
		this.jdbc.sql(
				"insert into task (id, request, tenant, source, system, state, outcome, reason, rule, plan, phase, change, "
						+ "found, instructions, due, ended_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
						+ "(select registered_at from request where id = ?), ?)")
			.params(UUID.randomUUID(), request.id(), request.tenant(), task.source().source(), task.source().system(),
					task.state().label(), ended ? task.outcome().label() : null, task.reason(), task.rule(), plan,
					task.phase().label(), task.items().isEmpty() ? null : this.json.write(Changing.of(task.items())),
					task.items().size(), task.instructions(), due ? request.id() : null, ended ? now() : null)
			.update();
		if (ended) {
			this.events.publishEvent(new TaskEvent.Ended(request.id(), request.tenant(), task.source().source(),
					task.outcome(), task.reason(), task.items().size(), 0));
		}
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

	private OffsetDateTime now() {
		return Timestamps.of(this.clock.instant());
	}

	private Map<String, List<Changing.Item>> restricted(Tenant tenant, Identity identity) {
		Map<String, Map<String, Changing.Item>> bySource = new LinkedHashMap<>();
		// The oldest value is what there was before any restriction.
		this.sealed.restricted(tenant.tenant(), identity.subject())
			.forEach((value) -> bySource.computeIfAbsent(value.source(), (source) -> new LinkedHashMap<>())
				.putIfAbsent(value.record(), Changing.Item.lift(value.record(), value.path(), value.id())));
		Map<String, List<Changing.Item>> items = new LinkedHashMap<>();
		bySource.forEach((source, values) -> items.put(source, List.copyOf(values.values())));
		return items;
	}

}
