package org.dsrhub.intake;

import java.io.BufferedReader;
import java.io.IOException;

import com.fasterxml.jackson.core.JsonProcessingException;

/**
 * The requests of an NDJSON file, one a line; blank lines are left out.
 */
class NdjsonRows implements Rows {

	private final RowLimit text;

	private final BufferedReader lines;

	private long line;

	private boolean ended;

	NdjsonRows(RowLimit text) {
		this.text = text;
		this.lines = new BufferedReader(text);
	}

	@Override
	public Row next() throws IOException {
		while (!this.ended) {
			this.text.begin();
			this.line++;
			String content;
			try {
				content = this.lines.readLine();
			}
			catch (RowLimit.RowTooLong ex) {
				this.ended = true;
				return Row.broken(this.line, ex.getMessage());
			}
			this.ended = content == null;
			if (content != null && !content.isBlank()) {
				return row(content);
			}
		}
		return null;
	}

	private Row row(String content) {
		try {
			return Row.of(this.line, StrictJson.document(content));
		}
		catch (JsonProcessingException ex) {
			return Row.fault(this.line, "(request)", StrictJson.sentence(ex));
		}
	}

	@Override
	public void close() throws IOException {
		this.lines.close();
	}

}
