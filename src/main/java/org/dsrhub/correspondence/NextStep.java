package org.dsrhub.correspondence;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import org.dsrhub.mail.MailState;
import org.dsrhub.source.Acknowledge;
import org.dsrhub.source.Correspondence;
import org.dsrhub.task.Outcome;

/**
 * What the hub does next in a conversation.
 */
sealed interface NextStep {

	/** It confirms the request. */
	record Confirm() implements NextStep {
	}

	/**
	 * It reminds the vendor.
	 *
	 * @param rungs how many rungs of the ladder have passed; one mail stands for all
	 */
	record Remind(int rungs) implements NextStep {
	}

	/** It reads the files that came. */
	record Read() implements NextStep {
	}

	/** It ends the task. */
	record End(Outcome outcome) implements NextStep {
	}

	/** It leaves the conversation to a person. */
	record Attend(Concern concern) implements NextStep {
	}

	/** It waits. */
	record Wait(Instant until) implements NextStep {
	}

	/**
	 * Decides.
	 * @param delivery what became of the mail that {@code unsure} names, or null
	 * @param attention from when on a person has to step in
	 */
	static NextStep of(Conversation now, MailState delivery, Correspondence terms, Instant attention, Instant time) {
		if (now.concern() != null) {
			return new Attend(now.concern());
		}
		return switch (now.state()) {
			case TOLD, CLOSED -> new End(now.outcome());
			case ANSWERED, SEEN -> new Read();
			case ACKNOWLEDGING -> new Confirm();
			case CONFIRMING ->
				(terms.acknowledge() == Acknowledge.BY_RULE) ? new Confirm() : new Attend(Concern.ACKNOWLEDGEMENT);
			case ASKED, ACKNOWLEDGED ->
				undelivered(delivery).<NextStep>map(Attend::new).orElseGet(() -> waiting(now, terms, attention, time));
		};
	}

	private static NextStep waiting(Conversation now, Correspondence terms, Instant attention, Instant time) {
		if (!time.isBefore(attention)) {
			return new Attend((now.state() == Conversation.State.ASKED) ? Concern.NO_CONFIRMATION : Concern.NO_EXPORT);
		}
		List<Instant> ladder = terms.remind()
			.stream()
			.map((rung) -> now.since().atZone(ZoneOffset.UTC).plus(rung).toInstant())
			.toList();
		int passed = (int) ladder.stream().filter((rung) -> !rung.isAfter(time)).count();
		if (passed > now.reminders()) {
			return new Remind(passed);
		}
		return new Wait(
				ladder.stream().skip(passed).findFirst().filter((rung) -> rung.isBefore(attention)).orElse(attention));
	}

	private static Optional<Concern> undelivered(MailState delivery) {
		if (delivery == null) {
			return Optional.empty();
		}
		return Optional.ofNullable(switch (delivery) {
			case BOUNCED -> Concern.BOUNCED;
			case FAILED -> Concern.UNDELIVERABLE;
			case UNCERTAIN -> Concern.UNCERTAIN;
			case PLANNED, SENDING, SENT -> null;
		});
	}

}
