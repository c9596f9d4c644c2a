package org.dsrhub.change;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was written down of one record's change, and outlives the node: which effects were
 * begun, when and with what answer.
 */
public record Notes(Map<String, String> values) {

	/** When something was first seen that is waited for. */
	public static final String WAITED = "waited";

	private static final String BEGUN = "begun:";

	private static final String SAID = "said:";

	public Notes {
		values = Map.copyOf(values);
	}

	public static Notes none() {
		return new Notes(Map.of());
	}

	/**
	 * When an effect was begun, ISO 8601.
	 */
	public Optional<String> begun(String effect) {
		return value(BEGUN + effect);
	}

	/**
	 * Whether any effect was begun.
	 */
	public boolean begun() {
		return this.values.keySet().stream().anyMatch((name) -> name.startsWith(BEGUN));
	}

	/**
	 * The status with which the service answered an effect; empty if the answer never
	 * came.
	 */
	public Optional<String> said(String effect) {
		return value(SAID + effect);
	}

	public Optional<String> value(String name) {
		return Optional.ofNullable(this.values.get(name));
	}

	/**
	 * The notes with an effect that is about to be called.
	 */
	public Notes beginning(String effect, String at) {
		return with(BEGUN + effect, at);
	}

	/**
	 * The notes with the answer to an effect.
	 */
	public Notes answered(String effect, int status) {
		return with(SAID + effect, Integer.toString(status));
	}

	public Notes with(String name, String value) {
		Map<String, String> more = new TreeMap<>(this.values);
		more.put(name, value);
		return new Notes(more);
	}

	/**
	 * The notes without one, so that it can be done again.
	 */
	public Notes without(String name) {
		Map<String, String> fewer = new TreeMap<>(this.values);
		fewer.remove(name);
		return new Notes(fewer);
	}

}
