package org.dsrhub.operation;

import java.time.Duration;
import java.time.Instant;

import org.dsrhub.source.Operation;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.task.Outcome;

/**
 * What the hub does next about an operation.
 */
sealed interface NextStep {

	/** It tells the service to begin. */
	record Begin() implements NextStep {
	}

	/** It asks how far it is. */
	record Poll() implements NextStep {
	}

	/** It believes the service's call, that it has ended. */
	record Believe() implements NextStep {
	}

	/** It reads the result. */
	record Collect() implements NextStep {
	}

	/** It waits. */
	record Wait(Instant until) implements NextStep {
	}

	/** It leaves the result to a person. */
	record Attend(Doubt doubt) implements NextStep {
	}

	/** It reads what a person found. */
	record Read() implements NextStep {
	}

	/** It ends as a person told. */
	record End(Outcome outcome) implements NextStep {
	}

	/** It gives up. */
	record GiveUp(Reason reason, String detail) implements NextStep {
	}

	/**
	 * For so long what gave no answer is asked again, before it is given up or begun
	 * anew.
	 */
	Duration PATIENCE = Duration.ofHours(12);

	/**
	 * Decides.
	 * @param now null where nothing was begun
	 * @param called whether the service called since it was last asked
	 * @param latest when it must have ended
	 */
	static NextStep of(Course now, boolean called, Operation terms, Instant latest, Instant time) {
		Course.State state = (now != null) ? now.state() : Course.State.STARTING;
		return switch (state) {
			// Whether the service heard is not known: it is told anew, and each time has
			// a place of its own for what it gives.
			case STARTING -> time.isBefore(latest) ? new Begin()
					: new GiveUp(Reason.THROTTLED, "the service let nothing begin in time");
			case RUNNING -> running(now, called, terms, latest, time);
			case COMPLETE -> new Collect();
			case FAILED -> new GiveUp(Reason.OPERATION_FAILED,
					(now.word() != null) ? "the service says: " + now.word() : "the service does not say why");
			case DOUBTFUL -> new Attend(Doubt.of(now.word()));
			case SEEN -> new Read();
			case TOLD -> new End(Outcome.of(now.word()));
		};
	}

	private static NextStep running(Course now, boolean called, Operation terms, Instant latest, Instant time) {
		boolean polls = terms.poll() != null;
		if (called && !polls) {
			return new Believe();
		}
		boolean expires = now.expires() != null && now.expires().isBefore(latest);
		Instant end = expires ? now.expires() : latest;
		boolean over = !time.isBefore(end);
		// What may have ended meanwhile is asked once more, until it answers.
		boolean asked = !now.polled().isBefore(end);
		boolean heard = !polls || !now.heard().isBefore(end) || (asked && !time.isBefore(end.plus(PATIENCE)));
		if (over && heard) {
			return expires && time.isBefore(latest) ? new Begin()
					: new GiveUp(Reason.NOT_FINISHED, "the service has not ended in time");
		}
		Instant due = !polls || (!asked && end.isBefore(now.next())) ? end : now.next();
		return (polls && (called || !time.isBefore(due))) ? new Poll() : new Wait(due);
	}

}
