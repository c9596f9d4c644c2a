package org.dsrhub.notice;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.dsrhub.notice.ResultDocument.TaskLine;
import org.dsrhub.packaging.PlainWords;
import org.dsrhub.request.Asked;
import org.dsrhub.request.DeclineReason;
import org.dsrhub.request.RequestRow;
import org.dsrhub.source.Catalogue;
import org.dsrhub.source.Right;
import org.dsrhub.source.Source;
import org.dsrhub.subject.Identity;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenant.SupervisoryAuthority;

/**
 * What an answer's template can name.
 *
 * @param reason a {@link DeclineReason}'s label, a person's own words, or empty
 */
record AnswerView(ResultDocument result, RequestRow request, String reason, Tenant tenant, Catalogue catalogue) {

	String organisation() {
		return this.tenant.tenant();
	}

	String reference() {
		return this.result.reference();
	}

	String asked() {
		return AnswerWords.asked(right(), Asked.of(this.request.document()).lift());
	}

	String receivedAt() {
		return day(this.result.receivedAt());
	}

	String deadline() {
		return PlainWords.day(this.result.deadline());
	}

	String closedAt() {
		return day(this.result.closedAt());
	}

	/**
	 * The reason that the GDPR gives, or null.
	 */
	DeclineReason ground() {
		return DeclineReason.find(this.reason).orElse(null);
	}

	/**
	 * Whether something was to be changed, not only read.
	 */
	boolean changing() {
		return !right().readOnly();
	}

	boolean packaged() {
		return this.result.packageInfo() != null;
	}

	boolean anyDone() {
		return !done().isEmpty();
	}

	List<Line> done() {
		return lines(true);
	}

	boolean anyNotDone() {
		return !notDone().isEmpty() || identificationFault() != null;
	}

	List<Line> notDone() {
		return lines(false);
	}

	/**
	 * Why the person could not be looked up, or null.
	 */
	String identificationFault() {
		return this.result.exceptions()
			.stream()
			.filter((exception) -> exception.source().equals(Identity.STEP))
			.map((exception) -> AnswerWords.failure(exception.reason()))
			.findFirst()
			.orElse(null);
	}

	/**
	 * How much a person left out, or null.
	 */
	String leftOut() {
		long fields = this.request.leftOutFields().values().stream().mapToLong(Set::size).sum();
		return AnswerWords.leftOut(this.request.leftOut().size(), fields).orElse(null);
	}

	/**
	 * Whether not all that was asked was done.
	 */
	boolean partly() {
		return anyNotDone() || leftOut() != null;
	}

	SupervisoryAuthority authority() {
		return this.tenant.supervisoryAuthority();
	}

	private List<Line> lines(boolean well) {
		return this.result.tasks()
			.stream()
			.filter((task) -> task.outcome() != null && task.outcome().well() == well)
			.map(this::line)
			.toList();
	}

	private Line line(TaskLine task) {
		Optional<Source> source = this.catalogue.find(task.source());
		return new Line(AnswerWords.title(task), source.map(Source::category).orElse(null),
				AnswerWords.outcome(task, right(), source, Optional.ofNullable(task.retainedUntil()).map(this::day)));
	}

	private Right right() {
		return this.result.right();
	}

	private String day(Instant instant) {
		return PlainWords.day(LocalDate.ofInstant(instant, this.tenant.timezone()));
	}

	/**
	 * What became of one source.
	 *
	 * @param category what kind of data it holds, or null
	 */
	record Line(String title, String category, String meaning) {
	}

}
