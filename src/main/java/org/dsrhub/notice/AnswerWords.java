package org.dsrhub.notice;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.dsrhub.notice.ResultDocument.TaskLine;
import org.dsrhub.packaging.PlainWords;
import org.dsrhub.source.Right;
import org.dsrhub.source.Source;
import org.dsrhub.task.Fulfilling;

/**
 * The hub's words as the data subject is told them, in an answer without a package beside
 * it.
 */
final class AnswerWords {

	private AnswerWords() {
	}

	/**
	 * What was asked, to follow "You asked us".
	 */
	static String asked(Right right, boolean lifts) {
		return switch (right) {
			case DISCOVER -> "to tell you what data about you are held (GDPR art. 15)";
			case ACCESS -> "to give you a copy of the data about you (GDPR art. 15)";
			case EXPORT ->
				"to give you the data about you in a form that another organisation can take over (GDPR art. 20)";
			case RECTIFY -> "to correct data about you (GDPR art. 16)";
			case RESTRICT -> lifts ? "to end the restriction of the use of data about you (GDPR art. 18(3))"
					: "to restrict the use of data about you (GDPR art. 18)";
			case ERASE -> "to erase data about you (GDPR art. 17)";
		};
	}

	static String title(TaskLine task) {
		return task.source().equals(Fulfilling.RECIPIENTS) ? task.system() : task.system() + ": " + task.source();
	}

	/**
	 * What became of one source.
	 * @param source if it is still in the catalogue
	 * @param until the day until which its service keeps the data, if that is known
	 */
	static String outcome(TaskLine task, Right right, Optional<Source> source, Optional<String> until) {
		if (task.source().equals(Fulfilling.RECIPIENTS)) {
			return task.outcome().well() ? "they were told of the change" : "they could not all be told of the change";
		}
		return switch (task.outcome()) {
			case FOUND -> "%s about you %s found".formatted(PlainWords.records(task.count()),
					(task.count() == 1) ? "was" : "were");
			case NOTHING_FOUND -> "searched, and nothing about you was found";
			case ERASED -> "the data about you were erased";
			case ALREADY_ABSENT -> "the data about you were gone already";
			case RECTIFIED -> "the data about you were corrected";
			case RESTRICTED -> "the use of the data about you was restricted";
			case LIFTED -> "the restriction of the use of the data about you was ended";
			case RETAINED -> "not %s: the service keeps these data%s%s".formatted(done(right),
					until.map((day) -> " until " + day).orElse(""), basis(task, ". The basis: "));
			case REFUSED -> "not %s%s".formatted(done(right), basis(task, ", by this rule: "));
			case NOT_SEARCHABLE -> "not searched: that takes your %s, and nothing of that kind is known of you"
				.formatted(source.map((known) -> PlainWords.kinds(known.searchedBy()))
					.orElse("identifiers of another kind"));
			case FAILED -> right.readOnly()
					? "not known: %s, so data about you may be held there".formatted(failure(task.reason()))
					: "not %s: %s".formatted(done(right), failure(task.reason()));
		};
	}

	static String failure(String reason) {
		return switch (Objects.toString(reason, "")) {
			case "unreachable", "throttled" -> "the service could not be reached";
			case "not-permitted" -> "the service did not let us in";
			case "invalid-answer" -> "the service's answer could not be understood";
			case "" -> "it did not succeed";
			default -> "it did not succeed (%s)".formatted(reason);
		};
	}

	/**
	 * {@code 1 record and 2 details}; empty for nothing.
	 */
	static Optional<String> leftOut(long records, long fields) {
		List<String> parts = new ArrayList<>();
		if (records > 0) {
			parts.add(PlainWords.records(records));
		}
		if (fields > 0) {
			parts.add(PlainWords.number(fields) + ((fields == 1) ? " detail" : " details"));
		}
		return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(" and ", parts));
	}

	private static String done(Right right) {
		return switch (right) {
			case DISCOVER, ACCESS, EXPORT -> "given";
			case RECTIFY -> "corrected";
			case RESTRICT -> "restricted";
			case ERASE -> "erased";
		};
	}

	private static String basis(TaskLine task, String before) {
		return Optional.ofNullable(task.rule())
			.or(() -> Optional.ofNullable(task.reason()))
			.map((basis) -> before + basis)
			.orElse("");
	}

}
