package org.dsrhub.request;

import java.io.IOException;
import java.io.InputStream;
import java.util.StringJoiner;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import org.dsrhub.configuration.EcmaPatterns;

/**
 * The published JSON Schema of a request, its faults told in plain sentences that say
 * what to do and never repeat a value.
 */
class RequestSchema {

	private final JsonSchema schema;

	RequestSchema() {
		try (InputStream resource = RequestSchema.class.getResourceAsStream("/schema/request.schema.json")) {
			this.schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(resource, EcmaPatterns.config());
		}
		catch (IOException ex) {
			throw new IllegalStateException("the request schema cannot be read", ex);
		}
	}

	Faults faults(JsonNode document) {
		Faults faults = new Faults();
		this.schema.validate(document).forEach((message) -> faults.add(field(message), sentence(message)));
		return faults;
	}

	private static String field(ValidationMessage message) {
		if (choice(message)) {
			return "subject";
		}
		String field = path(message);
		boolean names = message.getType().equals("required") || message.getType().equals("additionalProperties");
		if (!names) {
			return field.isEmpty() ? "(request)" : field;
		}
		String name = PlainName.of(message.getProperty());
		return field.isEmpty() ? name : field + "." + name;
	}

	private static String path(ValidationMessage message) {
		StringBuilder path = new StringBuilder();
		for (int i = 0; i < message.getInstanceLocation().getNameCount(); i++) {
			Object step = message.getInstanceLocation().getElement(i);
			if (step instanceof Integer index) {
				path.append('[').append(index).append(']');
			}
			else {
				path.append(path.isEmpty() ? "" : ".").append(PlainName.of(String.valueOf(step)));
			}
		}
		return path.toString();
	}

	private static boolean choice(ValidationMessage message) {
		return message.getEvaluationPath().toString().contains("anyOf");
	}

	private static String sentence(ValidationMessage message) {
		if (choice(message)) {
			return "needs at least one of email, userPrincipalName, objectId, phone and ipAddresses";
		}
		JsonNode rule = message.getSchemaNode();
		return switch (message.getType()) {
			case "required" -> "is missing; give it";
			case "additionalProperties" -> "is not a field of a request; take it out";
			case "type" -> "must be " + kind(rule);
			case "enum" -> "must be " + list(rule, ", ", " or ");
			case "pattern" -> message.getInstanceLocation().toString().endsWith("reference")
					? "must be 1 to 64 letters, digits, dots, underscores or hyphens, a letter or digit first"
					: "must be the name of a tenant: lower case letters, digits and hyphens";
			case "minLength" -> "must not be empty; leave it out or fill it";
			case "maxLength" -> "is too long; at most %s characters".formatted(rule.asText());
			case "maxItems" -> "has too many entries; at most %s".formatted(rule.asText());
			case "maxProperties" -> "has too many fields; at most %s".formatted(rule.asText());
			default -> "has a name that is empty or longer than 100 characters";
		};
	}

	private static String kind(JsonNode rule) {
		if (rule.isArray()) {
			return "a text, a number, or true or false";
		}
		return switch (rule.asText()) {
			case "object" -> "an object with named fields";
			case "array" -> "a list of texts";
			case "boolean" -> "true or false";
			default -> "a text; leave the field out where there is nothing to say";
		};
	}

	private static String list(JsonNode values, String comma, String last) {
		StringJoiner joined = new StringJoiner(comma);
		for (int i = 0; i < values.size() - 1; i++) {
			joined.add(values.get(i).asText());
		}
		return joined + last + values.get(values.size() - 1).asText();
	}

}
