package org.dsrhub.notice;

import java.util.Objects;

/**
 * Why something failed, as an answer's template can ask.
 *
 * @param reason of the others, or null
 */
record AnswerFailure(boolean unreachable, boolean notPermitted, boolean invalidAnswer, String reason) {

	/**
	 * The failure behind a reason.
	 * @param reason as results have it, or null
	 */
	static AnswerFailure of(String reason) {
		return switch (Objects.toString(reason, "")) {
			case "unreachable", "throttled" -> new AnswerFailure(true, false, false, null);
			case "not-permitted" -> new AnswerFailure(false, true, false, null);
			case "invalid-answer" -> new AnswerFailure(false, false, true, null);
			default -> new AnswerFailure(false, false, false, reason);
		};
	}

	boolean other() {
		return !this.unreachable && !this.notPermitted && !this.invalidAnswer;
	}

}
