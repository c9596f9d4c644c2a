package org.dsrhub.retention;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.request.BrokenText;
import org.dsrhub.request.FieldError;
import org.dsrhub.request.InvalidRequest;

/**
 * What a person asks for: a run of a rule for a tenant.
 *
 * @param dryRun whether it is only to make the list
 */
public record RunOrder(String rule, String tenant, boolean dryRun) {

	private static final Set<String> FIELDS = Set.of("rule", "tenant", "dryRun");

	/**
	 * Reads the document of an order.
	 * @throws InvalidRequest naming every field at fault
	 */
	public static RunOrder read(JsonNode document) {
		BrokenText.refuse(document);
		if (!document.isObject()) {
			throw new InvalidRequest(List.of(new FieldError("", "must be an object")));
		}
		List<FieldError> errors = new ArrayList<>();
		document.fieldNames().forEachRemaining((field) -> {
			if (!FIELDS.contains(field)) {
				errors.add(new FieldError("(unknown)", "the fields are rule, tenant and dryRun"));
			}
		});
		for (String field : List.of("rule", "tenant")) {
			if (!document.path(field).isTextual()) {
				errors.add(new FieldError(field, "must be a text"));
			}
		}
		if (!document.path("dryRun").isBoolean()) {
			errors.add(new FieldError("dryRun", "must be true or false"));
		}
		if (!errors.isEmpty()) {
			throw new InvalidRequest(errors);
		}
		return new RunOrder(document.path("rule").textValue(), document.path("tenant").textValue(),
				document.path("dryRun").booleanValue());
	}

}
