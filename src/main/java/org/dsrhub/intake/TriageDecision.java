package org.dsrhub.intake;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsrhub.request.BrokenText;
import org.dsrhub.request.FieldError;
import org.dsrhub.request.InvalidRequest;

/**
 * What a person decided on a mail in triage: a request is made of it, or it is dismissed.
 *
 * @param request the request document, or null
 * @param reason why it is dismissed, or null
 */
public record TriageDecision(ObjectNode request, String reason) {

	private static final int LONGEST_REASON = 280;

	/**
	 * Reads a decision; the request in it is not looked at here.
	 * @throws InvalidRequest naming every field at fault
	 */
	public static TriageDecision read(JsonNode document) {
		BrokenText.refuse(document);
		boolean request = "request".equals(document.path("decision").textValue());
		if (!request && !"dismiss".equals(document.path("decision").textValue())) {
			throw new InvalidRequest(List.of(new FieldError("decision", "must be request or dismiss")));
		}
		List<FieldError> errors = new ArrayList<>();
		String other = request ? "request" : "reason";
		document.fieldNames().forEachRemaining((field) -> {
			if (!field.equals("decision") && !field.equals(other)) {
				errors.add(new FieldError("(unknown)", "the fields are decision and " + other));
			}
		});
		JsonNode value = document.path(other);
		if (request && !value.isObject()) {
			errors.add(new FieldError("request", "must be a request document"));
		}
		if (!request
				&& (!value.isTextual() || value.textValue().isBlank() || value.textValue().length() > LONGEST_REASON)) {
			errors.add(new FieldError("reason", "must be a text of 1 to %d characters".formatted(LONGEST_REASON)));
		}
		if (!errors.isEmpty()) {
			throw new InvalidRequest(errors);
		}
		return request ? new TriageDecision(value.deepCopy(), null)
				: new TriageDecision(null, value.textValue().strip());
	}

}
