package org.dsrhub.request;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsrhub.Workshop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Good documents with some of their values and names replaced by odd ones: each is read
 * or refused in words, and no value is repeated.
 */
class RequestReaderFuzzTests {

	private static final int DOCUMENTS = 4_000;

	private static final String GOOD = """
			{"reference":"R-1","tenant":"contoso","right":"access","subject":{"email":"ana@contoso.example",
			"userPrincipalName":"ana@contoso.example","objectId":"00000000-0000-0000-0000-00000000000a",
			"phone":"32123456","ipAddresses":["203.0.113.1"]},"sources":["entra-user"],"corrections":{"city":"x"},
			"options":{"exportFirst":true,"restrictBy":"disable"},"receivedAt":"2026-01-31T10:00:00+01:00",
			"requester":{"name":"Bo","email":"bo@fabrikam.example"}}""";

	private static final List<String> ODD = List.of("", " ", "hunter2!", "hunter2@", "@hunter2",
			"hunter2@contoso..example", "hunter2@xn--.example", "hunter2@" + "a".repeat(300), "{{hunter2}}",
			"${hunter2}", "../hunter2", "hunter2\n", "\u0000", "\uD800", "\uFFFD", "\u202E", "a\u0301@b.example", "+",
			"+1", "00", "+99999999999999999999", "tel:hunter2;ext=1;phone-context=+45", "1.2.3.4.5", "::",
			"::1%hunter2", "1.2.3.4/33", ":::::::::", "2026-02-30", "2026-13-01T00:00:00Z",
			"+999999999-01-01T00:00:00Z", "-999999999-01-01", "24:00", "2026-01-01T00:00:00+18:01",
			"2016-12-31T23:59:60Z", "null", "true", "1e5", "x".repeat(100_000));

	@TempDir
	Path folder;

	@Test
	void what_is_not_taken_is_refused_in_words_that_repeat_nothing() throws Exception {
		RequestReader reader = RequestRoom.reader(new Workshop(this.folder), Clock.systemUTC());
		JsonNode good = new ObjectMapper().readTree(GOOD);
		Random random = new Random(20261121);
		int taken = 0;
		for (int i = 0; i < DOCUMENTS; i++) {
			JsonNode document = good.deepCopy();
			for (int j = random.nextInt(4); j >= 0; j--) {
				change((ObjectNode) document, random);
			}
			try {
				reader.read(document);
				taken++;
			}
			catch (InvalidRequest ex) {
				assertThat(ex.errors()).isNotEmpty().allSatisfy((error) -> {
					assertThat(error.field()).isNotEmpty().doesNotContain("hunter2");
					assertThat(error.message()).isNotEmpty().doesNotContain("hunter2");
				});
			}
		}
		assertThat(taken).isBetween(1, DOCUMENTS - 1);
	}

	private static void change(ObjectNode document, Random random) {
		List<ObjectNode> objects = new ArrayList<>();
		objects.add(document);
		document.forEach((value) -> {
			if (value instanceof ObjectNode object) {
				objects.add(object);
			}
		});
		ObjectNode object = objects.get(random.nextInt(objects.size()));
		List<String> names = new ArrayList<>();
		object.fieldNames().forEachRemaining(names::add);
		String name = names.isEmpty() ? "x" : names.get(random.nextInt(names.size()));
		switch (random.nextInt(8)) {
			case 0 -> object.remove(name);
			case 1 -> object.set(ODD.get(random.nextInt(ODD.size())), odd(random));
			case 2 -> object.remove("corrections");
			default -> object.set(name, odd(random));
		}
	}

	private static JsonNode odd(Random random) {
		JsonNodeFactory json = JsonNodeFactory.instance;
		return switch (random.nextInt(12)) {
			case 0 -> json.nullNode();
			case 1 -> json.booleanNode(random.nextBoolean());
			case 2 -> json.numberNode(random.nextLong());
			case 3 -> json.numberNode(new BigDecimal("1e999"));
			case 4 -> json.objectNode().put(ODD.get(random.nextInt(ODD.size())), 1);
			case 5, 6 -> {
				ArrayNode list = json.arrayNode();
				for (int i = random.nextInt(120); i > 0; i--) {
					list.add(random.nextInt(300) == 0 ? odd(random)
							: json.textNode(ODD.get(random.nextInt(ODD.size()))));
				}
				yield list;
			}
			default -> json.textNode(ODD.get(random.nextInt(ODD.size())));
		};
	}

}
