package org.dsrhub.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.source.Change;
import org.dsrhub.source.Source;

/**
 * What a request's corrections mean for one source (GDPR art. 16).
 *
 * @param fields the source's fields to their new values
 * @param readOnly the corrections that it takes from nobody, with the rule
 */
record Corrections(Map<String, JsonNode> fields, Map<String, String> readOnly) {

	static Corrections of(Change change, Map<String, JsonNode> corrections) {
		Map<String, JsonNode> fields = new LinkedHashMap<>();
		Map<String, String> readOnly = new TreeMap<>();
		corrections.forEach((name, value) -> {
			change.fields().getOrDefault(name, List.of()).forEach((field) -> fields.put(field, value));
			if (change.readOnly().containsKey(name)) {
				readOnly.put(name, change.readOnly().get(name));
			}
		});
		return new Corrections(fields, readOnly);
	}

	/**
	 * How the task ends at once, where nothing that is asked can be corrected.
	 */
	Optional<PlannedTask> forbidden(Source source) {
		if (!this.fields.isEmpty()) {
			return Optional.empty();
		}
		return Optional.of(this.readOnly.isEmpty() ? PlannedTask.ended(source, Outcome.NOTHING_FOUND, null, null)
				: PlannedTask.ended(source, Outcome.REFUSED, "rule", rule().orElseThrow()));
	}

	/**
	 * Why some of it cannot be corrected.
	 */
	Optional<String> rule() {
		List<String> rules = new ArrayList<>(this.readOnly.values());
		return rules.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", rules));
	}

}
