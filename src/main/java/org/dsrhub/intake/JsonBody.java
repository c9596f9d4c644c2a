package org.dsrhub.intake;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Reads the one JSON document (RFC 8259) that a body must be, as strictly as a file's: a
 * key that comes twice, say, is refused, since two readers could take two different
 * requests from it.
 */
public final class JsonBody {

	private JsonBody() {
	}

	/**
	 * Reads a body.
	 * @throws MalformedJson with line and column of the first fault
	 */
	public static JsonNode parse(byte[] body) {
		try {
			JsonNode document = StrictJson.document(text((body != null) ? body : new byte[0]));
			if (document.isMissingNode()) {
				throw new MalformedJson("the body is empty; send a JSON document");
			}
			return document;
		}
		catch (StreamConstraintsException ex) {
			throw new MalformedJson("the body " + StrictJson.sentence(ex));
		}
		catch (JsonProcessingException ex) {
			JsonLocation place = ex.getLocation();
			throw new MalformedJson((place != null) ? "the body is not a JSON document: see line %d, column %d"
				.formatted(place.getLineNr(), place.getColumnNr()) : "the body is not a JSON document");
		}
	}

	/**
	 * Jackson's own reading of bytes would take UTF-16, and shapes that UTF-8 forbids.
	 */
	private static String text(byte[] body) {
		try {
			String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
			return text.startsWith("\uFEFF") ? text.substring(1) : text;
		}
		catch (CharacterCodingException ex) {
			throw new MalformedJson("the body is not JSON in UTF-8");
		}
	}

}
