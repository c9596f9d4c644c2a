package org.dsrhub.record;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import static org.assertj.core.api.Assertions.assertThat;

class RedactionProperties {

	private static final Pattern RUN = Pattern.compile("[A-Za-z0-9+/_-]{12,}");

	@Property(tries = 3000)
	void nobody_elses_identifier_survives_in_any_encoding(@ForAll long seed) {
		Populations population = new Populations(seed);
		String readable = everyReading(redact(population.record()).toString());
		assertThat(population.others).noneMatch((other) -> readable.contains(other.toLowerCase(Locale.ROOT)));
	}

	@Property(tries = 3000)
	void every_strong_identifier_of_hers_survives_as_it_was_written(@ForAll long seed) {
		Populations population = new Populations(seed);
		String left = redact(population.record()).toString();
		assertThat(population.hers)
			.allMatch((hers) -> left.contains(JsonNodeFactory.instance.textNode(hers).toString()));
	}

	@Property(tries = 1000)
	void redaction_is_idempotent(@ForAll long seed) {
		JsonNode once = redact(new Populations(seed).record());
		Redacted twice = Records.redact(Records.ALERTS, once);
		assertThat(twice.data()).isEqualTo(once);
		assertThat(twice.redactions()).isZero();
	}

	@Property(tries = 1000)
	void matching_never_depends_on_case(@ForAll long seed) {
		JsonNode record = new Populations(seed).record();
		assertThat(Records.reading(Records.ALERTS, lower(record)).matchedBy())
			.containsAll(Records.reading(Records.ALERTS, record).matchedBy())
			.isNotEmpty();
	}

	private static JsonNode redact(JsonNode record) {
		return Records.redact(Records.ALERTS, record).data();
	}

	/** Base64 cannot be lower-cased, and Ana's own never is in these records. */
	private static JsonNode lower(JsonNode node) {
		if (node.isTextual()) {
			return JsonNodeFactory.instance.textNode(node.asText().toLowerCase(Locale.ROOT));
		}
		if (node.isObject()) {
			ObjectNode copy = JsonNodeFactory.instance.objectNode();
			node.properties().forEach((each) -> copy.set(each.getKey(), lower(each.getValue())));
			return copy;
		}
		if (node.isArray()) {
			ArrayNode copy = JsonNodeFactory.instance.arrayNode();
			node.forEach((each) -> copy.add(lower(each)));
			return copy;
		}
		return node;
	}

	/** Another way of reading than the code under test has. */
	private static String everyReading(String json) {
		List<String> readings = new ArrayList<>(List.of(json));
		Matcher run = RUN.matcher(json);
		while (run.find()) {
			String letters = run.group().replace('-', '+').replace('_', '/');
			byte[] bytes = Base64.getDecoder().decode(letters.substring(0, letters.length() & ~3));
			for (String charset : List.of("UTF-8", "UTF-16LE", "UTF-16BE")) {
				readings.add(new String(bytes, Charset.forName(charset)));
			}
		}
		String all = String.join("\n", readings).replace("\\\\u0040", "@").replace("&#64;", "@");
		all = all.replace("&commat;", "@").replace("＠", "@");
		for (int i = 0; i < 2; i++) {
			all = all + "\n" + URLDecoder.decode(all.replaceAll("%(?![0-9a-fA-F]{2})", "%25"), StandardCharsets.UTF_8);
		}
		return all.toLowerCase(Locale.ROOT);
	}

}
