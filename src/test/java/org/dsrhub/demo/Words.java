package org.dsrhub.demo;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Parts of a result in a few words.
 */
final class Words {

	private Words() {
	}

	static String outcome(JsonNode task) {
		String outcome = task.path("outcome").asText();
		if (!outcome.equals("found")) {
			return outcome + (task.path("reason").isNull() ? "" : " (" + task.path("reason").asText() + ")");
		}
		int count = task.path("count").asInt();
		int redactions = task.path("redactions").asInt();
		return "found %d record%s%s".formatted(count, (count == 1) ? "" : "s",
				(redactions == 0) ? "" : ", %d details of others taken out".formatted(redactions));
	}

	static String end(JsonNode result) {
		JsonNode stored = result.path("package");
		return result.path("state").asText()
				+ (stored.isNull() ? "" : ", package of %,d bytes".formatted(stored.path("bytes").asLong()));
	}

	static String fault(JsonNode error) {
		return error.path("field").asText() + " " + error.path("message").asText();
	}

}
