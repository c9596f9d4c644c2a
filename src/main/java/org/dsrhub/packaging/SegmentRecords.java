package org.dsrhub.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import org.apache.commons.io.input.BoundedInputStream;
import org.dsrhub.packaging.PackageContent.Segment;
import org.dsrhub.packaging.PackageContent.SourceContent;

/**
 * The staged records of one source, one after the other, none held once it was passed.
 * What was committed has to be whole: a short, torn or foreign record stops the reading
 * with an {@link IllegalStateException} that names source, segment and record, never a
 * value.
 */
final class SegmentRecords implements AutoCloseable {

	private final String source;

	private final Iterator<Segment> segments;

	private Path file;

	private JsonParser parser;

	private long read;

	SegmentRecords(SourceContent content) {
		this.source = content.source().source();
		this.segments = content.staged().iterator();
	}

	/**
	 * Goes to the next record, which then has to be taken by {@link #copyTo} or
	 * {@link #tree}.
	 */
	boolean next() throws IOException {
		while (true) {
			JsonToken token = (this.parser != null) ? token() : null;
			if (token == JsonToken.START_OBJECT) {
				this.read++;
				return true;
			}
			if (token != null) {
				throw broken("is not a JSON object");
			}
			close();
			if (!this.segments.hasNext()) {
				return false;
			}
			open(this.segments.next());
		}
	}

	/**
	 * How many records were passed so far.
	 */
	long read() {
		return this.read;
	}

	/**
	 * Copies the record token by token, each number with the digits that it came with.
	 */
	void copyTo(JsonGenerator out) throws IOException {
		try {
			copy(out);
		}
		catch (JsonProcessingException ex) {
			throw broken("cannot be parsed");
		}
	}

	private void copy(JsonGenerator out) throws IOException {
		out.writeStartObject();
		boolean own = false;
		for (int depth = 1; depth > 0;) {
			JsonToken token = this.parser.nextToken();
			if (token.isNumeric()) {
				out.writeNumber(this.parser.getText());
			}
			else {
				out.copyCurrentEvent(this.parser);
			}
			if (depth == 1 && token == JsonToken.VALUE_STRING && "source".equals(this.parser.currentName())) {
				own = this.source.equals(this.parser.getText());
			}
			depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
		}
		if (!own) {
			throw broken("is not of this source");
		}
	}

	/**
	 * The record as a tree.
	 */
	JsonNode tree() throws IOException {
		try {
			return this.parser.readValueAsTree();
		}
		catch (JsonProcessingException ex) {
			throw broken("cannot be parsed");
		}
	}

	@Override
	public void close() throws IOException {
		if (this.parser != null) {
			this.parser.close();
			this.parser = null;
		}
	}

	private void open(Segment segment) throws IOException {
		this.file = segment.file();
		if (Files.size(this.file) < segment.bytes()) {
			throw broken("is missing: the segment is shorter than what was committed");
		}
		InputStream in = BoundedInputStream.builder()
			.setInputStream(Files.newInputStream(this.file))
			.setMaxCount(segment.bytes())
			.get();
		this.parser = PackageJson.MAPPER.createParser(in);
	}

	private JsonToken token() throws IOException {
		try {
			return this.parser.nextToken();
		}
		catch (JsonProcessingException ex) {
			throw broken("cannot be parsed");
		}
	}

	// The parser's own message quotes what it read, and that is the person's: it goes no
	// further.
	private IllegalStateException broken(String what) {
		return new IllegalStateException("source %s: a staged record %s (after record %d, segment %s)"
			.formatted(this.source, what, this.read, this.file.getFileName()));
	}

}
