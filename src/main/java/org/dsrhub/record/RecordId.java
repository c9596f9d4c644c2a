package org.dsrhub.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.dsrhub.configuration.Sha256;
import org.dsrhub.source.Source;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * The stable id of a record: a digest of the source and the item's own id or, where it
 * has none, of all that it says.
 */
final class RecordId {

	private static final int LENGTH = 32;

	private RecordId() {
	}

	static String of(Source source, JsonNode raw) {
		JsonNode own = raw.path("id");
		boolean named = own.isValueNode() && !own.isNull() && !own.asText().isBlank();
		try {
			MessageDigest digest = Sha256.digest();
			digest.update(source.source().getBytes(StandardCharsets.UTF_8));
			digest.update((byte) 0);
			digest.update(named ? own.asText().getBytes(StandardCharsets.UTF_8) : canonical(raw));
			return Sha256.hex(digest).substring(0, LENGTH);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("a record of " + source.source() + " cannot be brought into canonical form",
					ex);
		}
	}

	private static byte[] canonical(JsonNode raw) throws IOException {
		ArrayNode root = JsonNodeFactory.instance.arrayNode().add(exact(raw));
		return new JsonCanonicalizer(root.toString()).getEncodedUTF8();
	}

	/** RFC 8785 writes numbers as doubles, which would make different records equal. */
	private static JsonNode exact(JsonNode node) {
		if (node.isObject()) {
			ObjectNode copy = JsonNodeFactory.instance.objectNode();
			node.properties().forEach((each) -> copy.set(each.getKey(), exact(each.getValue())));
			return copy;
		}
		if (node.isArray()) {
			ArrayNode copy = JsonNodeFactory.instance.arrayNode();
			node.forEach((each) -> copy.add(exact(each)));
			return copy;
		}
		return node.isNumber() ? TextNode.valueOf("number " + node.asText()) : node;
	}

}
