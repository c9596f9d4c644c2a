package org.dsrhub.task;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Where a task stands.
 */
public enum TaskState {

	PLANNED, RUNNING, WAITING, DONE, FAILED, MANUAL;

	@JsonValue
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	public static TaskState of(String label) {
		return valueOf(label.toUpperCase(Locale.ROOT));
	}

}
