package org.dsrhub.change;

import java.util.Optional;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.change.Step.End;
import org.dsrhub.change.Step.Read;

/**
 * Gives an account back what a restriction took: its roles, or the whole of it if it is
 * gone.
 */
final class AccountLift implements Procedure {

	private static final String RETURN = "put-back";

	private final String path;

	private final JsonNode original;

	private final Function<JsonNode, Edit> rule;

	/**
	 * A lift.
	 * @param original the account as it was sealed before the restriction
	 * @param rule what is to become of an account that is there
	 */
	AccountLift(String path, JsonNode original, Function<JsonNode, Edit> rule) {
		this.path = path;
		this.original = original;
		this.rule = rule;
	}

	@Override
	public Step next(Situation situation) {
		Optional<Answer> answer = situation.answer(this.path);
		if (answer.isEmpty() || !situation.settled(this.path) && !situation.notes().begun()) {
			return new Read(Call.get(this.path));
		}
		JsonNode now = answer.get().body();
		Edit edit = answer.get().absent() ? new Edit.Replace(this.original) : this.rule.apply(now);
		if (edit instanceof Edit.Refuse refuse) {
			return End.refused(refuse.rule());
		}
		if (edit instanceof Edit.Gone) {
			return End.refused("another person's account has its id now");
		}
		if (edit instanceof Edit.Replace replace) {
			return situation.effect(RETURN, new Call(Call.Method.PUT, this.path, replace.item()), now);
		}
		return situation.notes().begun() ? End.done(now) : End.already(now);
	}

}
