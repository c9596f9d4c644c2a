package org.dsrhub.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.stereotype.Component;

/**
 * How far a task has come, as its row holds it.
 */
@Component
class TaskJson {

	private final ObjectMapper json;

	TaskJson(ObjectMapper json) {
		this.json = json;
	}

	String write(Object value) {
		try {
			return this.json.writeValueAsString(value);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException("how far a task has come cannot be written", ex);
		}
	}

	<T> T read(String text, Class<T> type) {
		try {
			return this.json.readValue(text, type);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException("how far a task has come cannot be read from the ledger");
		}
	}

}
