package org.dsrhub.change;

import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.request.Asked;
import org.dsrhub.source.Change;
import org.dsrhub.subject.Subject;

/**
 * Chooses how a record is changed, by the source's file and by what is asked.
 *
 * @param fields for rectify the source's fields to their new values
 * @param permanentAfter how long a deleted directory entry can still be restored, where
 * the request does not want it gone at once
 */
public record Procedures(Change change, Asked asked, Subject subject, Map<String, JsonNode> fields,
		Duration permanentAfter) {

	/**
	 * The same for the person as they were known at another time.
	 */
	public Procedures with(Subject other) {
		return new Procedures(this.change, this.asked, other, this.fields, this.permanentAfter);
	}

	/**
	 * How one record is changed.
	 * @param path where it is
	 * @param original for a lift what was taken, else null
	 */
	public Procedure of(String path, JsonNode original) {
		return switch (this.change.procedure()) {
			case PEOPLE -> people(path, original);
			case USER -> user(path, original);
			case ACCOUNT -> account(path, original);
		};
	}

	private Procedure people(String path, JsonNode original) {
		PeopleErasure.Shape shape = new PeopleErasure.Shape(this.change.people(), this.change.elements(),
				this.change.person(), this.change.phones());
		if (this.asked.lift()) {
			return new ItemLift(path, original, shape, this.subject);
		}
		return switch (this.asked.column()) {
			case RECTIFY -> new ItemChange(path, new PeopleCorrection(shape, this.fields, this.subject));
			case RESTRICT, ERASE -> new ItemChange(path, new PeopleErasure(shape, this.subject));
			default -> throw new IllegalArgumentException(this.asked.right().label() + " changes nothing");
		};
	}

	private Procedure account(String path, JsonNode original) {
		Account account = Account.of(this.change, this.subject);
		if (this.asked.lift()) {
			return new AccountLift(path, original, account.lift(original));
		}
		return ItemChange.plain(path, switch (this.asked.column()) {
			case RECTIFY -> account.correction(this.fields.get(this.change.elements()));
			case RESTRICT -> account.restriction();
			case ERASE -> account.deletion();
			default -> throw new IllegalArgumentException(this.asked.right().label() + " changes nothing");
		});
	}

	private Procedure user(String path, JsonNode original) {
		if (this.asked.lift()) {
			return new UserLift(path, original);
		}
		return switch (this.asked.column()) {
			case RECTIFY -> new UserCorrection(path, this.fields);
			case RESTRICT -> new UserRestriction(path);
			case ERASE -> new UserErasure(path, this.asked.permanentNow() ? Duration.ZERO : this.permanentAfter);
			default -> throw new IllegalArgumentException(this.asked.right().label() + " changes nothing");
		};
	}

}
