package org.dsrhub.intake;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.request.BrokenText;
import org.dsrhub.request.FieldError;
import org.dsrhub.request.InvalidRequest;
import org.dsrhub.task.ManualTasks.Completion;
import org.dsrhub.task.Outcome;

/**
 * Reads the document in which a person says that a manual task is done.
 */
public final class CompletionReader {

	private static final Set<String> FIELDS = Set.of("outcome", "note", "attachment");

	private static final Set<String> ATTACHMENT = Set.of("name", "contentType", "content");

	private CompletionReader() {
	}

	/**
	 * Reads a completion.
	 * @throws InvalidRequest naming every field at fault
	 */
	public static Completion read(JsonNode document) {
		BrokenText.refuse(document);
		List<FieldError> errors = new ArrayList<>();
		if (!document.isObject()) {
			throw new InvalidRequest(List.of(new FieldError("", "must be an object")));
		}
		document.fieldNames().forEachRemaining((field) -> {
			if (!FIELDS.contains(field)) {
				errors.add(new FieldError("(unknown)", "the fields are outcome, note and attachment"));
			}
		});
		JsonNode note = document.path("note");
		if (!note.isTextual() || note.textValue().isBlank() || note.textValue().length() > 2000) {
			errors.add(new FieldError("note", "must say in at most 2000 characters what was done"));
		}
		Outcome outcome = null;
		if (document.hasNonNull("outcome")) {
			try {
				outcome = Outcome.of(document.path("outcome").asText());
			}
			catch (IllegalArgumentException ex) {
				errors.add(new FieldError("outcome", "is no outcome of a task, such as erased"));
			}
		}
		JsonNode attachment = document.hasNonNull("attachment") ? document.path("attachment") : null;
		if (attachment != null) {
			check(attachment, errors);
		}
		if (!errors.isEmpty()) {
			throw new InvalidRequest(errors);
		}
		return new Completion(outcome, note.textValue(), attachment);
	}

	private static void check(JsonNode attachment, List<FieldError> errors) {
		for (String field : ATTACHMENT) {
			JsonNode value = attachment.path(field);
			if (!value.isTextual() || value.textValue().isBlank()) {
				errors.add(new FieldError("attachment." + field, "must be a text"));
			}
		}
		if (attachment.size() != ATTACHMENT.size()) {
			errors.add(new FieldError("attachment", "the fields are name, contentType and content"));
		}
		try {
			Base64.getDecoder().decode(attachment.path("content").asText());
		}
		catch (IllegalArgumentException ex) {
			errors.add(new FieldError("attachment.content", "must be Base64"));
		}
	}

}
