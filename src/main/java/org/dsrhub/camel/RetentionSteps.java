package org.dsrhub.camel;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.apache.camel.Exchange;
import org.apache.camel.util.ObjectHelper;
import org.dsrhub.packaging.PackageConflict;
import org.dsrhub.problem.UnexpectedFault;
import org.dsrhub.request.LeaseLost;
import org.dsrhub.request.Work;
import org.dsrhub.retention.RunDesk;
import org.dsrhub.retention.RunMachine;
import org.dsrhub.retention.RunRecords;
import org.dsrhub.retention.Runs;
import org.dsrhub.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * The steps by which a rule is carried out.
 */
@Component("retention")
@Profile("!check")
class RetentionSteps {

	private static final Logger log = LoggerFactory.getLogger(RetentionSteps.class);

	private final RunDesk desk;

	private final Runs runs;

	private final RunMachine machine;

	private final RunRecords records;

	private final Tenants tenants;

	private final Kamelets kamelets;

	private final ContainerFile file;

	private final HeldRuns held;

	RetentionSteps(RunDesk desk, Runs runs, RunMachine machine, RunRecords records, Tenants tenants, Kamelets kamelets,
			ContainerFile file, HeldRuns held) {
		this.desk = desk;
		this.runs = runs;
		this.machine = machine;
		this.records = records;
		this.tenants = tenants;
		this.kamelets = kamelets;
		this.file = file;
		this.held = held;
	}

	/**
	 * The schedule has fired.
	 */
	void fire(Exchange exchange) {
		this.desk.fire(exchange.getVariable("tenant", String.class), exchange.getVariable("rule", String.class),
				Instant.ofEpochMilli(exchange.getVariable("scheduled", Long.class)));
	}

	/**
	 * The runs that this node now works on.
	 */
	List<Work> claimDue() {
		return this.held.claim();
	}

	/**
	 * Body: the claimed row; becomes the record to store of a run that has ended, and
	 * then the variable {@code store} says where to.
	 */
	void begin(Exchange exchange) throws IOException {
		Work work = exchange.getMessage().getBody(Work.class);
		this.held.hold(exchange, work);
		Optional<RunRecords.ToStore> ended = this.records.toStore(work);
		if (ended.isPresent()) {
			exchange.setVariable("store", this.kamelets.store(this.tenants.get(ended.get().tenant())));
			this.file.offer(exchange, ended.get().path(), (out) -> this.records.write(ended.get().run(), out));
		}
	}

	/**
	 * Does the next step of a run.
	 */
	void advance(Exchange exchange) throws IOException, InterruptedException {
		this.machine.advance(exchange.getVariable("work", Work.class));
	}

	/**
	 * The record is in the container.
	 */
	void stored(Exchange exchange) {
		this.records.stored(exchange.getVariable("work", Work.class));
	}

	/**
	 * After a fault. Where the ledger itself is away, the row is left as it is: its lease
	 * runs out, and the next sweep finds it.
	 */
	void interrupted(Exchange exchange) {
		Exception problem = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
		Work work = exchange.getVariable("work", Work.class);
		if (work == null || problem instanceof LeaseLost || problem instanceof InterruptedException) {
			log.warn("event=work-dropped reason=\"{}; its work is left to the next sweep\"",
					problem.getClass().getSimpleName());
			return;
		}
		log.error("event=purge-interrupted run={}", work.id(), UnexpectedFault.reduced(problem));
		try {
			if (ObjectHelper.getException(PackageConflict.class, problem) != null) {
				// A restored ledger has gone on with a run that had ended before.
				log.error("event=purge-unrecorded run={} reason=\"a record of it lies in the container already\"",
						work.id());
				this.runs.unstored(work);
				return;
			}
			this.machine.interrupted(work, problem.getClass().getSimpleName());
		}
		catch (LeaseLost | DataAccessException ex) {
			log.warn("event=work-dropped run={} reason=\"{}; its work is left to the next sweep\"", work.id(),
					ex.getClass().getSimpleName());
		}
	}

	/**
	 * Keeps what this node works on from running out.
	 */
	void renew() {
		this.held.renew();
	}

}
