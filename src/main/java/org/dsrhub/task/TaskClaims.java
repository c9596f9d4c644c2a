package org.dsrhub.task;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import org.dsrhub.configuration.HubProperties;
import org.dsrhub.database.SharedQueues;
import org.dsrhub.database.SharedRows;
import org.dsrhub.database.Timestamps;
import org.dsrhub.request.LeaseLost;
import org.dsrhub.request.RowsDue;
import org.dsrhub.request.Work;
import org.dsrhub.task.Circuits.Leave;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which tasks this node works on: it claims what is due, holds it by a lease, and gives
 * it back.
 */
@Component
public class TaskClaims implements InitializingBean {

	private static final Logger log = LoggerFactory.getLogger(TaskClaims.class);

	/** Tasks of a service that rests are put off by so many at a time. */
	private static final int PUT_OFF = 100;

	private final JdbcClient jdbc;

	private final Clock clock;

	private final HubProperties hub;

	private final ApplicationEventPublisher events;

	private final SharedRows queue;

	private final Running running;

	TaskClaims(JdbcClient jdbc, Clock clock, HubProperties hub, ApplicationEventPublisher events, SharedQueues queues,
			Running running) {
		this.jdbc = jdbc;
		this.clock = clock;
		this.hub = hub;
		this.events = events;
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
		Tasks.held(work,
				this.jdbc.sql("update task set due = ?, lease = null where id = ? and lease = ?")
					.params(Timestamps.of(now), work.id(), work.lease())
					.update());
		log.info("event=gave-way request={} tenant={} source={}", task.request(), tenant, task.source());
		return true;
	}

	private OffsetDateTime now() {
		return Timestamps.of(this.clock.instant());
	}

}
