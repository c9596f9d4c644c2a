package org.dsrhub.configuration;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;

/**
 * What a JSON Schema expects, told in plain words: a field's own {@code description}
 * where the schema has one. No value is ever repeated.
 */
public final class Expectations {

	private final JsonNode source;

	private final JsonSchema schema;

	/**
	 * The expectations of a schema.
	 * @param schema of JSON Schema 2020-12
	 */
	public Expectations(JsonNode schema) {
		this.source = schema;
		this.schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema, EcmaPatterns.config());
	}

	/**
	 * Tells every fault of a value.
	 * @param prefix the field that holds the value, or nothing
	 */
	public void check(JsonNode value, String prefix, ConfigurationFile.Faults faults) {
		this.schema.validate(value).forEach((message) -> {
			String field = prefix;
			JsonNodePath path = message.getInstanceLocation();
			for (int i = 0; i < path.getNameCount(); i++) {
				field = (path.getElement(i) instanceof Integer index) ? "%s[%d]".formatted(field, index)
						: field(field, path.getElement(i).toString());
			}
			boolean names = message.getType().equals("required") || message.getType().equals("additionalProperties");
			faults.add(names ? field(field, message.getProperty()) : field, sentence(message));
		});
	}

	/**
	 * What is expected of a field.
	 * @param field such as {@code limits.maxWait} or {@code subscriptions[0]}
	 */
	String of(String field) {
		JsonNode rule = this.source;
		for (String step : field.replaceAll("\\[\\d+]", ".[]").split("\\.")) {
			rule = resolved(step.equals("[]") ? rule.path("items") : rule.path("properties").path(step));
		}
		return expected(rule);
	}

	static String field(String parent, String name) {
		return parent.isEmpty() ? name : parent + "." + name;
	}

	private JsonNode resolved(JsonNode rule) {
		return rule.has("$ref") ? this.source.at(rule.path("$ref").asText().substring(1)) : rule;
	}

	private String sentence(ValidationMessage message) {
		JsonNode rule = this.source
			.at(JsonPointer.compile(message.getSchemaLocation().getFragment().toString()).head());
		return switch (message.getType()) {
			case "required" -> "is missing";
			case "additionalProperties" -> "is not known here; known are " + list(names(rule.path("properties")));
			case "uniqueItems" -> "names something twice";
			case "minItems", "minLength" -> "must not be empty";
			case "maxLength" -> "is too long; at most %s characters".formatted(rule.path("maxLength").asText());
			case "minimum", "maximum" -> "expected: a number from %s to %s".formatted(rule.path("minimum").asText(),
					rule.path("maximum").asText());
			default -> expected(rule);
		};
	}

	private static String expected(JsonNode rule) {
		if (rule.has("description")) {
			return "expected: " + rule.path("description").asText();
		}
		if (rule.has("enum")) {
			List<String> values = new ArrayList<>();
			rule.path("enum").forEach((value) -> values.add(value.asText()));
			return "expected: " + list(values);
		}
		return "expected: " + switch (rule.path("type").asText()) {
			case "object" -> "fields below it";
			case "array" -> "a list";
			case "boolean" -> "true or false";
			case "integer" -> "a whole number";
			default -> "a text";
		};
	}

	private static List<String> names(JsonNode properties) {
		List<String> names = new ArrayList<>();
		properties.fieldNames().forEachRemaining(names::add);
		return names;
	}

	private static String list(List<String> values) {
		return values.isEmpty() ? "none" : String.join(", ", values);
	}

}
