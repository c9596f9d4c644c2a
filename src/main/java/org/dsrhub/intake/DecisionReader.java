package org.dsrhub.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.request.BrokenText;
import org.dsrhub.request.Decision;
import org.dsrhub.request.FieldError;
import org.dsrhub.request.InvalidRequest;

/**
 * Reads the document in which a person decides on a request.
 */
public final class DecisionReader {

	private static final Set<String> FIELDS = Set.of("decision", "reason", "leaveOut");

	private DecisionReader() {
	}

	/**
	 * Reads a decision.
	 * @throws InvalidRequest naming every field at fault
	 */
	public static Decision read(JsonNode document) {
		BrokenText.refuse(document);
		List<FieldError> errors = new ArrayList<>();
		if (!document.isObject()) {
			throw new InvalidRequest(List.of(new FieldError("", "must be an object")));
		}
		document.fieldNames().forEachRemaining((field) -> {
			if (!FIELDS.contains(field)) {
				errors.add(new FieldError("(unknown)", "the fields are decision, reason and leaveOut"));
			}
		});
		JsonNode decision = document.path("decision");
		if (!decision.isTextual() || !Set.of("approve", "decline").contains(decision.textValue())) {
			errors.add(new FieldError("decision", "must be approve or decline"));
		}
		JsonNode reason = document.path("reason");
		if (!absent(reason) && (!reason.isTextual() || reason.textValue().length() > 2000)) {
			errors.add(new FieldError("reason", "must be a text of at most 2000 characters"));
		}
		List<String> leaveOut = new ArrayList<>();
		JsonNode records = document.path("leaveOut");
		if (!absent(records)) {
			if (!records.isArray()) {
				errors.add(new FieldError("leaveOut", "must be a list of record ids"));
			}
			for (JsonNode record : records) {
				if (!record.isTextual() || record.textValue().isEmpty() || record.textValue().length() > 200) {
					errors.add(new FieldError("leaveOut." + leaveOut.size(), "must be a record's id"));
				}
				leaveOut.add(record.asText());
			}
		}
		if (!errors.isEmpty()) {
			throw new InvalidRequest(errors);
		}
		return new Decision(decision.textValue(), absent(reason) ? null : reason.textValue(), List.copyOf(leaveOut));
	}

	private static boolean absent(JsonNode value) {
		return value.isMissingNode() || value.isNull();
	}

}
