package org.dsrhub.change;

import java.util.List;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import org.dsrhub.subject.Subject;

/**
 * Takes the subject out of an item and leaves it to the others, every other byte as it
 * was; deletes it only when nobody else is in it.
 */
final class PeopleErasure implements Function<JsonNode, Edit> {

	private final Shape shape;

	private final Own own;

	public PeopleErasure(Shape shape, Subject subject) {
		this.shape = shape;
		this.own = new Own(subject);
	}

	/**
	 * Where people stand in items of a kind.
	 *
	 * @param people fields that list people: texts with semicolons, or arrays of texts
	 * @param elements a list of objects that are about one person each; null if there is
	 * none
	 * @param person the field of such an element that names the person
	 * @param phones fields with one phone number
	 */
	public record Shape(List<String> people, String elements, String person, List<String> phones) {
	}

	@Override
	public Edit apply(JsonNode item) {
		JsonNode copy = item.deepCopy();
		boolean found = false;
		boolean others = false;
		for (String field : this.shape.people()) {
			Paths path = Paths.of(field);
			Members members = Members.of(path.in(copy));
			List<String> left = members.values().stream().filter((one) -> !this.own.names(one)).toList();
			others |= left.stream().anyMatch((one) -> !one.isBlank());
			if (left.size() < members.values().size()) {
				found = true;
				path.set(copy, members.with(left));
			}
		}
		if (this.shape.elements() != null && Paths.of(this.shape.elements()).in(copy) instanceof ArrayNode elements) {
			int before = elements.size();
			for (int i = before - 1; i >= 0; i--) {
				if (this.own.names(elements.get(i).path(this.shape.person()).asText())) {
					elements.remove(i);
				}
			}
			found |= elements.size() < before;
			// The list goes empty, but what holds it protects machines of others.
			others = true;
		}
		for (String field : this.shape.phones()) {
			Paths path = Paths.of(field);
			if (this.own.phone(path.in(copy).asText())) {
				found = true;
				path.remove(copy);
			}
			else {
				others |= !path.in(copy).asText().isBlank();
			}
		}
		if (!found) {
			return new Edit.Gone();
		}
		return others ? new Edit.Replace(copy) : new Edit.Delete();
	}

}
