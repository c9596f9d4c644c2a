package org.dsrhub.correspondence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.dsrhub.source.Correspondence;
import org.dsrhub.task.Outcome;

/**
 * How far a conversation has come, and how what a mail says moves it on.
 *
 * @param round how often the vendor was asked from the beginning, this time included
 * @param since when the present wait began
 * @param reminders how many rungs of the ladder have passed since then
 * @param thread the Message-ID of this round's first mail
 * @param unsure the Message-ID of the hub's last mail, as long as nothing shows that it
 * arrived; else null
 * @param theirs the Message-ID of the vendor's last mail, or null
 * @param files what it sent
 * @param concern why a person has to look, one of {@link Concern}; null if nobody has to
 * @param outcome how it ended by somebody's word, or null
 */
record Conversation(State state, int round, Instant since, int reminders, String thread, String unsure, String theirs,
		List<AnswerFile> files, Concern concern, Outcome outcome) {

	Conversation {
		files = List.copyOf(files);
	}

	/**
	 * Where it stands.
	 */
	enum State {

		/** The vendor was asked. */
		ASKED,
		/** It wants the request confirmed. */
		CONFIRMING,
		/** Somebody, or the rule, confirms it; the mail is still to be written. */
		ACKNOWLEDGING,
		/** It was confirmed, and the export is awaited. */
		ACKNOWLEDGED,
		/** Files came. */
		ANSWERED,
		/** Files came, and a person has looked at those that the hub cannot read. */
		SEEN,
		/** Somebody said how it ends. */
		TOLD,
		/** It is over. */
		CLOSED

	}

	/**
	 * What a mail did.
	 */
	enum Effect {

		/** It moved the conversation on. */
		MOVED,
		/** It said once more what was said before. */
		REPEATED,
		/** Nothing follows from it. */
		NOTED,
		/** It came after the end. */
		LATE,
		/** It is perhaps not the vendor's. */
		DISTRUSTED

	}

	/**
	 * How it stands after a mail.
	 */
	record Heard(Conversation conversation, Effect effect) {
	}

	static Conversation asked(int round, String messageId, Instant now) {
		return new Conversation(State.ASKED, round, now, 0, messageId, messageId, null, List.of(), null, null);
	}

	/**
	 * Takes a mail.
	 * @param messageId its Message-ID, or null
	 * @param more the files that came with it
	 */
	Heard hear(Said said, String messageId, List<AnswerFile> more, Instant now) {
		if (over()) {
			return new Heard(this, Effect.LATE);
		}
		return switch (said) {
			case ANSWER -> new Heard(answered(messageId, more, now), Effect.MOVED);
			case NOTHING -> this.files.isEmpty() ? new Heard(told(Outcome.NOTHING_FOUND), Effect.MOVED) : unclear();
			case CONFIRMATION ->
				(this.state == State.ASKED) ? new Heard(moved(State.CONFIRMING, messageId, now), Effect.MOVED)
						: new Heard(this, Effect.REPEATED);
			case ACKNOWLEDGEMENT ->
				(this.state == State.CONFIRMING) ? new Heard(moved(State.ACKNOWLEDGED, this.theirs, now), Effect.MOVED)
						: new Heard(this, Effect.NOTED);
			case NOTICE -> new Heard(this, Effect.NOTED);
			case UNCLEAR -> unclear();
		};
	}

	/**
	 * What a mail says at this point. A vendor that first wants a confirmation has not
	 * searched before it has it: its receipt may tell what it would write if it found
	 * nothing.
	 */
	Said weigh(Said said, Correspondence terms) {
		boolean searched = this.state != State.ASKED && this.state != State.CONFIRMING;
		return (said == Said.NOTHING && !searched && !terms.confirmation().isEmpty()) ? Said.UNCLEAR : said;
	}

	/**
	 * Whether no mail can move it any more.
	 */
	boolean over() {
		boolean files = this.state == State.ANSWERED || this.state == State.SEEN;
		return this.state == State.TOLD || this.state == State.CLOSED || (files && this.concern == null);
	}

	/**
	 * Whether somebody may confirm the request: the vendor asks for it, or wrote
	 * something that may be that question.
	 */
	boolean acknowledgeable() {
		return this.state == State.CONFIRMING
				|| (this.concern == Concern.UNCLEAR && (this.state == State.ASKED || this.state == State.ACKNOWLEDGED));
	}

	Conversation acknowledging(Instant now) {
		return moved(State.ACKNOWLEDGING, this.theirs, now);
	}

	Conversation acknowledged(String messageId, Instant now) {
		return new Conversation(State.ACKNOWLEDGED, this.round, now, 0, this.thread, messageId, this.theirs, this.files,
				null, null);
	}

	Conversation reminded(int rungs, String messageId) {
		return new Conversation(this.state, this.round, this.since, rungs, this.thread, messageId, this.theirs,
				this.files, null, null);
	}

	/**
	 * A person has looked at what the hub cannot read.
	 */
	Conversation seen(List<AnswerFile> more) {
		return new Conversation(State.SEEN, this.round, this.since, this.reminders, this.thread, null, this.theirs,
				with(more), null, null);
	}

	Conversation told(Outcome how) {
		return new Conversation(State.TOLD, this.round, this.since, this.reminders, this.thread, null, this.theirs,
				this.files, null, how);
	}

	Conversation closed() {
		return new Conversation(State.CLOSED, this.round, this.since, this.reminders, this.thread, null, this.theirs,
				this.files, null, this.outcome);
	}

	/**
	 * A person has to look; what became of the hub's last mail is no longer asked.
	 */
	Conversation concerning(Concern why) {
		return new Conversation(this.state, this.round, this.since, this.reminders, this.thread, null, this.theirs,
				this.files, why, null);
	}

	private Heard unclear() {
		return (this.concern != null) ? new Heard(this, Effect.NOTED)
				: new Heard(concerning(Concern.UNCLEAR), Effect.MOVED);
	}

	private Conversation answered(String messageId, List<AnswerFile> more, Instant now) {
		return new Conversation(State.ANSWERED, this.round, now, 0, this.thread, null, messageId, with(more), null,
				null);
	}

	private Conversation moved(State next, String messageId, Instant now) {
		return new Conversation(next, this.round, now, 0, this.thread, null, messageId, this.files, null, null);
	}

	private List<AnswerFile> with(List<AnswerFile> more) {
		List<AnswerFile> all = new ArrayList<>(this.files);
		more.stream().filter((file) -> !all.contains(file)).forEach(all::add);
		return all;
	}

}
