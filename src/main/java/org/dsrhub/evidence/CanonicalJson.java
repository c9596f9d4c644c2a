package org.dsrhub.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * What is hashed and signed: JSON in the one form that RFC 8785 gives it, as UTF-8.
 */
final class CanonicalJson {

	static final ObjectMapper JSON = JsonMapper.builder()
		.addModule(new JavaTimeModule())
		.disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
		.defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
		.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
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

	/**
	 * A document's bytes.
	 * @throws UncheckedIOException if it holds what JSON cannot say, a number without end
	 * say
	 */
	static byte[] bytes(Object document) {
		try {
			return new JsonCanonicalizer(JSON.writeValueAsString(document)).getEncodedUTF8();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A document of the ledger's.
	 * @throws UncheckedIOException if it is none
	 */
	static <T> T read(String document, Class<T> type) {
		try {
			return read(JSON.readTree(document), type);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What a line of the ledger holds, even if it is no document any more.
	 */
	static JsonNode tree(String line) {
		try {
			JsonNode tree = JSON.readTree(line);
			return tree.isMissingNode() ? TextNode.valueOf(line) : tree;
		}
		catch (JsonProcessingException ex) {
			return TextNode.valueOf(line);
		}
	}

	/**
	 * A document that says nothing but what its type says, and that as the hub writes it:
	 * other ways to write a date or an id are a change, too.
	 * @throws IOException if it is none
	 */
	static <T> T read(JsonNode document, Class<T> type) throws IOException {
		T read = JSON.treeToValue(document, type);
		if (read == null || !Arrays.equals(bytes(read), bytes(document))) {
			throw new IOException("it is not as the hub writes it");
		}
		return read;
	}

}
