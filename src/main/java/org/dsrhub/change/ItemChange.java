package org.dsrhub.change;

import java.util.Optional;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.change.Step.Effect;
import org.dsrhub.change.Step.End;
import org.dsrhub.change.Step.NotEffective;
import org.dsrhub.change.Step.Read;

/**
 * Changes an item that is read, replaced or deleted whole, as Azure Resource Manager and
 * IoT Central have them. It is read twice before it is touched, since other people's data
 * may be in it and no ETag guards it. A delete that the service answers with 204 found
 * nothing to delete (Azure Resource Manager RPC, resource API reference).
 */
final class ItemChange implements Procedure {

	private static final String PUT = "replace";

	private static final String DELETE = "delete";

	private final String path;

	private final Function<JsonNode, Edit> rule;

	private final boolean noContentIsAbsence;

	/**
	 * A change of one item.
	 * @param path the item's id
	 * @param rule what is to become of it; says {@link Edit.Keep} or {@link Edit.Gone} of
	 * what it made itself
	 */
	public ItemChange(String path, Function<JsonNode, Edit> rule) {
		this(path, rule, true);
	}

	private ItemChange(String path, Function<JsonNode, Edit> rule, boolean noContentIsAbsence) {
		this.path = path;
		this.rule = rule;
		this.noContentIsAbsence = noContentIsAbsence;
	}

	/**
	 * A change at a service that answers 204 whenever it deletes.
	 */
	static ItemChange plain(String path, Function<JsonNode, Edit> rule) {
		return new ItemChange(path, rule, false);
	}

	@Override
	public Step next(Situation situation) {
		Optional<Answer> answer = situation.answer(this.path);
		if (answer.isEmpty()) {
			return new Read(Call.get(this.path));
		}
		if (answer.get().absent()) {
			boolean vain = this.noContentIsAbsence && situation.notes().said(DELETE).filter("204"::equals).isPresent();
			boolean own = situation.notes().begun(PUT).isPresent()
					|| (situation.notes().begun(DELETE).isPresent() && !vain);
			return own ? End.done(null) : End.absent();
		}
		JsonNode item = answer.get().body();
		Edit edit = this.rule.apply(item);
		if (edit instanceof Edit.Gone) {
			return situation.notes().begun() ? End.done(item) : new End(End.Kind.ABSENT, null, item);
		}
		if (edit instanceof Edit.Keep) {
			return situation.notes().begun() ? End.done(item) : End.already(item);
		}
		if (edit instanceof Edit.Refuse refuse) {
			return End.refused(refuse.rule());
		}
		String effect = (edit instanceof Edit.Delete) ? DELETE : PUT;
		if (situation.justDone(effect)) {
			return new NotEffective(effect);
		}
		if (!situation.settled(this.path)) {
			return new Read(Call.get(this.path));
		}
		return (edit instanceof Edit.Replace replace)
				? new Effect(PUT, new Call(Call.Method.PUT, this.path, replace.item()), item)
				: new Effect(DELETE, new Call(Call.Method.DELETE, this.path, null), item);
	}

}
