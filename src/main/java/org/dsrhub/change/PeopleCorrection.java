package org.dsrhub.change;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.dsrhub.subject.Subject;

/**
 * Corrects what an item says of the subject, and nothing that it says of others (GDPR
 * art. 16).
 */
final class PeopleCorrection implements Function<JsonNode, Edit> {

	private final PeopleErasure.Shape shape;

	private final Map<String, JsonNode> corrections;

	private final Own own;

	/**
	 * A correction.
	 * @param corrections the item's field to its new value; a field below
	 * {@code elements} is that of the subject's elements
	 */
	public PeopleCorrection(PeopleErasure.Shape shape, Map<String, JsonNode> corrections, Subject subject) {
		this.shape = shape;
		this.corrections = corrections;
		this.own = new Own(subject);
	}

	@Override
	public Edit apply(JsonNode item) {
		JsonNode copy = item.deepCopy();
		if (!named(copy)) {
			return new Edit.Refuse("the person is not in the item any more");
		}
		List<JsonNode> own = own(copy);
		for (Map.Entry<String, JsonNode> correction : this.corrections.entrySet()) {
			String field = correction.getKey();
			if (this.shape.people().contains(field)) {
				people(copy, Paths.of(field), correction.getValue().asText());
			}
			else if (this.shape.elements() != null && field.startsWith(this.shape.elements() + ".")) {
				Paths path = Paths.of(field.substring(this.shape.elements().length() + 1));
				own.forEach((element) -> path.set(element, correction.getValue()));
			}
			else if (alone(copy) || this.own.phone(Paths.of(field).in(copy).asText())) {
				Paths.of(field).set(copy, correction.getValue());
			}
			else if (!Paths.of(field).in(copy).equals(correction.getValue())) {
				return new Edit.Refuse("%s may be another person's: the item names several people".formatted(field));
			}
		}
		return copy.equals(item) ? new Edit.Keep() : new Edit.Replace(copy);
	}

	private void people(JsonNode copy, Paths path, String corrected) {
		Members members = Members.of(path.in(copy));
		Set<String> after = new LinkedHashSet<>();
		members.values().forEach((one) -> after.add(this.own.names(one) ? corrected : one));
		if (!Set.copyOf(members.values()).equals(after)) {
			path.set(copy, members.with(after));
		}
	}

	/**
	 * Whether the person is in it, as they were or as they are called now.
	 */
	private boolean named(JsonNode copy) {
		return !own(copy).isEmpty() || Stream.concat(
				this.shape.people().stream().flatMap((field) -> Members.of(Paths.of(field).in(copy)).values().stream()),
				this.shape.phones().stream().map((field) -> Paths.of(field).in(copy).asText()))
			.anyMatch((one) -> this.own.names(one) || corrected(one));
	}

	/**
	 * The elements that are about the person, before any of them is corrected.
	 */
	private List<JsonNode> own(JsonNode copy) {
		List<JsonNode> elements = new ArrayList<>();
		if (this.shape.elements() != null) {
			for (JsonNode element : Paths.of(this.shape.elements()).in(copy)) {
				String person = element.path(this.shape.person()).asText();
				if (this.own.names(person) || corrected(person)) {
					elements.add(element);
				}
			}
		}
		return elements;
	}

	private boolean alone(JsonNode copy) {
		return this.shape.people()
			.stream()
			.flatMap((field) -> Members.of(Paths.of(field).in(copy)).values().stream())
			.allMatch((one) -> one.isBlank() || this.own.names(one) || corrected(one));
	}

	private boolean corrected(String one) {
		return this.corrections.containsValue(TextNode.valueOf(one));
	}

}
