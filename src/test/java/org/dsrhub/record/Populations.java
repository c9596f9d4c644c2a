package org.dsrhub.record;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A random record in which Ana's identifiers and lookalikes of them stand side by side,
 * nested and encoded at random.
 */
final class Populations {

	static final List<String> HERS = List.of("ana@contoso.example", "ana.private@fabrikam.example", Records.ANA_ID,
			"S-1-5-21-1-2-3-1001");

	static final List<String> OTHERS = List.of("diana@contoso.example", "ana@contoso.example.evil.org",
			"x-ana@contoso.example", "ana@contoso.example.dk", "ana2@contoso.example", "ana_b@contoso.example",
			"ana.private@fabrikam.example.net", "o'ana@contoso.example", "søren@contoso.example",
			"ana_contoso.example#EXT#@t.onmicrosoft.com", "198.51.100.77", "192.0.2.101", "192.0.2.110", "2001:db8::11",
			"S-1-5-21-1-2-3-10012", "S-1-12-1-1-2-3-4", "+45 20 12 34 57");

	private static final List<UnaryOperator<String>> READABLE = List.of((text) -> text,
			(text) -> URLEncoder.encode(text, StandardCharsets.UTF_8),
			(text) -> URLEncoder.encode(URLEncoder.encode(text, StandardCharsets.UTF_8), StandardCharsets.UTF_8),
			(text) -> text.replace("@", "\\u0040"), (text) -> text.replace("@", "&#64;"),
			(text) -> text.replace("@", "&commat;"), (text) -> text.replace("@", "＠"));

	private static final List<UnaryOperator<String>> BASE64 = List.of(
			(text) -> Base64.getEncoder().encodeToString(("user " + text).getBytes(StandardCharsets.UTF_8)),
			(text) -> Base64.getUrlEncoder()
				.withoutPadding()
				.encodeToString((text + " user").getBytes(StandardCharsets.UTF_8)),
			(text) -> Base64.getEncoder().encodeToString(("net " + text).getBytes(StandardCharsets.UTF_16LE)),
			(text) -> Base64.getEncoder().encodeToString((text + " ").getBytes(StandardCharsets.UTF_16BE)));

	private static final List<String> FRAMES = List.of("%s", "see %s, please", "<%s>", "a;%s;b", "u=%s&v=1", "'%s'",
			"{\"by\":\"%s\"}", "(%s)", "x|%s", "\"%s\"", "%s.", "line\n%s\nline");

	private static final List<String> KEYS = List.of("a", "description", "properties", "entities", "list", "user agent",
			"commandLine", "x-y", "http://schemas.example/claims/other", "rows");

	private final Random random;

	final List<String> hers = new ArrayList<>();

	final List<String> others = new ArrayList<>();

	Populations(long seed) {
		this.random = new Random(seed);
	}

	JsonNode record() {
		ObjectNode root = object(3);
		root.put("hers", hers());
		return root;
	}

	private JsonNode node(int depth) {
		return switch (this.random.nextInt((depth > 0) ? 7 : 4)) {
			case 0 -> JsonNodeFactory.instance.textNode(hers());
			case 1, 2 -> JsonNodeFactory.instance.textNode(others());
			case 3 -> JsonNodeFactory.instance.numberNode(this.random.nextLong());
			case 4 -> array(depth - 1);
			default -> object(depth - 1);
		};
	}

	private ArrayNode array(int depth) {
		ArrayNode array = JsonNodeFactory.instance.arrayNode();
		for (int i = this.random.nextInt(4); i >= 0; i--) {
			array.add(node(depth));
		}
		return array;
	}

	private ObjectNode object(int depth) {
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		for (int i = this.random.nextInt(5); i >= 0; i--) {
			object.set(any(KEYS) + i, node(depth));
		}
		if (this.random.nextInt(5) == 0) {
			object.put(any(READABLE).apply(other()), this.random.nextInt());
		}
		if (this.random.nextInt(5) == 0) {
			String guid = "aaaaaaaa-1111-4111-8111-aaaaaaaaaaa" + this.random.nextInt(9);
			this.others.add(guid);
			object.put("aadUserId", guid);
		}
		return object;
	}

	private String hers() {
		String identifier = any(HERS);
		String written = any(FRAMES).formatted(any(READABLE).apply(anyCase(identifier)));
		this.hers.add(written);
		return written;
	}

	private String others() {
		boolean readable = this.random.nextInt(3) > 0;
		String text = any(FRAMES).formatted(any(readable ? READABLE : BASE64).apply(other()));
		return (this.random.nextInt(3) > 0) ? text : text + " by " + any(FRAMES).formatted(other());
	}

	private String other() {
		String identifier = any(OTHERS);
		this.others.add(identifier);
		return (identifier.charAt(0) == '+') ? identifier : anyCase(identifier);
	}

	private String anyCase(String text) {
		return switch (this.random.nextInt(3)) {
			case 0 -> text;
			case 1 -> text.toUpperCase(java.util.Locale.ROOT);
			default -> text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
		};
	}

	private <T> T any(List<T> choices) {
		return choices.get(this.random.nextInt(choices.size()));
	}

}
