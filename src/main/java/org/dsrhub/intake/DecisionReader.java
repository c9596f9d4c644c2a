package org.dsrhub.intake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.request.BrokenText;
import org.dsrhub.request.Decision;
import org.dsrhub.request.Decisions;
import org.dsrhub.request.FieldError;
import org.dsrhub.request.InvalidRequest;
import org.dsrhub.request.LeftOut;

/**
 * Reads the document in which a person decides on a request.
 */
public final class DecisionReader {

	private static final Set<String> FIELDS = Set.of("decision", "reason", "leaveOut", "subjectTold");

	private static final int LONGEST_REASON = 2000;

	private static final int LONGEST_ID = 200;

	private static final int LONGEST_FIELD = 1000;

	private final JsonNode document;

	private final List<FieldError> errors = new ArrayList<>();

	private DecisionReader(JsonNode document) {
		this.document = document;
	}

	/**
	 * Reads a decision.
	 * @throws InvalidRequest naming every field at fault
	 */
	public static Decision read(JsonNode document) {
		BrokenText.refuse(document);
		if (!document.isObject()) {
			throw new InvalidRequest(List.of(new FieldError("", "must be an object")));
		}
		return new DecisionReader(document).decision();
	}

	private Decision decision() {
		this.document.fieldNames().forEachRemaining((field) -> {
			if (!FIELDS.contains(field)) {
				error("(unknown)", "the fields are decision, reason, leaveOut and subjectTold");
			}
		});
		JsonNode word = this.document.path("decision");
		if (!word.isTextual() || !Set.of(Decisions.APPROVE, Decisions.DECLINE).contains(word.textValue())) {
			error("decision", "must be approve or decline");
		}
		boolean declines = Decisions.DECLINE.equals(word.textValue());
		List<LeftOut> leaveOut = leaveOut(declines);
		String reason = reason(declines, leaveOut);
		JsonNode told = this.document.path("subjectTold");
		if (!absent(told) && !told.isBoolean()) {
			error("subjectTold", "must be true or false");
		}
		if (!this.errors.isEmpty()) {
			throw new InvalidRequest(this.errors);
		}
		return new Decision(word.textValue(), reason, leaveOut, absent(told) ? null : told.booleanValue());
	}

	private String reason(boolean declines, List<LeftOut> leaveOut) {
		JsonNode reason = this.document.path("reason");
		if (absent(reason)) {
			if (declines) {
				error("reason", "is missing; the data subject is told why nothing is done (GDPR art. 12(4))");
			}
			else if (!leaveOut.isEmpty()) {
				error("reason", "is missing; say why something is left out");
			}
			return null;
		}
		if (!reason.isTextual() || reason.textValue().isBlank() || reason.textValue().length() > LONGEST_REASON) {
			error("reason", "must be a text of 1 to %d characters".formatted(LONGEST_REASON));
		}
		return reason.asText().strip();
	}

	private List<LeftOut> leaveOut(boolean declines) {
		List<LeftOut> all = new ArrayList<>();
		JsonNode list = this.document.path("leaveOut");
		if (absent(list)) {
			return all;
		}
		if (!list.isArray()) {
			error("leaveOut", "must be a list of record ids, or of objects with record and field");
		}
		else if (declines && !list.isEmpty()) {
			error("leaveOut", "belongs to approve: declining releases nothing; take it out");
		}
		Set<LeftOut> known = new HashSet<>();
		for (JsonNode element : list) {
			LeftOut one = element(element, "leaveOut[" + all.size() + "]");
			if (!known.add(one)) {
				error("leaveOut[" + all.size() + "]", "is there twice; take it out");
			}
			all.add(one);
		}
		for (int i = 0; i < all.size(); i++) {
			if (!all.get(i).whole() && known.contains(new LeftOut(all.get(i).record(), null))) {
				error("leaveOut[" + i + "]", "is a field of a record that is left out as a whole; keep one of the two");
			}
		}
		return all;
	}

	private LeftOut element(JsonNode element, String at) {
		if (!element.isObject()) {
			return new LeftOut(text(element, at, "a record's id", LONGEST_ID), null);
		}
		element.fieldNames().forEachRemaining((field) -> {
			if (!field.equals("record") && !field.equals("field")) {
				error(at, "the fields are record and field");
			}
		});
		return new LeftOut(text(element.path("record"), at + ".record", "a record's id", LONGEST_ID),
				text(element.path("field"), at + ".field",
						"where the field is in the record's data, such as properties.requests[0].justification",
						LONGEST_FIELD));
	}

	private String text(JsonNode value, String at, String what, int longest) {
		if (!value.isTextual() || value.textValue().isEmpty() || value.textValue().length() > longest) {
			error(at, "must be " + what);
		}
		return value.asText();
	}

	private void error(String field, String message) {
		this.errors.add(new FieldError(field, message));
	}

	private static boolean absent(JsonNode value) {
		return value.isMissingNode() || value.isNull();
	}

}
