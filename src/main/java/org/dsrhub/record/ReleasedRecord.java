package org.dsrhub.record;

import java.io.IOException;
import java.io.StringWriter;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;

/**
 * A record's JSON as it is released: with what people said of it since it was found, and
 * all else as it was, each number with the digits that it came with.
 */
public final class ReleasedRecord {

	/**
	 * What stands in the place of a field that a person left out.
	 */
	public static final String LEFT_OUT = "[left out]";

	private static final JsonPointer DATA = JsonPointer.compile("/data");

	private static final JsonPointer CLASSIFICATION = JsonPointer.compile("/classification");

	private static final int DEPTH = 4000;

	private static final JsonFactory JSON = JsonFactory.builder()
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxNestingDepth(DEPTH)
			.maxStringLength(Integer.MAX_VALUE)
			.maxNumberLength(Integer.MAX_VALUE)
			.build())
		.streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(DEPTH).build())
		.build();

	private ReleasedRecord() {
	}

	/**
	 * Writes a record anew.
	 * @param json the record, in one line
	 * @param leftOut the fields of its {@code data} that are left out
	 * @param classification what an administrator set, or null where none did
	 * @return the record, in one line
	 */
	public static String of(String json, Set<JsonPointer> leftOut, String classification) {
		Set<JsonPointer> fields = leftOut.stream().map(DATA::append).collect(Collectors.toUnmodifiableSet());
		StringWriter released = new StringWriter(json.length());
		try (JsonParser in = JSON.createParser(json); JsonGenerator out = JSON.createGenerator(released)) {
			for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
				if (token == JsonToken.FIELD_NAME || token.isStructEnd()) {
					out.copyCurrentEvent(in);
					continue;
				}
				JsonPointer at = in.getParsingContext().pathAsPointer();
				if (fields.contains(at)) {
					in.skipChildren();
					out.writeString(LEFT_OUT);
				}
				else if (classification != null && at.equals(CLASSIFICATION)) {
					out.writeString(classification);
				}
				else if (token.isNumeric()) {
					out.writeNumber(in.getText());
				}
				else {
					out.copyCurrentEvent(in);
				}
			}
		}
		catch (IOException ex) {
			// Jackson's message would quote the record.
			throw new IllegalStateException("a staged record cannot be written anew");
		}
		return released.toString();
	}

}
