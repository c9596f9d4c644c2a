package org.dsrhub.intake;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * The formats of inbox files, told apart by the ending of their names.
 */
enum InboxFormat {

	JSON, NDJSON, CSV;

	private static final byte[] BYTE_ORDER_MARK = { (byte) 0xEF, (byte) 0xBB, (byte) 0xBF };

	static InboxFormat of(String fileName) {
		return valueOf(fileName.substring(fileName.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT));
	}

	/**
	 * Reads a file's rows; closing them closes the stream. Bytes that are not UTF-8
	 * become U+FFFD, which {@link BrokenText} finds, so that they spoil only their row.
	 * @param tenant what rows that cannot name a tenant belong to
	 */
	Rows rows(InputStream content, String tenant) throws IOException {
		InputStream bytes = new BufferedInputStream(content);
		bytes.mark(4);
		byte[] start = bytes.readNBytes(4);
		bytes.reset();
		if (otherEncoding(start)) {
			return new SingleRow(Row.broken(1, "is not UTF-8; save it as UTF-8 and drop it again"), bytes);
		}
		if (start.length >= 3 && Arrays.equals(Arrays.copyOf(start, 3), BYTE_ORDER_MARK)) {
			bytes.skipNBytes(3);
		}
		RowLimit text = new RowLimit(new InputStreamReader(bytes, StandardCharsets.UTF_8));
		return switch (this) {
			case JSON -> new JsonRows(text);
			case NDJSON -> new NdjsonRows(text);
			case CSV -> CsvRows.of(text, tenant);
		};
	}

	/**
	 * UTF-16 or UTF-32, by the byte order mark or by the zeros that ASCII has there.
	 */
	private static boolean otherEncoding(byte[] start) {
		boolean mark = start.length >= 2 && ((start[0] & start[1] & 0xFE) == 0xFE) && (start[0] != start[1]);
		return mark || new String(start, StandardCharsets.ISO_8859_1).indexOf('\0') >= 0;
	}

	private static final class SingleRow implements Rows {

		private final InputStream content;

		private Row row;

		private SingleRow(Row row, InputStream content) {
			this.row = row;
			this.content = content;
		}

		@Override
		public Row next() {
			Row only = this.row;
			this.row = null;
			return only;
		}

		@Override
		public void close() throws IOException {
			this.content.close();
		}

	}

}
