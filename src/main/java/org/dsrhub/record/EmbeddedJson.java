package org.dsrhub.record;

import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * JSON within a string, such as the request body in an activity log event. It is read as
 * the part of the record that it is, so that its keys count.
 */
final class EmbeddedJson {

	/** What is not read whole, such as the first of two equal keys, would not be seen. */
	private static final ObjectReader STRICT = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
		.build()
		.readerFor(JsonNode.class);

	private EmbeddedJson() {
	}

	static Optional<JsonNode> read(String text) {
		String stripped = text.strip();
		boolean possible = (stripped.startsWith("{") && stripped.endsWith("}"))
				|| (stripped.startsWith("[") && stripped.endsWith("]"));
		if (!possible || stripped.length() < 4) {
			return Optional.empty();
		}
		try {
			JsonNode json = STRICT.readValue(stripped);
			return Optional.ofNullable(json).filter(JsonNode::isContainerNode);
		}
		catch (JsonProcessingException | NumberFormatException ex) {
			return Optional.empty();
		}
	}

}
