package org.dsrhub.intake;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Reads the one JSON document (RFC 8259) that a body must be. A key that comes twice is
 * refused: two readers could take two different requests from it.
 */
public final class JsonBody {

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private JsonBody() {
	}

	/**
	 * Reads a body.
	 * @throws MalformedJson with line and column of the first fault
	 */
	public static JsonNode parse(byte[] body) {
		try {
			JsonNode document = JSON.readTree((body != null) ? body : new byte[0]);
			if (document.isMissingNode()) {
				throw new MalformedJson("the body is empty; send a JSON document");
			}
			return document;
		}
		catch (JsonProcessingException ex) {
			JsonLocation place = ex.getLocation();
			throw new MalformedJson((place != null) ? "the body is not a JSON document: see line %d, column %d"
				.formatted(place.getLineNr(), place.getColumnNr()) : "the body is not a JSON document");
		}
		catch (IOException ex) {
			throw new MalformedJson("the body is not JSON in UTF-8");
		}
	}

}
