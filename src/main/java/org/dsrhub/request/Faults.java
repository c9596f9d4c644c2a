package org.dsrhub.request;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The faults found in one request, the first one of each field.
 */
class Faults {

	private final Map<String, String> messages = new LinkedHashMap<>();

	void add(String field, String message) {
		this.messages.putIfAbsent(field, message);
	}

	boolean at(String field) {
		return this.messages.containsKey(field);
	}

	/**
	 * Ends the reading if there is any.
	 */
	void raise() {
		if (!this.messages.isEmpty()) {
			List<FieldError> errors = this.messages.entrySet()
				.stream()
				.map((fault) -> new FieldError(fault.getKey(), fault.getValue()))
				.toList();
			throw new InvalidRequest(errors);
		}
	}

}
