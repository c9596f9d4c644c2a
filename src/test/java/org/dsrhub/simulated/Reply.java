package org.dsrhub.simulated;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a simulated server answers.
 *
 * @param change what it changes at the service; null if nothing
 */
record Reply(int status, Map<String, String> headers, byte[] body, Change change) {

	Reply(int status, Map<String, String> headers, byte[] body) {
		this(status, headers, body, null);
	}

	static Reply json(int status, JsonNode body) {
		return new Reply(status, Map.of("Content-Type", "application/json; charset=utf-8"),
				body.toString().getBytes(StandardCharsets.UTF_8));
	}

	static Reply text(int status, Map<String, String> headers, String body) {
		return new Reply(status, headers, body.getBytes(StandardCharsets.UTF_8));
	}

	static Reply empty(int status) {
		return new Reply(status, Map.of(), new byte[0]);
	}

	Reply with(String header, String value) {
		Map<String, String> more = new LinkedHashMap<>(this.headers);
		more.put(header, value);
		return new Reply(this.status, more, this.body, this.change);
	}

	Reply withBody(JsonNode changed) {
		return new Reply(this.status, this.headers, changed.toString().getBytes(StandardCharsets.UTF_8), this.change);
	}

	/**
	 * The answer that also changes something.
	 */
	Reply doing(String what, Runnable doing) {
		return new Reply(this.status, this.headers, this.body, new Change(what, doing));
	}

	/**
	 * Does more wherever it changes something at all.
	 */
	Reply alsoDoing(Runnable more) {
		return (this.change == null) ? this : new Reply(this.status, this.headers, this.body, this.change.and(more));
	}

}
