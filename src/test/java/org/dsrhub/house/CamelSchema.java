package org.dsrhub.house;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;

/**
 * Camel's own JSON Schema of its YAML language.
 */
final class CamelSchema {

	private static final JsonSchema SCHEMA = load();

	private CamelSchema() {
	}

	/** What Camel does not know in a file of routes. */
	static Stream<String> faults(YamlFile file) {
		return faults(file, tree(file), "");
	}

	/** What Camel does not know in the template of a Kamelet. */
	static Stream<String> templateFaults(YamlFile file) {
		ObjectMapper json = new ObjectMapper();
		JsonNode from = tree(file).path("spec").path("template").path("from");
		JsonNode route = json.createArrayNode()
			.add(json.createObjectNode().set("route", json.createObjectNode().set("from", from)));
		return faults(file, route, "spec.template");
	}

	private static Stream<String> faults(YamlFile file, JsonNode routes, String prefix) {
		return SCHEMA.validate(routes).stream().map((message) -> {
			String field = message.getInstanceLocation().toString().substring(1);
			String path = prefix.isEmpty() ? field : field.replaceFirst("\\[0]\\.route", prefix);
			boolean unknown = message.getType().equals("additionalProperties");
			return unknown
					? "line %d: Camel does not know %s here".formatted(file.line(path + "." + message.getProperty()),
							message.getProperty())
					: "line %d: %s is not Camel's YAML: %s".formatted(file.line(path), path,
							message.getMessage().replaceFirst("^\\$[^:]*: ", ""));
		}).distinct();
	}

	private static JsonNode tree(YamlFile file) {
		try {
			return new YAMLMapper().readTree(file.text());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(file.toString(), ex);
		}
	}

	private static JsonSchema load() {
		try (InputStream schema = CamelSchema.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
			return JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(schema);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
