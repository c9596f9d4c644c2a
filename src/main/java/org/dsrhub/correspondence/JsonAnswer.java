package org.dsrhub.correspondence;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * Records in JSON: a list of objects, {@code {"value": [...]}}, one object, or objects
 * line by line.
 */
final class JsonAnswer {

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.nodeFactory(new JsonNodeFactory(true))
		.build();

	private JsonAnswer() {
	}

	/**
	 * Hands over each record.
	 * @throws Unreadable if it is anything else, or only a part of something
	 * @throws IOException if it is not whole JSON, or cannot be read
	 */
	static void read(InputStream file, Consumer<JsonNode> consumer) throws IOException {
		try (JsonParser parser = JSON.createParser(file)) {
			if (parser.nextToken() == null) {
				throw new Unreadable("an empty file");
			}
			while (parser.currentToken() != null) {
				if (parser.currentToken() == JsonToken.START_ARRAY) {
					while (parser.nextToken() != JsonToken.END_ARRAY) {
						consumer.accept(object(parser));
					}
				}
				else {
					document(object(parser), consumer);
				}
				parser.nextToken();
			}
		}
		catch (NumberFormatException ex) {
			// Jackson lets it out when an exponent is beyond an int.
			throw new Unreadable("a number that is too large");
		}
	}

	private static void document(JsonNode document, Consumer<JsonNode> consumer) throws IOException {
		if (document.hasNonNull("nextLink") || document.hasNonNull("@odata.nextLink")) {
			throw new Unreadable("one page of several");
		}
		if (!document.path("value").isArray()) {
			consumer.accept(document);
			return;
		}
		for (JsonNode item : document.path("value")) {
			if (!item.isObject()) {
				throw new Unreadable("a list of something else than objects");
			}
			consumer.accept(item);
		}
	}

	private static JsonNode object(JsonParser parser) throws IOException {
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			throw new Unreadable("a value that is no object");
		}
		return JSON.readTree(parser);
	}

}
