package org.dsrhub.notice;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.dsrhub.packaging.PackageLink;
import org.dsrhub.request.Asked;
import org.dsrhub.request.DeclineReason;
import org.dsrhub.request.ExtensionReason;
import org.dsrhub.request.RequestRow;
import org.dsrhub.source.Catalogue;
import org.dsrhub.source.Right;
import org.dsrhub.subject.Identity;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenant.SupervisoryAuthority;

/**
 * What an answer's template can name; {@code docs/mail.md} lists it. None of it is an
 * identifier of the subject.
 *
 * @param reference under which it is told
 * @param reason of a decision or an extension: a label, a person's own words, or empty
 * @param first the first deadline, if it was extended; else null
 * @param how by which way it is told
 * @param madeLink to the package, or null
 */
record AnswerView(ResultDocument result, RequestRow request, String reference, String reason, LocalDate first,
		Tenant tenant, Catalogue catalogue, String language, How how, PackageLink madeLink) {

	/**
	 * By which way an answer is told.
	 */
	enum How {

		/** Drafted, for a person to send together with the package. */
		DRAFT,
		/** By mail to the subject. */
		TO_SUBJECT,
		/** By mail to an address of which it is not known that it is the subject's. */
		TO_ANOTHER

	}

	String organisation() {
		return this.tenant.tenant();
	}

	/**
	 * By each right's label, whether it was asked; {@code lift} takes the place of
	 * {@code restrict} where a restriction was to end.
	 */
	Map<String, Boolean> right() {
		Map<String, Boolean> right = new HashMap<>(Choice.of(asked(), Right::label));
		boolean lift = Asked.of(this.request.document()).lift();
		right.put("lift", lift);
		right.computeIfPresent("restrict", (label, asked) -> asked && !lift);
		return right;
	}

	boolean readOnly() {
		return asked().readOnly();
	}

	/**
	 * Whether something was to be changed, not only read.
	 */
	boolean changing() {
		return !readOnly();
	}

	String receivedAt() {
		return format().day(this.result.receivedAt());
	}

	String deadline() {
		return format().day(this.result.deadline());
	}

	String firstDeadline() {
		return (this.first != null) ? format().day(this.first) : null;
	}

	String closedAt() {
		return format().day(this.result.closedAt());
	}

	/**
	 * By each label, whether it is the reason that the GDPR gives for not doing what was
	 * asked; null if it is none of them.
	 */
	Map<String, Boolean> ground() {
		return DeclineReason.find(this.reason).map((ground) -> Choice.of(ground, DeclineReason::label)).orElse(null);
	}

	/**
	 * Where the GDPR gives it, or null.
	 */
	String article() {
		return DeclineReason.find(this.reason).map(DeclineReason::article).orElse(null);
	}

	/**
	 * By each label, whether it is why the answer takes longer; null for own words.
	 */
	Map<String, Boolean> extension() {
		return ExtensionReason.find(this.reason)
			.map((extension) -> Choice.of(extension, ExtensionReason::label))
			.orElse(null);
	}

	/**
	 * Whether it may say what was found and done.
	 */
	boolean details() {
		return this.how != How.TO_ANOTHER;
	}

	/**
	 * The link to the package, or null.
	 */
	Link link() {
		return (this.madeLink != null)
				? new Link(this.madeLink.url().toString(), format().time(this.madeLink.expiresAt())) : null;
	}

	/**
	 * Whether the package comes together with the answer.
	 */
	boolean enclosed() {
		return this.how == How.DRAFT && this.result.packageInfo() != null;
	}

	/**
	 * Whether there is a package that neither comes with the answer nor by a link.
	 */
	boolean handedOver() {
		return this.how != How.DRAFT && this.madeLink == null && this.result.packageInfo() != null;
	}

	boolean anyDone() {
		return !done().isEmpty();
	}

	List<AnswerLine> done() {
		return lines(true);
	}

	boolean anyNotDone() {
		return !notDone().isEmpty() || identification() != null;
	}

	List<AnswerLine> notDone() {
		return lines(false);
	}

	/**
	 * Why the person could not be looked up, or null.
	 */
	AnswerFailure identification() {
		return this.result.exceptions()
			.stream()
			.filter((exception) -> exception.source().equals(Identity.STEP))
			.map((exception) -> AnswerFailure.of(exception.reason()))
			.findFirst()
			.orElse(null);
	}

	/**
	 * How much a person left out, or null.
	 */
	LeftOutOf leftOut() {
		Amount records = amount(this.request.leftOut().size());
		Amount fields = amount(this.request.leftOutFields().values().stream().mapToLong(Set::size).sum());
		return (records != null || fields != null) ? new LeftOutOf(records, fields) : null;
	}

	/**
	 * Whether not all that was asked was done.
	 */
	boolean partly() {
		return details() && (anyNotDone() || leftOut() != null);
	}

	SupervisoryAuthority authority() {
		return this.tenant.supervisoryAuthority();
	}

	private List<AnswerLine> lines(boolean well) {
		return this.result.tasks()
			.stream()
			.filter((task) -> task.outcome() != null && task.outcome().well() == well)
			.map((task) -> new AnswerLine(task, this.catalogue.find(task.source()), format()))
			.toList();
	}

	private Amount amount(long number) {
		return (number > 0) ? new Amount(number == 1, format().number(number)) : null;
	}

	private Right asked() {
		return this.result.right();
	}

	private AnswerFormat format() {
		return AnswerFormat.of(this.language, this.tenant.timezone());
	}

	/**
	 * A link to the package.
	 */
	record Link(String url, String expires) {
	}

	/**
	 * How many records, and how many fields of others; each null for none.
	 */
	record LeftOutOf(Amount records, Amount fields) {
	}

	/**
	 * A number of things.
	 *
	 * @param count as the language writes it
	 */
	record Amount(boolean one, String count) {
	}

}
