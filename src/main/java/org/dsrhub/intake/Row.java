package org.dsrhub.intake;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.request.FieldError;

/**
 * One request of an inbox file as it stands there, or what stands in its place.
 *
 * @param line where it begins, from 1
 * @param document the request document, or null
 * @param fault why there is none, or null
 */
record Row(long line, JsonNode document, FieldError fault) {

	static Row of(long line, JsonNode document) {
		return new Row(line, document, null);
	}

	static Row fault(long line, String field, String message) {
		return new Row(line, null, new FieldError(field, message));
	}

	/**
	 * A fault of the file itself.
	 */
	static Row broken(long line, String message) {
		return fault(line, "(file)", message);
	}

}
