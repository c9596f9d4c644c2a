package org.dsrhub.simulated;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a simulated server answers.
 */
record Reply(int status, Map<String, String> headers, byte[] body) {

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
		return new Reply(this.status, more, this.body);
	}

	Reply withBody(JsonNode changed) {
		return new Reply(this.status, this.headers, changed.toString().getBytes(StandardCharsets.UTF_8));
	}

}
