package org.dsrhub.notice;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.springframework.stereotype.Component;

/**
 * How documents for people look in JSON, in the outbox and over REST alike: every field
 * is there, null where it says nothing; times are ISO 8601 in UTC.
 */
@Component
public class DocumentJson {

	private static final JsonMapper JSON = JsonMapper.builder()
		.addModule(new JavaTimeModule())
		.disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
		.build();

	/**
	 * The document in UTF-8.
	 */
	public byte[] of(Object document) {
		try {
			return JSON.writeValueAsBytes(document);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException(document.getClass().getSimpleName() + " cannot be written as JSON", ex);
		}
	}

	/**
	 * A part of a list.
	 *
	 * @param value its elements
	 * @param next where the list goes on, or null at its end
	 */
	@JsonPropertyOrder({ "value", "next" })
	public record Page(List<?> value, String next) {

		/**
		 * A part of a list whose elements are JSON documents already.
		 */
		public static Page ofJson(List<String> documents, String next) {
			return new Page(documents.stream().map(RawValue::new).toList(), next);
		}

	}

}
