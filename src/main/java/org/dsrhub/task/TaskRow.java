package org.dsrhub.task;

import java.time.Instant;
import java.util.UUID;

import org.dsrhub.source.Catalogue;
import org.dsrhub.source.Source;
import org.dsrhub.source.VendorFault.Reason;

/**
 * A task as the ledger holds it.
 *
 * @param attempts how often it was tried, this time included
 * @param failures how often it failed since it last brought something new
 * @param reason why it ended as an exception, or null
 * @param rule the hub's rule that refused it, or null
 * @param plan what it goes by
 * @param phase what it is about at present
 * @param changing how far it has come with what it changes, or null
 * @param packaged the revision of the package that holds its records, or null
 * @param due when it may be claimed next, or null
 */
public record TaskRow(UUID id, UUID request, String source, TaskState state, Outcome outcome, String reason,
		String rule, int attempts, int failures, Progress progress, String apiVersion, Instant retainedUntil,
		Instant startedAt, Instant endedAt, FrozenPlan plan, Phase phase, Changing changing, Integer packaged,
		Instant due) {

	/**
	 * The same with its plan.
	 */
	TaskRow goingBy(FrozenPlan plan) {
		return new TaskRow(this.id, this.request, this.source, this.state, this.outcome, this.reason, this.rule,
				this.attempts, this.failures, this.progress, this.apiVersion, this.retainedUntil, this.startedAt,
				this.endedAt, plan, this.phase, this.changing, this.packaged, this.due);
	}

	/**
	 * The source as it was planned; as the catalogue has it where an older version of the
	 * hub wrote no plan down.
	 * @throws IllegalStateException if there is neither
	 */
	public Source source(Catalogue catalogue) {
		return (this.plan != null) ? this.plan.source() : catalogue.get(this.source);
	}

	/**
	 * Whether a person does it and no source stands for it, such as to tell recipients.
	 */
	public boolean beside() {
		return manual() && this.plan == null;
	}

	/**
	 * Whether a person does it.
	 */
	public boolean manual() {
		return this.phase == Phase.MANUAL;
	}

	/**
	 * What its source's name ends in where a tenant has several applications: a dot and
	 * the application's name, or nothing.
	 */
	String application() {
		return this.source.substring(Source.file(this.source).length());
	}

	/**
	 * Whether another try begins by reading the source.
	 */
	boolean anew() {
		return this.phase == Phase.COLLECT || Reason.FOUND_AGAIN.label().equals(this.reason);
	}

	/**
	 * Whether a service was told to change something for it, and it has not ended: it is
	 * brought to its end also when its request is cancelled.
	 */
	boolean goesOn() {
		return this.outcome == null && begun();
	}

	/**
	 * Whether a service was told to change something for it.
	 */
	boolean begun() {
		return this.changing != null && this.changing.begun();
	}

	/**
	 * Whether it waits for a person who has to look at it.
	 */
	boolean parked() {
		boolean waits = this.state == TaskState.WAITING
				|| (this.state == TaskState.MANUAL && this.phase == Phase.COLLECT);
		return this.outcome == null && waits && this.due == null;
	}

}
