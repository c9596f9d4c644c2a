package org.dsrhub.camel;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.dsrhub.request.FieldError;
import org.dsrhub.request.InvalidRequest;

/**
 * The query of a call, read from the request line alone: among Camel's headers it stands
 * beside HTTP headers of the same name.
 */
final class QueryParameters {

	private final Map<String, String> values = new HashMap<>();

	/**
	 * Reads a query.
	 * @throws InvalidRequest for what is not known, comes twice or is badly encoded: a
	 * mistyped filter must not widen a list
	 */
	QueryParameters(String query, Set<String> known) {
		if (query == null || query.isEmpty()) {
			return;
		}
		for (String pair : query.split("&")) {
			String[] parts = pair.split("=", 2);
			String name = decode(parts[0]);
			if (!known.contains(name)) {
				throw invalid("(query)", "the parameters are " + String.join(", ", known.stream().sorted().toList()));
			}
			if (this.values.put(name, (parts.length == 2) ? decode(parts[1]) : "") != null) {
				throw invalid(name, "must be given once");
			}
		}
	}

	/**
	 * The parameter, or null.
	 */
	String text(String name) {
		return this.values.get(name);
	}

	/**
	 * The parameter as a number from {@code least} to {@code most}, or {@code otherwise}.
	 */
	long number(String name, long least, long most, long otherwise) {
		String text = text(name);
		if (text == null) {
			return otherwise;
		}
		long value = text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
		if (value < least || value > most) {
			throw invalid(name, "must be a number from %d to %d".formatted(least, most));
		}
		return value;
	}

	static InvalidRequest invalid(String field, String message) {
		return new InvalidRequest(List.of(new FieldError(field, message)));
	}

	private static String decode(String text) {
		try {
			String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
			if (decoded.indexOf('\0') < 0) {
				return decoded;
			}
		}
		catch (IllegalArgumentException ex) {
			throw invalid("(query)", "is not percent-encoded as it should be");
		}
		throw invalid("(query)", "holds a character that no parameter has");
	}

}
