package org.dsrhub.intake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The requests that a mail's words hold: lines of a CSV column's name, a colon and a
 * value. A line of three hyphens begins the next request; one of two ends them, since
 * below it is the signature (RFC 3676, section 4.3).
 */
final class FormRows implements Rows {

	private static final Pattern LINE = Pattern.compile("([^:]{1,100}):(.*)");

	private static final Pattern NEXT = Pattern.compile("-{3,}");

	private static final String SIGNATURE = "--";

	/** Mail programs add it to addresses in text. */
	private static final Pattern LINK = Pattern.compile("<mailto:[^>]*>");

	private final Iterator<Row> rows;

	private FormRows(List<Row> rows) {
		this.rows = rows.iterator();
	}

	/**
	 * Whether a text has any line of a request in it.
	 */
	static boolean in(String text) {
		return lines(text).stream().anyMatch((line) -> column(line).isPresent());
	}

	/**
	 * The requests of a text.
	 */
	static FormRows of(String text, String tenant) {
		List<Row> rows = new ArrayList<>();
		Block block = new Block(tenant);
		int number = 0;
		for (String line : lines(text)) {
			number++;
			if (NEXT.matcher(line).matches()) {
				block.end(rows);
				block = new Block(tenant);
			}
			else if (!line.isEmpty()) {
				block.add(number, line);
			}
		}
		block.end(rows);
		return new FormRows(rows);
	}

	private static List<String> lines(String text) {
		return text.lines()
			.map((line) -> line.replace('\u00A0', ' ').strip())
			.takeWhile((line) -> !line.equals(SIGNATURE))
			.toList();
	}

	private static Optional<CsvColumn> column(String line) {
		Matcher parts = LINE.matcher(line);
		return parts.matches() ? CsvColumn.of(key(parts)) : Optional.empty();
	}

	/** Telephones begin every line with a capital letter. */
	private static String key(Matcher parts) {
		String key = parts.group(1).strip();
		return Character.toLowerCase(key.charAt(0)) + key.substring(1);
	}

	@Override
	public Row next() {
		return this.rows.hasNext() ? this.rows.next() : null;
	}

	@Override
	public String field(String path) {
		return CsvColumn.named(path);
	}

	@Override
	public void close() {
		// Nothing is open.
	}

	/**
	 * The lines of one request.
	 */
	private static final class Block {

		private final ObjectNode document = JsonNodeFactory.instance.objectNode();

		private final Set<String> keys = new HashSet<>();

		private final List<Row> faults = new ArrayList<>();

		private int first;

		private Block(String tenant) {
			this.document.put("tenant", tenant).putObject("subject");
		}

		private void add(int number, String line) {
			this.first = (this.first == 0) ? number : this.first;
			Matcher parts = LINE.matcher(line);
			if (!parts.matches()) {
				fault(number, "(line)",
						"is not a field, a colon and a value; take it out, or end the requests with a line of two hyphens");
				return;
			}
			String key = key(parts);
			Optional<CsvColumn> column = CsvColumn.of(key);
			if (column.isEmpty()) {
				fault(number, key.matches("[A-Za-z0-9._-]{1,100}") ? key : "(line)", "is not a field of requests");
			}
			else if (!this.keys.add(key)) {
				fault(number, key, "is there twice; keep one, or divide two requests by a line of three hyphens");
			}
			else {
				String value = LINK.matcher(parts.group(2)).replaceAll("").strip();
				if (!value.isEmpty()) {
					column.get().fill(this.document, value);
				}
			}
		}

		private void fault(int number, String field, String message) {
			this.faults.add(Row.fault(number, field, message));
		}

		private void end(List<Row> rows) {
			if (!this.faults.isEmpty()) {
				rows.addAll(this.faults);
			}
			else if (this.first > 0) {
				rows.add(Row.of(this.first, this.document));
			}
		}

	}

}
