package org.dsrhub.intake;

import java.math.BigDecimal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ValueNode;

/**
 * How JSON is read from files, and its faults in words that repeat nothing of it.
 */
final class StrictJson {

	static final JsonMapper MAPPER = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(50).build())
			.build())
		.enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.nodeFactory(new ShortNumbers())
		.build();

	private static final ObjectReader WHOLE = MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

	private StrictJson() {
	}

	/**
	 * The one document that a text is; missing where it is blank.
	 * @throws JsonProcessingException which {@link #sentence} tells
	 */
	static JsonNode document(String text) throws JsonProcessingException {
		try {
			return WHOLE.readTree(text);
		}
		catch (NumberFormatException ex) {
			// Jackson lets it out when an exponent is beyond an int, and ShortNumbers
			// before.
			throw new StreamConstraintsException("an exponent is too large");
		}
	}

	static String sentence(JsonProcessingException ex) {
		if (ex instanceof JsonEOFException) {
			return "ends in the middle of a request; it was cut off";
		}
		if (ex instanceof StreamConstraintsException) {
			return "is nested more than 50 deep, or has a number or text that is too large";
		}
		if (ex instanceof MismatchedInputException) {
			return "has a field twice, or goes on after the request; keep one";
		}
		return "is not JSON in column %d".formatted((ex.getLocation() != null) ? ex.getLocation().getColumnNr() : 1);
	}

	/**
	 * Refuses what is short with an exponent and fills the memory when the schema's
	 * validator writes it out.
	 */
	private static final class ShortNumbers extends JsonNodeFactory {

		private static final int DIGITS = 1_000;

		@Override
		public ValueNode numberNode(BigDecimal number) {
			if (Math.abs((long) number.scale()) > DIGITS) {
				throw new NumberFormatException();
			}
			return super.numberNode(number);
		}

	}

}
