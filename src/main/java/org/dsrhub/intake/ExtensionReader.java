package org.dsrhub.intake;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.request.BrokenText;
import org.dsrhub.request.FieldError;
import org.dsrhub.request.InvalidRequest;

/**
 * Reads the document in which a person says why an answer takes longer.
 */
public final class ExtensionReader {

	private static final int LONGEST = 2000;

	private ExtensionReader() {
	}

	/**
	 * Reads the reason.
	 * @throws InvalidRequest if the document is anything but one text, not too long
	 */
	public static String read(JsonNode document) {
		BrokenText.refuse(document);
		JsonNode reason = document.path("reason");
		if (document.size() != 1 || !reason.isTextual() || reason.textValue().isBlank()
				|| reason.textValue().length() > LONGEST) {
			throw new InvalidRequest(List.of(new FieldError("reason",
					"must be complexity, number-of-requests or a text of 1 to %d characters, and the only field; the data subject is told it (GDPR art. 12(3))"
						.formatted(LONGEST))));
		}
		return reason.textValue().strip();
	}

}
