package org.dsrhub.intake;

import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.request.FieldError;

/**
 * Finds text that was not UTF-8, or had been spoilt before it came here: reading has put
 * U+FFFD in its place.
 */
final class BrokenText {

	private BrokenText() {
	}

	static Optional<FieldError> in(JsonNode document) {
		return find(document, "").map((field) -> new FieldError(field.isEmpty() ? "(request)" : field,
				"has characters that are not UTF-8; save the file as UTF-8"));
	}

	private static Optional<String> find(JsonNode node, String path) {
		if (node.isTextual()) {
			return broken(node.textValue()) ? Optional.of(path) : Optional.empty();
		}
		int index = 0;
		for (JsonNode element : node.isArray() ? node : Map.<String, JsonNode>of().values()) {
			Optional<String> found = find(element, path + "[" + index++ + "]");
			if (found.isPresent()) {
				return found;
			}
		}
		for (Map.Entry<String, JsonNode> field : node.properties()) {
			Optional<String> found = broken(field.getKey()) ? Optional.of(path)
					: find(field.getValue(), (path.isEmpty() ? "" : path + ".") + name(field.getKey()));
			if (found.isPresent()) {
				return found;
			}
		}
		return Optional.empty();
	}

	private static String name(String key) {
		return key.matches("[A-Za-z0-9_-]{1,64}") ? key : "(name)";
	}

	private static boolean broken(String text) {
		return text.indexOf('\uFFFD') >= 0;
	}

}
