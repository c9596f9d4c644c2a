package org.dsrhub.task;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

import org.dsrhub.database.Timestamps;
import org.dsrhub.request.LeaseLost;
import org.dsrhub.request.LockedRequest;
import org.dsrhub.request.Requests;
import org.dsrhub.request.RowsDue;
import org.dsrhub.request.Work;
import org.dsrhub.source.VendorFault.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * How tasks wait: until a time, for their service, for other tasks or for a person; and
 * what makes them due again.
 */
@Component
public class TaskWaits {

	private static final Logger log = LoggerFactory.getLogger(TaskWaits.class);

	private final JdbcClient jdbc;

	private final Requests requests;

	private final Clock clock;

	private final ApplicationEventPublisher events;

	TaskWaits(JdbcClient jdbc, Requests requests, Clock clock, ApplicationEventPublisher events) {
		this.jdbc = jdbc;
		this.requests = requests;
		this.clock = clock;
		this.events = events;
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
		Tasks.held(work,
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
	 * Lets a task rest that met no fault of the service's, which counts as no attempt.
	 * @throws LeaseLost if the claim no longer holds
	 */
	@Transactional
	public void rest(Work work, Instant until) {
		Tasks.held(work,
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
		Tasks.held(work, this.jdbc
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
		Tasks.held(work,
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
	 * Leaves a task to a person: it is not due before they act.
	 * @throws LeaseLost if the claim no longer holds
	 */
	@Transactional
	public void park(Work work) {
		Tasks.held(work,
				this.jdbc.sql("update task set state = 'waiting', due = null, lease = null where id = ? and lease = ?")
					.params(work.id(), work.lease())
					.update());
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

	private OffsetDateTime now() {
		return Timestamps.of(this.clock.instant());
	}

}
