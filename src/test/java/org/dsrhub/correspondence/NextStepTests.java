package org.dsrhub.correspondence;

import java.time.Instant;
import java.time.Period;
import java.util.List;

import org.dsrhub.correspondence.Conversation.Effect;
import org.dsrhub.correspondence.Conversation.Heard;
import org.dsrhub.correspondence.Conversation.State;
import org.dsrhub.mail.MailState;
import org.dsrhub.source.Acknowledge;
import org.dsrhub.source.Correspondence;
import org.dsrhub.task.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A conversation's rules as tables.
 */
class NextStepTests {

	private static final Instant ASKED = Instant.parse("2026-03-02T09:00:00Z");

	private static final Instant ATTENTION = Instant.parse("2026-03-20T00:00:00Z");

	@ParameterizedTest(name = "{0} in {1} with {2}: {3}, {4}, {5}")
	@CsvSource(textBlock = """
			# said          | state         | concern         | effect   | state then    | concern then
			CONFIRMATION    | ASKED         |                 | MOVED    | CONFIRMING    |
			CONFIRMATION    | ASKED         | NO_CONFIRMATION | MOVED    | CONFIRMING    |
			CONFIRMATION    | ASKED         | UNCERTAIN       | MOVED    | CONFIRMING    |
			CONFIRMATION    | CONFIRMING    | ACKNOWLEDGEMENT | REPEATED | CONFIRMING    | ACKNOWLEDGEMENT
			CONFIRMATION    | ACKNOWLEDGING |                 | REPEATED | ACKNOWLEDGING |
			CONFIRMATION    | ACKNOWLEDGED  |                 | REPEATED | ACKNOWLEDGED  |
			CONFIRMATION    | ANSWERED      |                 | LATE     | ANSWERED      |
			CONFIRMATION    | CLOSED        |                 | LATE     | CLOSED        |
			ANSWER          | ASKED         |                 | MOVED    | ANSWERED      |
			ANSWER          | CONFIRMING    | ACKNOWLEDGEMENT | MOVED    | ANSWERED      |
			ANSWER          | ACKNOWLEDGED  |                 | MOVED    | ANSWERED      |
			ANSWER          | ACKNOWLEDGED  | NO_EXPORT       | MOVED    | ANSWERED      |
			ANSWER          | ANSWERED      | UNREADABLE      | MOVED    | ANSWERED      |
			ANSWER          | ANSWERED      |                 | LATE     | ANSWERED      |
			ANSWER          | SEEN          |                 | LATE     | SEEN          |
			ANSWER          | TOLD          |                 | LATE     | TOLD          |
			ANSWER          | CLOSED        |                 | LATE     | CLOSED        |
			NOTHING         | ASKED         |                 | MOVED    | TOLD          |
			NOTHING         | ACKNOWLEDGED  |                 | MOVED    | TOLD          |
			NOTHING         | ANSWERED      | UNREADABLE      | NOTED    | ANSWERED      | UNREADABLE
			NOTHING         | CLOSED        |                 | LATE     | CLOSED        |
			ACKNOWLEDGEMENT | CONFIRMING    | ACKNOWLEDGEMENT | MOVED    | ACKNOWLEDGED  |
			ACKNOWLEDGEMENT | ASKED         |                 | NOTED    | ASKED         |
			ACKNOWLEDGEMENT | ACKNOWLEDGED  |                 | NOTED    | ACKNOWLEDGED  |
			NOTICE          | ASKED         |                 | NOTED    | ASKED         |
			NOTICE          | CONFIRMING    | ACKNOWLEDGEMENT | NOTED    | CONFIRMING    | ACKNOWLEDGEMENT
			NOTICE          | CLOSED        |                 | LATE     | CLOSED        |
			UNCLEAR         | ASKED         |                 | MOVED    | ASKED         | UNCLEAR
			UNCLEAR         | ACKNOWLEDGED  |                 | MOVED    | ACKNOWLEDGED  | UNCLEAR
			UNCLEAR         | ACKNOWLEDGED  | NO_EXPORT       | NOTED    | ACKNOWLEDGED  | NO_EXPORT
			UNCLEAR         | CLOSED        |                 | LATE     | CLOSED        |
			""", delimiter = '|')
	void a_mail_moves_a_conversation(Said said, State state, Concern concern, Effect effect, State then,
			Concern concernThen) {
		List<AnswerFile> files = (state == State.ANSWERED || state == State.SEEN)
				? List.of(new AnswerFile("one", AnswerFile.Kind.OTHER)) : List.of();
		Conversation before = new Conversation(state, 1, ASKED, 0, "<ask@x>", "<ask@x>", null, files, concern, null);

		Heard heard = before.hear(said, "<theirs@y>", List.of(), ASKED);

		assertThat(heard.effect()).isEqualTo(effect);
		assertThat(heard.conversation().state()).isEqualTo(then);
		assertThat(heard.conversation().concern()).isEqualTo(concernThen);
		if (effect != Effect.MOVED) {
			assertThat(heard.conversation()).isEqualTo(before);
		}
		else {
			assertThat(heard.conversation().unsure()).isNull();
		}
	}

	@ParameterizedTest(name = "{0} acknowledged {1}, {2} rungs passed, mail {3}, at {4}: {5}")
	@CsvSource(textBlock = """
			# state      | acknowledge | rungs | delivery  | time                 | step
			ASKED        | BY_HAND     | 0     | PLANNED   | 2026-03-02T09:00:00Z | Wait 2026-03-05T09:00:00Z
			ASKED        | BY_HAND     | 0     | SENT      | 2026-03-05T08:59:59Z | Wait 2026-03-05T09:00:00Z
			ASKED        | BY_HAND     | 0     | SENT      | 2026-03-05T09:00:00Z | Remind 1
			ASKED        | BY_HAND     | 1     | SENT      | 2026-03-05T09:00:00Z | Wait 2026-03-09T09:00:00Z
			ASKED        | BY_HAND     | 1     | SENT      | 2026-03-17T09:00:00Z | Remind 3
			ASKED        | BY_HAND     | 3     | SENT      | 2026-03-17T09:00:00Z | Wait 2026-03-20T00:00:00Z
			ASKED        | BY_HAND     | 3     | SENT      | 2026-03-20T00:00:00Z | Attend NO_CONFIRMATION
			ASKED        | BY_RULE     | 0     | SENT      | 2026-03-20T00:00:00Z | Attend NO_CONFIRMATION
			ASKED        | BY_HAND     | 0     | BOUNCED   | 2026-03-02T09:00:00Z | Attend BOUNCED
			ASKED        | BY_HAND     | 0     | FAILED    | 2026-03-02T09:00:00Z | Attend UNDELIVERABLE
			ASKED        | BY_HAND     | 0     | UNCERTAIN | 2026-03-05T09:00:00Z | Attend UNCERTAIN
			CONFIRMING   | BY_HAND     | 0     | SENT      | 2026-03-05T09:00:00Z | Attend ACKNOWLEDGEMENT
			CONFIRMING   | BY_RULE     | 0     | SENT      | 2026-03-25T09:00:00Z | Confirm
			ACKNOWLEDGING| BY_HAND     | 0     | SENT      | 2026-03-25T09:00:00Z | Confirm
			ACKNOWLEDGED | BY_HAND     | 0     | SENT      | 2026-03-05T09:00:00Z | Remind 1
			ACKNOWLEDGED | BY_HAND     | 1     | BOUNCED   | 2026-03-05T09:00:00Z | Attend BOUNCED
			ACKNOWLEDGED | BY_HAND     | 0     | SENT      | 2026-03-21T09:00:00Z | Attend NO_EXPORT
			ANSWERED     | BY_HAND     | 0     | SENT      | 2026-03-25T09:00:00Z | Read
			SEEN         | BY_HAND     | 0     | SENT      | 2026-03-25T09:00:00Z | Read
			TOLD         | BY_HAND     | 0     | SENT      | 2026-03-25T09:00:00Z | End NOTHING_FOUND
			""", delimiter = '|')
	void the_next_step_follows_from_the_state_the_ladder_and_the_deadline(State state, Acknowledge acknowledge,
			int rungs, MailState delivery, Instant time, String step) {
		Correspondence terms = new Correspondence("dsr@vendor.example", List.of("vendor.example"), acknowledge, null,
				null, null, List.of(Period.ofDays(3), Period.ofDays(7), Period.ofDays(14)), null);
		Conversation now = new Conversation(state, 1, ASKED, rungs, "<ask@x>", "<ask@x>", null, List.of(), null,
				(state == State.TOLD) ? Outcome.NOTHING_FOUND : null);

		NextStep next = NextStep.of(now, delivery, terms, ATTENTION, time);

		assertThat(words(next)).isEqualTo(step);
	}

	@ParameterizedTest
	@CsvSource({ "ASKED", "CONFIRMING", "ACKNOWLEDGED", "ANSWERED" })
	void while_a_person_has_to_look_the_hub_does_nothing(State state) {
		Conversation now = Conversation.asked(1, "<ask@x>", ASKED).concerning(Concern.UNCLEAR);
		Conversation waiting = new Conversation(state, 1, ASKED, 0, "<ask@x>", null, null, List.of(), now.concern(),
				null);
		Correspondence terms = new Correspondence("a@b.example", List.of("b.example"), Acknowledge.BY_RULE, null, null,
				null, null, null);

		assertThat(NextStep.of(waiting, null, terms, ATTENTION, ATTENTION))
			.isEqualTo(new NextStep.Attend(Concern.UNCLEAR));
	}

	private static String words(NextStep step) {
		String name = step.getClass().getSimpleName();
		if (step instanceof NextStep.Wait wait) {
			return name + " " + wait.until();
		}
		if (step instanceof NextStep.Remind remind) {
			return name + " " + remind.rungs();
		}
		if (step instanceof NextStep.Attend attend) {
			return name + " " + attend.concern();
		}
		return (step instanceof NextStep.End end) ? name + " " + end.outcome().name() : name;
	}

	@Test
	void that_there_is_nothing_is_believed_once_the_vendor_could_search() {
		Correspondence terms = new Correspondence("d4apis@vendor.example", List.of("vendor.example"), null, null,
				List.of("please confirm"), List.of("no data was found"), null, null);
		Correspondence unasked = new Correspondence("d4apis@vendor.example", List.of("vendor.example"), null, null,
				List.of(), List.of("no data was found"), null, null);
		Conversation asked = Conversation.asked(1, "<a@contoso.example>", Instant.EPOCH);
		assertThat(asked.weigh(Said.NOTHING, terms)).isEqualTo(Said.UNCLEAR);
		assertThat(asked.weigh(Said.NOTHING, unasked)).isEqualTo(Said.NOTHING);
		assertThat(asked.acknowledging(Instant.EPOCH).weigh(Said.NOTHING, terms)).isEqualTo(Said.NOTHING);
	}

}
