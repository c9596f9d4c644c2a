package org.dsrhub.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A field of an item, named with dots: {@code properties.emails}.
 */
record Paths(String parent, String name) {

	static Paths of(String field) {
		int dot = field.lastIndexOf('.');
		return (dot < 0) ? new Paths("", field)
				: new Paths("/" + field.substring(0, dot).replace('.', '/'), field.substring(dot + 1));
	}

	JsonNode in(JsonNode item) {
		return item.at(this.parent).path(this.name);
	}

	void set(JsonNode item, JsonNode value) {
		((ObjectNode) item.at(this.parent)).set(this.name, value);
	}

	void remove(JsonNode item) {
		((ObjectNode) item.at(this.parent)).remove(this.name);
	}

}
