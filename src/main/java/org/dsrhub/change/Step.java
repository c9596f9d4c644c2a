package org.dsrhub.change;

import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What comes next in a change.
 */
public sealed interface Step {

	/**
	 * A call that changes nothing; its answer is handed to the procedure.
	 */
	record Read(Call call) implements Step {
	}

	/**
	 * A call that changes something. That it was begun is written down before, with what
	 * was there, and everything is read anew after it.
	 *
	 * @param name what it does: {@code delete}, {@code disable}
	 * @param before what it changes, to be sealed; null if that was sealed before
	 */
	record Effect(String name, Call call, JsonNode before) implements Step {
	}

	/**
	 * Something is to be remembered from now on.
	 */
	record Note(String name, String value) implements Step {
	}

	/**
	 * Nothing can be done before a time.
	 */
	record Wait(Instant until) implements Step {
	}

	/**
	 * The service said yes, and nothing has changed: to be tried again later.
	 */
	record NotEffective(String effect) implements Step {
	}

	/**
	 * A person has to look at it.
	 */
	record Attention(String advice) implements Step {
	}

	/**
	 * It is over.
	 *
	 * @param rule for {@link End.Kind#REFUSED} why, else null
	 * @param after what is there now, to be sealed; null where nothing is
	 */
	record End(Kind kind, String rule, JsonNode after) implements Step {

		/**
		 * How it ended.
		 */
		public enum Kind {

			/** It is as it was asked for, and the hub made it so. */
			DONE,
			/** It was so before. */
			ALREADY,
			/** There is nothing of the person any more. */
			ABSENT,
			/** A rule forbids it. */
			REFUSED

		}

		static End done(JsonNode after) {
			return new End(Kind.DONE, null, after);
		}

		static End already(JsonNode after) {
			return new End(Kind.ALREADY, null, after);
		}

		static End absent() {
			return new End(Kind.ABSENT, null, null);
		}

		static End refused(String rule) {
			return new End(Kind.REFUSED, rule, null);
		}

	}

}
