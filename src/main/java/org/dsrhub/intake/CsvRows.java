package org.dsrhub.intake;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The requests of a CSV file (RFC 4180, with {@code ,} or {@code ;}), one a record below
 * the header; blank lines are left out.
 */
final class CsvRows implements Rows {

	private static final int LONGEST_HEADER = 64_000;

	/**
	 * More than every column that there is, with as many corrections as a request has.
	 */
	private static final int MOST_COLUMNS = 200;

	private final RowLimit text;

	private final CSVParser parser;

	private final Iterator<CSVRecord> records;

	private final String tenant;

	private final List<CsvColumn> columns = new ArrayList<>();

	private final Deque<Row> waiting = new ArrayDeque<>();

	private boolean ended;

	private CsvRows(RowLimit text, CSVParser parser, String tenant) {
		this.text = text;
		this.parser = parser;
		this.records = parser.iterator();
		this.tenant = tenant;
	}

	/**
	 * The records below the header; a header with a fault is all that is told.
	 */
	static CsvRows of(RowLimit text, String tenant) throws IOException {
		BufferedReader reader = new BufferedReader(text);
		reader.mark(LONGEST_HEADER);
		char[] start = new char[LONGEST_HEADER - 1];
		int length = Math.max(0, reader.read(start));
		reader.reset();
		String header = new String(start, 0, length).lines().findFirst().orElse("");
		CSVFormat format = CSVFormat.RFC4180.builder()
			.setDelimiter((header.indexOf(';') >= 0 && header.indexOf(',') < 0) ? ';' : ',')
			.get();
		CsvRows rows = new CsvRows(text, CSVParser.builder().setReader(reader).setFormat(format).get(), tenant);
		rows.readHeader();
		return rows;
	}

	private void readHeader() {
		Row fault = read((line, header) -> {
			if (header.size() > MOST_COLUMNS) {
				this.ended = true;
				return Row.broken(line,
						"has %d columns; at most %d, no row was read".formatted(header.size(), MOST_COLUMNS));
			}
			Set<String> seen = new HashSet<>();
			header.forEach((cell) -> {
				String name = cell.strip();
				String shown = name.matches("[A-Za-z0-9._-]{1,100}") ? name : "(column)";
				if (CsvColumn.of(name).isEmpty()) {
					this.waiting.add(Row.fault(line, shown,
							"is not a column of request files; correct the header, no row was read"));
				}
				else if (!seen.add(name)) {
					this.waiting.add(Row.fault(line, shown, "is a column twice; keep one, no row was read"));
				}
				CsvColumn.of(name).ifPresent(this.columns::add);
			});
			this.ended = !this.waiting.isEmpty();
			return null;
		});
		if (fault != null) {
			this.waiting.add(fault);
		}
	}

	@Override
	public Row next() {
		return this.waiting.isEmpty() ? read(this::row) : this.waiting.poll();
	}

	private Row read(RecordReader reader) {
		while (!this.ended) {
			this.text.begin();
			long line = this.parser.getCurrentLineNumber() + 1;
			try {
				if (!this.records.hasNext()) {
					this.ended = true;
					return null;
				}
				CSVRecord next = this.records.next();
				if (next.size() > 1 || !next.get(0).isBlank()) {
					return reader.read(line, next);
				}
			}
			catch (java.io.UncheckedIOException ex) {
				this.ended = true;
				return Row.broken(line, (ex.getCause() instanceof RowLimit.RowTooLong) ? RowLimit.RowTooLong.MESSAGE
						: "is not CSV here: check the quotation marks; nothing after this line was read");
			}
		}
		return null;
	}

	private Row row(long line, CSVRecord next) {
		if (next.size() != this.columns.size()) {
			return Row.fault(line, "(request)",
					"has %d cells where the header has %d; put cells with a delimiter in quotation marks"
						.formatted(next.size(), this.columns.size()));
		}
		ObjectNode document = JsonNodeFactory.instance.objectNode().put("tenant", this.tenant);
		document.putObject("subject");
		for (int i = 0; i < next.size(); i++) {
			String cell = next.get(i).strip();
			if (!cell.isEmpty()) {
				this.columns.get(i).fill(document, cell);
			}
		}
		return Row.of(line, document);
	}

	@Override
	public String field(String path) {
		return CsvColumn.named(path);
	}

	@Override
	public void close() throws IOException {
		this.parser.close();
	}

	private interface RecordReader {

		Row read(long line, CSVRecord next);

	}

}
