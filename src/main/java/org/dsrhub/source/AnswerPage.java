package org.dsrhub.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.dsrhub.source.VendorFault.Reason;

/**
 * Reads one page of a service's answer as a stream, record by record. A page without the
 * list that it should hold is an invalid answer, never an empty one: nobody may be told
 * "nothing found" because an answer was misunderstood.
 */
public final class AnswerPage {

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.nodeFactory(new JsonNodeFactory(true))
		.build();

	private final String records;

	private final String next;

	private boolean listed;

	private String nextLink;

	/**
	 * A kind of page.
	 * @param records the name of the list in the answer, such as {@code value}; empty if
	 * the whole answer is one record
	 * @param next the name of the next page's link, such as {@code nextLink}; may be
	 * empty
	 */
	public AnswerPage(String records, String next) {
		this.records = records;
		this.next = next;
	}

	/**
	 * Hands every record to the consumer.
	 * @return the link to the next page, or null after the last one
	 * @throws VendorFault if the answer is not such a page
	 * @throws IOException if the connection broke; what was handed over by then is only
	 * part of the page
	 */
	public String read(InputStream answer, Consumer<JsonNode> consumer) throws IOException {
		try (JsonParser parser = JSON.createParser(answer)) {
			JsonToken first = parser.nextToken();
			if (this.records.isEmpty()) {
				record(parser, consumer);
				this.listed = true;
			}
			else if (first == JsonToken.START_ARRAY) {
				// An early preview of the security contacts API answered with the bare
				// list.
				list(parser, consumer);
			}
			else if (first == JsonToken.START_OBJECT) {
				object(parser, consumer);
			}
			if (!this.listed || parser.nextToken() != null) {
				throw invalid("there is no list '%s' in the answer".formatted(this.records));
			}
			return (this.nextLink == null || this.nextLink.isBlank()) ? null : this.nextLink;
		}
		catch (JacksonException ex) {
			// The parser's message quotes the answer, which may hold personal data.
			throw invalid("the answer is not whole JSON");
		}
	}

	private void object(JsonParser parser, Consumer<JsonNode> consumer) throws IOException {
		while (parser.nextToken() == JsonToken.FIELD_NAME) {
			String field = parser.currentName();
			JsonToken value = parser.nextToken();
			if (!this.next.isEmpty() && field.equals(this.next)) {
				link(parser, value);
			}
			else if (field.equals("error") && value == JsonToken.START_OBJECT) {
				// Both services name their errors so; OData's may follow the records.
				throw invalid("the answer is an error");
			}
			else if (field.equals(this.records) && value == JsonToken.START_ARRAY) {
				list(parser, consumer);
			}
			else if (field.equals(this.records) && value == JsonToken.START_OBJECT) {
				// The 2023 preview of the security contacts API declares its next link
				// inside `value`.
				object(parser, consumer);
			}
			else {
				parser.skipChildren();
			}
		}
	}

	private void link(JsonParser parser, JsonToken value) throws IOException {
		if (value != JsonToken.VALUE_STRING && value != JsonToken.VALUE_NULL) {
			throw invalid("the next link is no text");
		}
		this.nextLink = (value == JsonToken.VALUE_STRING) ? parser.getText() : null;
	}

	private void list(JsonParser parser, Consumer<JsonNode> consumer) throws IOException {
		if (this.listed) {
			throw invalid("the answer holds its list twice");
		}
		this.listed = true;
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			record(parser, consumer);
		}
	}

	private void record(JsonParser parser, Consumer<JsonNode> consumer) throws IOException {
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			throw invalid("a record is not an object");
		}
		consumer.accept(tree(parser));
	}

	private static JsonNode tree(JsonParser parser) throws IOException {
		try {
			return JSON.readTree(parser);
		}
		catch (NumberFormatException ex) {
			// Jackson lets it out when an exponent is beyond an int.
			throw invalid("a number is too large");
		}
	}

	private static VendorFault invalid(String message) {
		return VendorFault.retryable(Reason.INVALID_ANSWER, message, null);
	}

}
