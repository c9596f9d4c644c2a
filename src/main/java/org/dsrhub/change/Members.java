package org.dsrhub.change;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * The people that a field lists: an array of texts, or one text with semicolons between
 * them, kept byte by byte.
 */
record Members(JsonNode field, List<String> values) {

	static Members of(JsonNode field) {
		List<String> values = new ArrayList<>();
		if (field.isArray()) {
			field.forEach((one) -> values.add(one.asText()));
		}
		else if (field.isTextual() && !field.textValue().isBlank()) {
			values.addAll(List.of(field.textValue().split(";", -1)));
		}
		return new Members(field, values);
	}

	/**
	 * The field with other members.
	 */
	JsonNode with(Collection<String> members) {
		if (this.field.isArray()) {
			ArrayNode list = JsonNodeFactory.instance.arrayNode();
			members.forEach(list::add);
			return list;
		}
		return TextNode.valueOf(String.join(";", members));
	}

}
