package org.dsrhub.packaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A JSON value as the page shows it: a text, or named or numbered values below it. The
 * page is for reading, the JSON file is the copy; so what would drown a reader is cut
 * here, and says so.
 *
 * @param text the text, or null where there are values below
 * @param entries the values below, each with its label
 */
record ValueView(String label, String text, List<ValueView> entries) {

	private static final Pattern WORD = Pattern.compile("[a-zA-Z][a-zA-Z0-9]*");

	private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

	private static final int DEPTH = 8;

	private static final int ENTRIES = 200;

	private static final int CHARACTERS = 2000;

	static ValueView of(JsonNode value) {
		return of("", value, 1);
	}

	boolean nested() {
		return this.text == null;
	}

	private static ValueView of(String label, JsonNode value, int depth) {
		if (value.isContainerNode() && !value.isEmpty() && depth <= DEPTH) {
			return new ValueView(label, null, below(value, depth));
		}
		return new ValueView(label, text(value), List.of());
	}

	private static List<ValueView> below(JsonNode value, int depth) {
		List<ValueView> entries = new ArrayList<>();
		if (value.isObject()) {
			value.properties()
				.stream()
				.limit(ENTRIES)
				.forEach((each) -> entries.add(of(words(each.getKey()), each.getValue(), depth + 1)));
		}
		else {
			StreamSupport.stream(value.spliterator(), false)
				.limit(ENTRIES)
				.forEach((each) -> entries.add(of(String.valueOf(entries.size() + 1), each, depth + 1)));
		}
		if (value.size() > ENTRIES) {
			entries.add(new ValueView("…", (value.size() - ENTRIES) + " more in the file", List.of()));
		}
		return entries;
	}

	private static String text(JsonNode value) {
		if (value.isNull()) {
			return "(no value)";
		}
		if (value.isBoolean()) {
			return value.booleanValue() ? "yes" : "no";
		}
		String text = value.isContainerNode() ? (value.isEmpty() ? "(none)" : value.toString()) : value.asText();
		if (text.isEmpty()) {
			return "(empty)";
		}
		int length = text.codePointCount(0, text.length());
		return (length <= CHARACTERS) ? text : text.substring(0, text.offsetByCodePoints(0, CHARACTERS)) + "… ("
				+ (length - CHARACTERS) + " more characters in the file)";
	}

	/**
	 * {@code alertDisplayName} as {@code Alert display name}; abbreviations stay.
	 */
	static String words(String key) {
		if (!WORD.matcher(key).matches()) {
			return key;
		}
		String[] parts = HUMP.split(key);
		StringBuilder words = new StringBuilder();
		for (String part : parts) {
			boolean abbreviation = part.length() > 1 && part.equals(part.toUpperCase(Locale.ROOT));
			words.append(words.isEmpty() ? "" : " ").append(abbreviation ? part : part.toLowerCase(Locale.ROOT));
		}
		return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
	}

}
