package org.dsrhub.task;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.dsrhub.configuration.DiskFault;
import org.dsrhub.problem.UnexpectedFault;
import org.dsrhub.request.LeaseLost;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.Requests;
import org.dsrhub.request.Work;
import org.dsrhub.source.Catalogue;
import org.dsrhub.source.CircuitOpen;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Begins the work on a claimed task and decides what becomes of one that was interrupted.
 */
@Component
public class Collector {

	private static final Logger log = LoggerFactory.getLogger(Collector.class);

	private static final int TRIES = 6;

	private static final Duration REST = Duration.ofSeconds(10);

	private final Tasks tasks;

	private final TaskWaits waits;

	private final TaskProgress progress;

	private final Requests requests;

	private final Tenants tenants;

	private final Catalogue catalogue;

	private final ClosedStaging staging;

	private final Collection.Parts parts;

	private final Fulfilment.Parts changes;

	private final Circuits circuits;

	private final Clock clock;

	Collector(Tasks tasks, TaskWaits waits, TaskProgress progress, Requests requests, Tenants tenants,
			Catalogue catalogue, ClosedStaging staging, Collection.Parts parts, Fulfilment.Parts changes,
			Circuits circuits, Clock clock) {
		this.tasks = tasks;
		this.waits = waits;
		this.progress = progress;
		this.requests = requests;
		this.tenants = tenants;
		this.catalogue = catalogue;
		this.staging = staging;
		this.parts = parts;
		this.changes = changes;
		this.circuits = circuits;
		this.clock = clock;
	}

	/**
	 * Begins, or goes on, where the task's row says.
	 */
	public TaskWork begin(Work work) {
		TaskRow task = this.tasks.claimed(work);
		RequestRow request = this.requests.get(task.request());
		Tenant tenant = this.tenants.get(request.tenant());
		FrozenPlan plan = plan(task, tenant);
		return (task.phase() == Phase.CHANGE) ? new Fulfilment(work, task, request, tenant, plan, this.changes)
				: new Collection(work, task, request, tenant, plan, this.parts);
	}

	/**
	 * Older versions wrote no plan down; their tasks go by the catalogue.
	 */
	private FrozenPlan plan(TaskRow task, Tenant tenant) {
		return (task.plan() != null) ? task.plan() : FrozenPlan.of(tenant, this.catalogue.get(task.source()));
	}

	/**
	 * After a fault: the task rests and is tried again, or it ends as failed; for the
	 * hub's own disk it rests as often as it takes.
	 * @param rest until when it rests without having spent a try, if it may
	 */
	public void interrupted(TaskWork collection, Throwable problem, Optional<Instant> rest) {
		try {
			decide(collection, problem, rest);
		}
		catch (LeaseLost lost) {
			decide(collection, lost, Optional.empty());
		}
	}

	/**
	 * What a problem says of the circuit of the task's source.
	 * @return until when the task may rest without having spent a try
	 */
	public Optional<Instant> circuit(TaskWork work, Throwable problem) {
		Optional<Instant> rest = this.circuits.after(work.tenant(), work.source().source(), problem);
		return Retry.free(problem, rest, work.tenant(), work.request().deadline());
	}

	private void decide(TaskWork collection, Throwable problem, Optional<Instant> rest) {
		if (problem instanceof LeaseLost) {
			log.warn("event=work-dropped reason=\"{}\"", problem.getMessage());
			this.staging.removeLeft(collection.tenant().tenant(), collection.request().id());
			return;
		}
		if (problem instanceof CallRates.CallsSpent spent) {
			this.waits.rest(collection.work(), spent.until());
			return;
		}
		Optional<DiskFault> disk = DiskFault.behind(problem);
		if (disk.isPresent()) {
			log.error("event=task-waits request={} tenant={} source={} again-in={} reason=\"{}\"",
					collection.request().id(), collection.tenant().tenant(), collection.source().source(), REST,
					disk.get().getMessage());
			this.waits.rest(collection.work(), this.clock.instant().plus(REST));
			return;
		}
		if (problem instanceof CircuitOpen && rest.isPresent()) {
			this.waits.rest(collection.work(), rest.get());
			return;
		}
		VendorFault fault = Faults.of(problem);
		if (fault.reason() == Reason.INTERNAL) {
			log.error("event=hub-fault request={} source={}", collection.request().id(), collection.source().source(),
					UnexpectedFault.reduced(problem));
		}
		TaskRow now = this.tasks.get(collection.work().id());
		if (rest.isPresent()) {
			this.waits.spare(collection.work(), now, rest.get(), new Pause(fault.reason().label(), fault.getMessage()));
			return;
		}
		Optional<Instant> again = Retry.at(fault, now.failures() + 1, collection.tenant(),
				collection.request().deadline(), this.clock.instant());
		if (again.isPresent()) {
			this.waits.pause(collection.work(), now, again.get(),
					new Pause(fault.reason().label(), fault.getMessage()));
		}
		else {
			this.progress.end(collection.work(), now, now.progress(),
					Ending.failed(fault.reason().label(), fault.getMessage(), collection.apiVersion()));
		}
	}

	/**
	 * After a fault before anything was read: the row cannot be taken up, because a file
	 * of the configuration has gone, say. It rests and is tried again, and then fails.
	 */
	public void notBegun(Work work, Throwable problem) {
		try {
			if (!(problem instanceof LeaseLost)) {
				TaskRow task = this.tasks.get(work.id());
				log.error("event=task-not-begun request={} source={}", task.request(), task.source(),
						UnexpectedFault.reduced(problem));
				if (task.failures() + 1 < TRIES) {
					this.waits.pause(work, task, this.clock.instant().plus(REST),
							new Pause(Reason.INTERNAL.label(), null));
				}
				else {
					this.progress.end(work, task, task.progress(),
							Ending.failed(Reason.INTERNAL.label(), problem.getClass().getSimpleName(), null));
				}
			}
		}
		catch (LeaseLost lost) {
			log.warn("event=work-dropped reason=\"{}\"", lost.getMessage());
		}
	}

	/**
	 * Lets go of the files of a collection.
	 */
	public void leave(TaskWork collection) throws IOException {
		collection.close();
	}

}
