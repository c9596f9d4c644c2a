package org.dsrhub.intake;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.request.BrokenText;
import org.dsrhub.request.FieldError;
import org.dsrhub.request.InvalidRequest;

/**
 * Reads the document in which an administrator classifies a record.
 */
public final class ClassificationReader {

	private ClassificationReader() {
	}

	/**
	 * Reads a classification; whether it is one is not looked at here.
	 * @throws InvalidRequest if the document is anything but one text
	 */
	public static String read(JsonNode document) {
		BrokenText.refuse(document);
		JsonNode label = document.path("classification");
		if (document.size() != 1 || !label.isTextual()) {
			throw new InvalidRequest(List.of(new FieldError("classification", "must be a text, and the only field")));
		}
		return label.textValue();
	}

}
