package org.dsrhub.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.change.Step.End;
import org.dsrhub.change.Step.Read;
import org.dsrhub.subject.Subject;

/**
 * Puts back into an item of Azure Resource Manager exactly what a restriction took out of
 * it; the whole item, if that is gone.
 */
final class ItemLift implements Procedure {

	private static final String RETURN = "put-back";

	private final String path;

	private final JsonNode original;

	private final PeopleErasure.Shape shape;

	private final Own own;

	/**
	 * A lift.
	 * @param original the item as it was sealed before the restriction
	 */
	public ItemLift(String path, JsonNode original, PeopleErasure.Shape shape, Subject subject) {
		this.path = path;
		this.original = original;
		this.shape = shape;
		this.own = new Own(subject);
	}

	@Override
	public Step next(Situation situation) {
		Optional<Answer> answer = situation.answer(this.path);
		if (answer.isEmpty() || !situation.settled(this.path) && !situation.notes().begun()) {
			return new Read(Call.get(this.path));
		}
		JsonNode now = answer.get().body();
		JsonNode wanted = answer.get().absent() ? own() : returned(now);
		if (wanted.equals(now)) {
			return situation.notes().begun() ? End.done(now) : End.already(now);
		}
		return situation.effect(RETURN, new Call(Call.Method.PUT, this.path, wanted), now);
	}

	private JsonNode returned(JsonNode now) {
		JsonNode copy = now.deepCopy();
		for (String field : this.shape.people()) {
			Paths path = Paths.of(field);
			Members before = Members.of(path.in(this.original));
			List<String> members = new ArrayList<>(Members.of(path.in(copy)).values());
			if (members.stream().noneMatch(this.own::names) && before.values().stream().anyMatch(this.own::names)) {
				boolean untouched = others(before.values()).equals(members);
				before.values().stream().filter(this.own::names).forEach(members::add);
				path.set(copy, untouched ? path.in(this.original) : before.with(members));
			}
		}
		for (String field : this.shape.phones()) {
			Paths path = Paths.of(field);
			if (this.own.phone(path.in(this.original).asText()) && path.in(copy).isMissingNode()) {
				path.set(copy, path.in(this.original));
			}
		}
		return copy;
	}

	/**
	 * The item without those who were in it, too: it is gone because they have gone.
	 */
	private JsonNode own() {
		JsonNode copy = this.original.deepCopy();
		for (String field : this.shape.people()) {
			Paths path = Paths.of(field);
			Members members = Members.of(path.in(copy));
			List<String> left = members.values().stream().filter(this.own::names).toList();
			if (left.size() < members.values().size()) {
				path.set(copy, members.with(left));
			}
		}
		for (String field : this.shape.phones()) {
			Paths path = Paths.of(field);
			String phone = path.in(copy).asText();
			if (!phone.isBlank() && !this.own.phone(phone)) {
				path.remove(copy);
			}
		}
		return copy;
	}

	private List<String> others(List<String> members) {
		return members.stream().filter((one) -> !this.own.names(one)).toList();
	}

}
