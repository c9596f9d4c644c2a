package org.dsrhub.request;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Finds what is no text although JSON can write it (RFC 8259, section 8.2): U+FFFD, which
 * reading has put in the place of bytes that were not UTF-8, half of a surrogate pair,
 * and U+0000, which no database takes.
 */
public final class BrokenText {

	private BrokenText() {
	}

	/**
	 * Refuses a document that holds any.
	 * @throws InvalidRequest naming the first field that does
	 */
	public static void refuse(JsonNode document) {
		find(document, "").ifPresent((field) -> {
			throw new InvalidRequest(List.of(new FieldError(field.isEmpty() ? "(request)" : field,
					"has characters that are not UTF-8 text; write it anew and save it as UTF-8")));
		});
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
					: find(field.getValue(), (path.isEmpty() ? "" : path + ".") + PlainName.of(field.getKey()));
			if (found.isPresent()) {
				return found;
			}
		}
		return Optional.empty();
	}

	private static boolean broken(String text) {
		return text.codePoints().anyMatch((one) -> one == 0 || one == 0xFFFD || (one >= 0xD800 && one <= 0xDFFF));
	}

}
