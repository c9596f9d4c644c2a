package org.dsrhub.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.dsrhub.configuration.ConfigurationFile.Faults;
import org.dsrhub.configuration.Expectations;

/**
 * The Kamelets that sources are reached by. The definition of each is the schema of its
 * parameters, which Camel itself holds nobody to.
 */
class Kamelets {

	/**
	 * Camel looks for placeholders in a parameter, and for its end, also within RAW(...).
	 */
	private static final Pattern STEERS = Pattern.compile("\\{\\{|\\)&");

	private final Path folder;

	Kamelets(Path folder) {
		this.folder = folder;
	}

	/**
	 * Holds an action against its Kamelet.
	 * @param field under which the action stands
	 */
	void check(Source.Action action, String field, Faults faults) {
		Path file = this.folder.resolve(action.kamelet() + ".kamelet.yaml");
		if (!Files.isRegularFile(file)) {
			faults.add(field + ".kamelet", "there is no " + file);
			return;
		}
		try {
			JsonNode definition = new YAMLMapper().readTree(file.toFile()).path("spec").path("definition");
			ObjectNode schema = definition.deepCopy();
			schema.put("additionalProperties", false);
			new Expectations(schema).check(new ObjectMapper().valueToTree(action.parameters()), field + ".parameters",
					faults);
			action.parameters()
				.entrySet()
				.stream()
				.filter((parameter) -> STEERS.matcher(parameter.getValue()).find())
				.forEach((parameter) -> faults.add(field + ".parameters." + parameter.getKey(),
						"expected: a text without {{ and without )&, which would end it in Camel's address"));
		}
		catch (IOException ex) {
			faults.add(field + ".kamelet", "%s is not YAML".formatted(file));
		}
	}

}
