package org.dsrhub.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.dsrhub.correspondence.AnswerFile;
import org.dsrhub.source.Operation.Poll;

/**
 * How far an operation has come.
 *
 * @param round how often it was begun, this time included
 * @param asked when it was begun for the first time
 * @param container where this round's files come, or null
 * @param expires until when the service can put them there; null where it puts none
 * @param address where it is asked for, as the service said, or null
 * @param polls how often it was asked in this round
 * @param polled when it was asked last, or begun
 * @param heard when it answered last, or had begun
 * @param next when it is to be asked again
 * @param word why it failed, in the service's own word; why a person is needed; or the
 * outcome that they told; or null
 * @param files what a person found, in the request's staging
 */
record Course(State state, int round, Instant asked, String container, Instant expires, String address, int polls,
		Instant polled, Instant heard, Instant next, String word, List<AnswerFile> files) {

	private static final Duration SELDOM = Duration.ofHours(6);

	Course {
		files = (files != null) ? List.copyOf(files) : List.of();
	}

	/**
	 * Where it stands.
	 */
	enum State {

		/** The service is being told; whether it heard is not known. */
		STARTING,
		/** It works on it. */
		RUNNING,
		/** It says that it has ended. */
		COMPLETE,
		/** It says that it has failed. */
		FAILED,
		/** There is a result, and a person has to look at it. */
		DOUBTFUL,
		/** A person has looked, and gave what they found. */
		SEEN,
		/** A person told the outcome. */
		TOLD;

		/**
		 * Whether a person has spoken.
		 */
		boolean spoken() {
			return this == SEEN || this == TOLD;
		}

		/**
		 * Whether the service or a person is awaited.
		 */
		boolean awaits() {
			return this == STARTING || this == RUNNING || this == DOUBTFUL;
		}

	}

	/**
	 * One that is about to begin.
	 * @param before the round before, or null
	 */
	static Course starting(Course before, String container, Instant now) {
		return new Course(State.STARTING, (before != null) ? before.round() + 1 : 1,
				(before != null) ? before.asked() : now, container, null, null, 0, now, now, now, null, null);
	}

	/**
	 * The service has begun.
	 * @param wish when it wants to be asked first, or null
	 */
	Course running(String where, Instant until, Poll poll, Instant wish, Instant now) {
		return new Course(State.RUNNING, this.round, this.asked, this.container, until, where, 0, now, now,
				next(poll, 0, wish, now), null, null);
	}

	/**
	 * It was asked, and has not ended.
	 */
	Course unfinished(Poll poll, Instant wish, Instant now) {
		return asked(poll, wish, now, now);
	}

	/**
	 * It was asked, and did not answer.
	 */
	Course unheard(Poll poll, Instant wish, Instant now) {
		return asked(poll, wish, now, this.heard);
	}

	private Course asked(Poll poll, Instant wish, Instant now, Instant answered) {
		return new Course(State.RUNNING, this.round, this.asked, this.container, this.expires, this.address,
				this.polls + 1, now, answered, next(poll, this.polls + 1, wish, now), null, null);
	}

	/**
	 * It has ended in this way, or is to be begun anew.
	 */
	Course in(State how, String why) {
		return new Course(how, this.round, this.asked, this.container, this.expires, this.address, this.polls,
				this.polled, this.heard, this.next, why, null);
	}

	/**
	 * A person gave what they found.
	 */
	Course seen(List<AnswerFile> found) {
		return new Course(State.SEEN, this.round, this.asked, this.container, this.expires, this.address, this.polls,
				this.polled, this.heard, this.next, null, found);
	}

	/**
	 * What the service calls it: the last part of its address.
	 */
	String id() {
		if (this.address == null) {
			return "";
		}
		String path = this.address.replaceFirst("[?#].*$", "").replaceFirst("/+$", "");
		return path.substring(path.lastIndexOf('/') + 1);
	}

	/**
	 * Twice as long each time, up to six hours, and never sooner than the service wants.
	 */
	private static Instant next(Poll poll, int polls, Instant wish, Instant now) {
		if (poll == null) {
			return now;
		}
		Duration longest = (poll.every().compareTo(SELDOM) > 0) ? poll.every() : SELDOM;
		Duration doubled = poll.every().multipliedBy(1L << Math.min(polls, 20));
		Instant own = now.plus((doubled.compareTo(longest) > 0) ? longest : doubled);
		return (wish != null && wish.isAfter(own)) ? wish : own;
	}

}
