package org.dsrhub.change;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.dsrhub.change.Step.Attention;
import org.dsrhub.change.Step.End;
import org.dsrhub.change.Step.NotEffective;
import org.dsrhub.change.Step.Note;
import org.dsrhub.change.Step.Read;
import org.dsrhub.change.Step.Wait;

/**
 * Deletes a user of Entra ID: softly, and after a time for good. Erased is only who is in
 * the directory no more, nor among its deleted items (Microsoft Graph, user-delete and
 * directory-deleteditems-delete).
 */
final class UserErasure implements Procedure {

	static final String SOFT = "soft-delete";

	static final String PERMANENT = "permanent-delete";

	private static final String SYNCHRONISED = "the account is synchronised from an on-premises directory; delete it there";

	/** Without it Graph would not tell of the directory that the account is from. */
	private static final String FIELDS = "?$select=id,userPrincipalName,displayName,mail,userType,accountEnabled,"
			+ "assignedLicenses,onPremisesSyncEnabled";

	private final String user;

	private final String deleted;

	private final Duration after;

	/**
	 * An erasure.
	 * @param objectId of the user
	 * @param after how long after the soft delete the permanent one follows
	 */
	public UserErasure(String objectId, Duration after) {
		this.user = "/users/" + objectId;
		this.deleted = "/directory/deletedItems/" + objectId;
		this.after = after;
	}

	@Override
	public Step next(Situation situation) {
		Optional<Answer> user = situation.answer(this.user + FIELDS);
		if (user.isEmpty()) {
			return new Read(Call.get(this.user + FIELDS));
		}
		if (!user.get().absent()) {
			return present(situation, user.get());
		}
		Optional<Answer> gone = situation.answer(this.deleted);
		if (gone.isEmpty()) {
			return new Read(Call.get(this.deleted));
		}
		if (gone.get().absent()) {
			boolean seen = situation.notes().value(Notes.WAITED).isPresent();
			if (situation.notes().begun() && !seen) {
				// The directory's parts agree only after a while: it may yet appear
				// there.
				return new NotEffective(SOFT);
			}
			return situation.notes().begun() ? End.done(null) : End.absent();
		}
		Optional<String> since = situation.notes().value(Notes.WAITED);
		if (since.isEmpty()) {
			return new Note(Notes.WAITED, situation.now().toString());
		}
		Instant due = Instant.parse(since.get()).plus(this.after);
		if (due.isAfter(situation.now())) {
			return new Wait(due);
		}
		return situation.effect(PERMANENT, new Call(Call.Method.DELETE, this.deleted, null),
				situation.notes().begun() ? null : gone.get().body());
	}

	private Step present(Situation situation, Answer user) {
		if (situation.notes().value(Notes.WAITED).isPresent()) {
			return new Attention("An administrator restored the account while it waited for its permanent deletion. "
					+ "Find out why; retry to delete it again, or cancel the request.");
		}
		if (user.body().path("onPremisesSyncEnabled").asBoolean()) {
			return End.refused(SYNCHRONISED);
		}
		return situation.effect(SOFT, new Call(Call.Method.DELETE, this.user, null), user.body());
	}

}
