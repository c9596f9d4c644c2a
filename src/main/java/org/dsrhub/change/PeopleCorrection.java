package org.dsrhub.change;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

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
		for (Map.Entry<String, JsonNode> correction : this.corrections.entrySet()) {
			String field = correction.getKey();
			if (this.shape.people().contains(field)) {
				people(copy, Paths.of(field), correction.getValue().asText());
			}
			else if (this.shape.elements() != null && field.startsWith(this.shape.elements() + ".")) {
				elements(copy, field.substring(this.shape.elements().length() + 1), correction.getValue());
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

	private void elements(JsonNode copy, String field, JsonNode corrected) {
		for (JsonNode element : Paths.of(this.shape.elements()).in(copy)) {
			if (this.own.names(element.path(this.shape.person()).asText())) {
				Paths.of(field).set(element, corrected);
			}
		}
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
