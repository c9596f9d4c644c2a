package org.dsrhub.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * What is hashed and signed: JSON in the one form that RFC 8785 gives it, as UTF-8.
 */
final class CanonicalJson {

	static final ObjectMapper JSON = JsonMapper.builder()
		.addModule(new JavaTimeModule())
		.disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
				DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
				DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
		.build();

	private CanonicalJson() {
	}

	/**
	 * A document's bytes without one of its members: the one that holds what is made of
	 * them.
	 */
	static byte[] without(String member, Object document) {
		ObjectNode tree = JSON.valueToTree(document);
		tree.remove(member);
		return bytes(tree);
	}

	static byte[] bytes(Object document) {
		try {
			return new JsonCanonicalizer(JSON.writeValueAsString(document)).getEncodedUTF8();
		}
		catch (IOException ex) {
			throw new IllegalStateException("a document of evidence cannot be written as JSON", ex);
		}
	}

	/**
	 * A document of the ledger's.
	 */
	static <T> T read(String document, Class<T> type) {
		try {
			return JSON.readValue(document, type);
		}
		catch (JsonProcessingException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
