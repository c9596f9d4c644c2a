package org.dsrhub.task;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

import org.dsrhub.change.Step.End.Kind;
import org.dsrhub.request.Asked;
import org.dsrhub.request.RequestRow;
import org.dsrhub.source.Change;
import org.dsrhub.source.Right;

/**
 * What it means for a task that its source was read to the end, or changed.
 *
 * @param now the time of it
 */
record Findings(RequestRow request, FrozenPlan plan, Instant now) {

	private static final String LOOKED = "only whether there is anything was looked up; a copy takes an access or export";

	/**
	 * Whether what was found is to be changed.
	 */
	boolean changeable(Progress last) {
		return last.found() > 0 && change().filter(Change::possible).isPresent() && !kept();
	}

	/**
	 * How a task ends after its source was read, where nothing is to be changed.
	 */
	Ending collected(Progress last) {
		if (last.found() == 0) {
			return Ending.of(Outcome.NOTHING_FOUND, this.plan.apiVersion());
		}
		if (asked().right().readOnly()) {
			boolean looked = this.plan.source().operation().filter((one) -> !one.runs(asked().copied())).isPresent();
			return new Ending(Outcome.FOUND, null, null, this.plan.apiVersion(), looked ? LOOKED : null, null);
		}
		Change change = change().orElseThrow();
		Instant until = (change.keptFor() != null) ? this.now.atZone(ZoneOffset.UTC).plus(change.keptFor()).toInstant()
				: null;
		return new Ending(Outcome.RETAINED, "kept-by-service", null, this.plan.apiVersion(), change.retained(), until);
	}

	/**
	 * How a task ends after its source was changed.
	 * @param rule why some of what was asked could not be done, or null
	 */
	Ending changed(Changing changing, String rule) {
		Optional<String> refused = changing.items()
			.values()
			.stream()
			.filter((item) -> item.end() == Kind.REFUSED)
			.map(Changing.Item::rule)
			.findFirst()
			.or(() -> Optional.ofNullable(rule));
		if (refused.isPresent()) {
			return new Ending(Outcome.REFUSED, "rule", null, null, refused.get(), null);
		}
		return Ending.of(outcome(changing), null);
	}

	/**
	 * Whether what is to go is looked for once more in the whole source: an entry that is
	 * read by its id was looked for already.
	 */
	boolean verify() {
		return asked().column() != Right.RECTIFY && !asked().lift() && !stays();
	}

	/**
	 * Whether what is about the person stays where it is, only without its effect.
	 */
	private boolean stays() {
		boolean account = change().map(Change::procedure).filter(Change.Procedure.ACCOUNT::equals).isPresent();
		return this.plan.source().directoryEntry() || (account && asked().column() == Right.RESTRICT);
	}

	private Outcome outcome(Changing changing) {
		Asked asked = asked();
		if (changing.none(Kind.DONE) && (asked.right() == Right.ERASE || changing.none(Kind.ALREADY))) {
			return Outcome.ALREADY_ABSENT;
		}
		if (asked.lift()) {
			return Outcome.LIFTED;
		}
		return switch (asked.right()) {
			case RECTIFY -> Outcome.RECTIFIED;
			case RESTRICT -> Outcome.RESTRICTED;
			default -> Outcome.ERASED;
		};
	}

	/**
	 * Whether the service keeps what it has, or the request does not ask for what would
	 * touch it.
	 */
	private boolean kept() {
		return change().filter((change) -> change.retained() != null)
			.filter((change) -> change.option() == null || !asked().on(change.option()))
			.isPresent();
	}

	private Optional<Change> change() {
		return asked().change(this.plan.source());
	}

	private Asked asked() {
		return Asked.of(this.request.document());
	}

}
