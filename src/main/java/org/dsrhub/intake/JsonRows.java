package org.dsrhub.intake;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;

/**
 * The requests of a JSON file: one object, or the elements of an array.
 */
class JsonRows implements Rows {

	private enum Place {

		START, IN_ARRAY, AFTER, END

	}

	private final RowLimit text;

	private final JsonParser parser;

	private Place place = Place.START;

	JsonRows(RowLimit text) throws IOException {
		this.text = text;
		this.parser = StrictJson.MAPPER.createParser(text);
	}

	@Override
	public Row next() throws IOException {
		if (this.place == Place.END) {
			return null;
		}
		this.text.begin();
		try {
			return read();
		}
		catch (JsonProcessingException ex) {
			this.place = Place.END;
			long line = (ex.getLocation() != null) ? ex.getLocation().getLineNr() : line();
			return Row.broken(line, StrictJson.sentence(ex) + "; nothing after this line was read");
		}
		catch (RowLimit.RowTooLong ex) {
			this.place = Place.END;
			return Row.broken(line(), ex.getMessage());
		}
	}

	private Row read() throws IOException {
		JsonToken token = this.parser.nextToken();
		if (this.place == Place.START && token == JsonToken.START_ARRAY) {
			this.place = Place.IN_ARRAY;
			token = this.parser.nextToken();
		}
		else if (this.place == Place.START && token != null) {
			this.place = Place.AFTER;
			return request();
		}
		if (this.place == Place.IN_ARRAY && token != JsonToken.END_ARRAY) {
			return request();
		}
		if (this.place == Place.IN_ARRAY) {
			this.place = Place.AFTER;
			token = this.parser.nextToken();
		}
		this.place = Place.END;
		return (token != null)
				? Row.broken(line(),
						"goes on after the last request; put requests into an array, or one a line into a .ndjson file")
				: null;
	}

	private Row request() throws IOException {
		long line = line();
		JsonStreamContext around = this.parser.currentToken().isStructStart()
				? this.parser.getParsingContext().getParent() : this.parser.getParsingContext();
		try {
			JsonNode document = this.parser.readValueAsTree();
			return Row.of(line, document);
		}
		catch (MismatchedInputException | NumberFormatException ex) {
			while (this.parser.getParsingContext() != around && this.parser.nextToken() != null) {
				// On to the end of the request.
			}
			return Row.fault(line, "(request)", (ex instanceof NumberFormatException)
					? "has a number that is too large; correct it" : "has a field twice; keep one");
		}
	}

	private long line() {
		return Math.max(1, this.parser.currentTokenLocation().getLineNr());
	}

	@Override
	public void close() throws IOException {
		this.parser.close();
		this.text.close();
	}

}
