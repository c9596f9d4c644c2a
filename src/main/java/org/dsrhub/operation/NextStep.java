package org.dsrhub.operation;

import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;

import org.dsrhub.source.Operation;
import org.dsrhub.source.VendorFault.Reason;

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

	/** It gives up. */
	record GiveUp(Reason reason, String detail) implements NextStep {
	}

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
					(now.code() != null) ? "the service says: " + now.code() : "the service does not say why");
		};
	}

	private static NextStep running(Course now, boolean called, Operation terms, Instant latest, Instant time) {
		if (called && terms.poll() == null) {
			return new Believe();
		}
		Instant due = Stream.of((terms.poll() != null) ? now.next() : latest, latest, now.expires())
			.filter(Objects::nonNull)
			.min(Instant::compareTo)
			.orElseThrow();
		// Also before it is given up, or begun anew, it is asked once more.
		boolean ask = !time.isBefore(due) && now.polled().isBefore(due);
		if (terms.poll() != null && (called || ask)) {
			return new Poll();
		}
		if (!time.isBefore(latest)) {
			return new GiveUp(Reason.NOT_FINISHED, "the service has not ended in time");
		}
		if (now.expires() != null && !time.isBefore(now.expires())) {
			return new Begin();
		}
		return new Wait(due);
	}

}
