package org.dsrhub.correspondence;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Records in CSV (RFC 4180, UTF-8): a header of at least two names, and a row each. A
 * table without rows may be a text that only looks like one, so it is none.
 */
final class CsvAnswer {

	private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N} ()._/-]{0,99}");

	private static final int LONGEST_HEADER = 1 << 16;

	private CsvAnswer() {
	}

	/**
	 * Hands over each row, its values as texts.
	 * @throws Unreadable if it is no such table
	 * @throws IOException if it is not UTF-8, or cannot be read
	 */
	static void read(InputStream file, Consumer<JsonNode> consumer) throws IOException {
		BufferedReader text = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8.newDecoder()));
		skipMark(text);
		try (CSVParser rows = CSVFormat.RFC4180.builder()
			.setDelimiter(delimiter(text))
			.setIgnoreEmptyLines(true)
			.get()
			.parse(text)) {
			Iterator<CSVRecord> each = rows.iterator();
			List<String> header = each.hasNext() ? each.next().stream().map(String::strip).toList() : List.of();
			boolean names = header.size() > 1 && header.stream().allMatch((name) -> NAME.matcher(name).matches())
					&& new HashSet<>(header).size() == header.size();
			if (!names || !each.hasNext()) {
				throw new Unreadable("no table with a header");
			}
			while (each.hasNext()) {
				consumer.accept(row(header, each.next()));
			}
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

	private static JsonNode row(List<String> header, CSVRecord row) throws Unreadable {
		if (row.size() != header.size()) {
			throw new Unreadable("a row that does not fit the header");
		}
		ObjectNode record = JsonNodeFactory.instance.objectNode();
		for (int i = 0; i < header.size(); i++) {
			record.put(header.get(i), row.get(i));
		}
		return record;
	}

	private static String delimiter(BufferedReader text) throws IOException {
		text.mark(LONGEST_HEADER);
		char[] start = new char[LONGEST_HEADER - 1];
		int read = text.read(start);
		text.reset();
		String header = new String(start, 0, Math.max(0, read)).lines().findFirst().orElse("");
		return List.of(",", ";", "\t")
			.stream()
			.max(Comparator
				.comparingLong((mark) -> header.chars().filter((letter) -> letter == mark.charAt(0)).count()))
			.orElseThrow();
	}

	private static void skipMark(BufferedReader text) throws IOException {
		text.mark(1);
		if (text.read() != '\uFEFF') {
			text.reset();
		}
	}

}
