package org.dsrhub.retention;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.Period;
import java.util.UUID;
import java.util.function.Consumer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Reads a run's record as {@link RunRecords} wrote it, one thing after the other.
 */
final class RunRecord implements AutoCloseable {

	private static final JsonMapper JSON = new JsonMapper();

	private final JsonParser parser;

	private final ObjectNode head = JSON.createObjectNode();

	/**
	 * Reads all but the things.
	 * @throws IOException if it is no record of a run
	 */
	RunRecord(InputStream in) throws IOException {
		this.parser = JSON.createParser(in);
		require(this.parser.nextToken() == JsonToken.START_OBJECT, "it is no JSON object");
		while (this.parser.nextToken() == JsonToken.FIELD_NAME) {
			String field = this.parser.currentName();
			this.parser.nextToken();
			if (field.equals("things")) {
				require(this.parser.currentToken() == JsonToken.START_ARRAY, "its things are no list");
				require(text("format").equals(RunRecords.FORMAT), "its format is not " + RunRecords.FORMAT);
				return;
			}
			this.head.set(field, JSON.readTree(this.parser));
		}
		throw new IOException("it has no things");
	}

	/**
	 * The run, ended and stored as it was.
	 * @throws IOException if something is missing or is not what it should be
	 */
	RunRow run() throws IOException {
		try {
			Instant ended = Instant.parse(text("endedAt"));
			Period keep = Period.parse(text("keep"));
			require(!keep.isNegative(), "its time is none");
			return new RunRow(UUID.fromString(text("run")), text("tenant"), text("rule"), false, false, text("askedBy"),
					null, null, RunState.of(text("state")), this.head.path("reason").textValue(), keep,
					this.head.path("listed").asLong(), this.head.path("bytes").asLong(),
					this.head.path("removed").asLong(), 0, null, 0, ended, ended, ended, ended);
		}
		catch (IllegalArgumentException | DateTimeException ex) {
			throw new IOException("a field of it is not what it should be", ex);
		}
	}

	/**
	 * Gives every thing, in order.
	 * @throws IOException if it ends before its end, or a thing is none
	 */
	void things(Consumer<Item> action) throws IOException {
		while (this.parser.nextToken() == JsonToken.START_OBJECT) {
			JsonNode thing = JSON.readTree(this.parser);
			Item item;
			try {
				item = item(thing);
			}
			catch (IllegalArgumentException | DateTimeException ex) {
				throw new IOException("thing number %s is not what it should be".formatted(thing.path("number")), ex);
			}
			action.accept(item);
		}
		require(this.parser.currentToken() == JsonToken.END_ARRAY, "it was cut off");
	}

	@Override
	public void close() throws IOException {
		this.parser.close();
	}

	private static Item item(JsonNode thing) {
		return new Item(thing.path("number").asLong(),
				new Due(thing.path("thing").asText(),
						thing.hasNonNull("request") ? UUID.fromString(thing.path("request").asText()) : null,
						thing.path("bytes").asLong(), Instant.parse(thing.path("since").asText())),
				new Removal(Removal.State.of(thing.path("state").asText()),
						thing.hasNonNull("until") ? Instant.parse(thing.path("until").asText()) : null,
						thing.path("reason").textValue()));
	}

	private String text(String field) throws IOException {
		require(this.head.path(field).isTextual(), "it does not say its " + field);
		return this.head.path(field).textValue();
	}

	private static void require(boolean holds, String fault) throws IOException {
		if (!holds) {
			throw new IOException(fault);
		}
	}

}
