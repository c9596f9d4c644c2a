package org.dsrhub.notice;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.dsrhub.notice.ResultDocument.TaskLine;
import org.dsrhub.source.Source;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.task.Fulfilling;
import org.dsrhub.task.Outcome;

/**
 * What an answer's template can name of one source.
 *
 * @param source if it is still in the catalogue
 */
record AnswerLine(TaskLine task, Optional<Source> source, AnswerFormat format) {

	/**
	 * Whether it is about telling recipients, and no source.
	 */
	boolean recipients() {
		return this.task.source().equals(Fulfilling.RECIPIENTS);
	}

	String title() {
		return recipients() ? this.task.system() : this.task.system() + ": " + this.task.source();
	}

	/**
	 * What kind of data it holds, or null.
	 */
	String category() {
		return this.source.map(Source::category).orElse(null);
	}

	boolean well() {
		return this.task.outcome().well();
	}

	/**
	 * By each outcome's label, whether it is this one.
	 */
	Map<String, Boolean> outcome() {
		return Choice.of(this.task.outcome(), Outcome::label);
	}

	boolean one() {
		return this.task.count() == 1;
	}

	String count() {
		return this.format.number(this.task.count());
	}

	/**
	 * The day until which the service keeps the data, or null.
	 */
	String until() {
		return (this.task.retainedUntil() != null) ? this.format.day(this.task.retainedUntil()) : null;
	}

	/**
	 * The rule or the reason behind an exception, or null.
	 */
	String basis() {
		return Objects.requireNonNullElse(this.task.rule(), Objects.toString(this.task.reason(), "")).isEmpty() ? null
				: Objects.requireNonNullElse(this.task.rule(), this.task.reason());
	}

	AnswerFailure failure() {
		return AnswerFailure.of(this.task.reason());
	}

	/**
	 * The kinds of identifier that the source is searched by.
	 */
	List<Map<String, Boolean>> kinds() {
		return this.source.map(Source::searchedBy)
			.map((kinds) -> kinds.stream().sorted().map((kind) -> Choice.of(kind, IdentifierKind::label)).toList())
			.orElse(List.of());
	}

}
