package org.dsrhub.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * JSON trees, written as text where that reads best.
 */
final class Json {

	private static final ObjectMapper MAPPER = new ObjectMapper();

	private Json() {
	}

	static ObjectNode object() {
		return MAPPER.createObjectNode();
	}

	static ArrayNode array(Collection<? extends JsonNode> items) {
		return MAPPER.createArrayNode().addAll(items);
	}

	static ArrayNode strings(Collection<String> items) {
		ArrayNode array = MAPPER.createArrayNode();
		items.forEach(array::add);
		return array;
	}

	/**
	 * @throws UncheckedIOException if the text is not one JSON object
	 */
	static ObjectNode parse(String text) {
		return parse(text.getBytes(StandardCharsets.UTF_8));
	}

	static ObjectNode parse(byte[] text) {
		try {
			return MAPPER.readerFor(ObjectNode.class).readValue(text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
