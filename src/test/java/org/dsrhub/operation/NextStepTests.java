package org.dsrhub.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.dsrhub.operation.Course.State;
import org.dsrhub.source.Operation;
import org.dsrhub.source.Operation.Poll;
import org.dsrhub.source.Source.Action;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An operation's rules as a table. Times are hours since it was begun: it is to be asked
 * at 6, and must have ended at 700.
 */
class NextStepTests {

	private static final Instant BEGUN = Instant.parse("2026-03-02T09:00:00Z");

	private static final Poll POLL = new Poll("operation-poll-action", Map.of(), Duration.ofMinutes(1));

	private static final Map<State, String> WORDS = Map.of(State.DOUBTFUL, "unreadable", State.TOLD, "nothing-found");

	@ParameterizedTest(name = "{0} at {1}, polled at {2}, heard at {3}, expires {4}, called {5}, polls {6}: {7}")
	@CsvSource(textBlock = """
			# state  | at  | polled | heard | expires | called | polls | then
			         | 0   |        |       |         | false  | true  | Begin
			         | 700 |        |       |         | false  | true  | GiveUp THROTTLED
			STARTING | 1   | 0      | 0     |         | false  | true  | Begin
			STARTING | 1   | 0      | 0     |         | true   | false | Begin
			STARTING | 700 | 0      | 0     |         | false  | true  | GiveUp THROTTLED
			RUNNING  | 1   | 0      | 0     |         | false  | true  | Wait 6
			RUNNING  | 1   | 0      | 0     | 4       | false  | true  | Wait 4
			RUNNING  | 1   | 0      | 0     |         | true   | true  | Poll
			RUNNING  | 6   | 0      | 0     |         | false  | true  | Poll
			RUNNING  | 4   | 0      | 0     | 4       | false  | true  | Poll
			RUNNING  | 5   | 4      | 4     | 4       | false  | true  | Begin
			# What gave no answer when it was asked for the last time is asked again for half a day.
			RUNNING  | 5   | 4      | 0     | 4       | false  | true  | Wait 10
			RUNNING  | 10  | 4      | 0     | 4       | false  | true  | Poll
			RUNNING  | 16  | 10     | 0     | 4       | false  | true  | Begin
			RUNNING  | 90  | 0      | 0     | 4       | false  | true  | Poll
			RUNNING  | 700 | 5      | 5     |         | false  | true  | Poll
			RUNNING  | 701 | 700    | 700   |         | false  | true  | GiveUp NOT_FINISHED
			RUNNING  | 701 | 700    | 5     |         | false  | true  | Wait 706
			RUNNING  | 712 | 706    | 5     |         | false  | true  | GiveUp NOT_FINISHED
			RUNNING  | 701 | 700    | 700   | 650     | false  | true  | GiveUp NOT_FINISHED
			RUNNING  | 1   | 0      | 0     |         | false  | false | Wait 700
			RUNNING  | 1   | 0      | 0     | 168     | false  | false | Wait 168
			RUNNING  | 1   | 0      | 0     |         | true   | false | Believe
			RUNNING  | 168 | 0      | 0     | 168     | false  | false | Begin
			RUNNING  | 168 | 0      | 0     | 168     | true   | false | Believe
			RUNNING  | 700 | 0      | 0     |         | false  | false | GiveUp NOT_FINISHED
			COMPLETE | 900 | 0      | 0     | 168     | false  | true  | Collect
			FAILED   | 1   | 0      | 0     |         | false  | true  | GiveUp OPERATION_FAILED
			DOUBTFUL | 900 | 0      | 0     | 168     | true   | true  | Attend
			SEEN     | 900 | 0      | 0     | 168     | false  | true  | Read
			TOLD     | 900 | 0      | 0     |         | true   | false | End
			""", delimiter = '|')
	void what_comes_next_follows_from_the_row_and_the_time(State state, int at, Integer polled, Integer heard,
			Integer expires, boolean called, boolean polls, String then) {
		// What is asked again after it expired, or at the end, has its next turn later.
		int next = (polled != null && polled > 0 && polled != 5) ? polled + 6 : 6;
		Course now = (state == null) ? null
				: new Course(state, 1, BEGUN, null, (expires != null) ? hour(expires) : null,
						"https://x.example/operations/7", 0, hour(polled), hour(heard), hour(next), WORDS.get(state),
						null);
		Operation terms = new Operation(new Action("operation-start-action", Map.of("path", "/x")), polls ? POLL : null,
				null, null);

		assertThat(word(NextStep.of(now, called, terms, hour(700), hour(at)))).isEqualTo(then);
	}

	@Test
	void it_is_asked_ever_less_often_and_never_less_than_four_times_a_day() {
		Course course = Course.starting(null, null, BEGUN).running("https://x.example/7", null, POLL, null, BEGUN);
		int polls = 0;
		for (Instant now = course.next(); now.isBefore(hour(29 * 24)); now = course.next()) {
			course = course.unfinished(POLL, null, now);
			assertThat(Duration.between(now, course.next())).isBetween(Duration.ofMinutes(2), Duration.ofHours(6));
			polls++;
		}
		assertThat(polls).isBetween(29 * 4, 29 * 4 + 10);
	}

	@Test
	void it_is_asked_no_sooner_than_the_service_wants() {
		Course course = Course.starting(null, null, BEGUN).running("https://x.example/7", null, POLL, hour(3), BEGUN);
		assertThat(course.next()).isEqualTo(hour(3));
		assertThat(course.unfinished(POLL, hour(9), hour(3)).next()).isEqualTo(hour(9));
	}

	@Test
	void what_gave_no_answer_was_heard_before() {
		Course course = Course.starting(null, null, BEGUN).running("https://x.example/7", null, POLL, null, BEGUN);
		Course unheard = course.unheard(POLL, null, hour(2));
		assertThat(unheard.heard()).isEqualTo(BEGUN);
		assertThat(unheard.polled()).isEqualTo(hour(2));
		assertThat(unheard.unfinished(POLL, null, hour(3)).heard()).isEqualTo(hour(3));
	}

	@Test
	void its_id_is_the_last_part_of_its_address() {
		Course course = Course.starting(null, null, BEGUN);
		assertThat(course.running("https://x.example/operations/7/?a=b", null, POLL, null, BEGUN).id()).isEqualTo("7");
		assertThat(course.running("op-7", null, POLL, null, BEGUN).id()).isEqualTo("op-7");
		assertThat(course.id()).isEmpty();
	}

	@Test
	void another_round_remembers_when_it_was_asked_at_first_and_has_a_container_of_its_own() {
		Course first = Course.starting(null, "one", BEGUN);
		Course second = Course.starting(first, "two", hour(8));
		assertThat(second.round()).isEqualTo(2);
		assertThat(second.asked()).isEqualTo(BEGUN);
		assertThat(second.container()).isEqualTo("two");
		assertThat(second.address()).isNull();
	}

	private static String word(NextStep step) {
		if (step instanceof NextStep.Wait wait) {
			return "Wait " + Duration.between(BEGUN, wait.until()).toHours();
		}
		return step.getClass().getSimpleName() + ((step instanceof NextStep.GiveUp up) ? " " + up.reason() : "");
	}

	private static Instant hour(int hours) {
		return BEGUN.plus(Duration.ofHours(hours));
	}

}
