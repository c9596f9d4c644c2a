package org.dsrhub.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The rules for Kamelets.
 */
final class KameletFiles {

	private static final Pattern PARAMETER = Pattern.compile("\\{\\{\\??([A-Za-z][A-Za-z0-9]*)(:[^}]*)?}}");

	private static final Set<String> TYPES = Set.of("source", "action", "sink");

	private KameletFiles() {
	}

	/**
	 * What is wrong with a Kamelet.
	 */
	static List<String> faults(Path file) {
		List<String> faults = new ArrayList<>();
		JsonNode kamelet = RouteFiles.read(file);
		String name = file.getFileName().toString().replace(".kamelet.yaml", "");
		String type = kamelet.at("/metadata/labels/camel.apache.org~1kamelet.type").asText();
		if (!kamelet.at("/metadata/name").asText().equals(name)) {
			faults.add("metadata.name is not the file's name");
		}
		if (!TYPES.contains(type) || !name.endsWith("-" + type)) {
			faults.add("the name does not end in the type of its label");
		}
		JsonNode definition = kamelet.at("/spec/definition");
		if (definition.path("title").asText().isBlank() || definition.path("description").asText().isBlank()) {
			faults.add("the definition has no title or description");
		}
		Set<String> declared = new TreeSet<>();
		definition.path("properties").properties().forEach((property) -> {
			declared.add(property.getKey());
			for (String part : List.of("title", "description", "type")) {
				if (property.getValue().path(part).asText().isBlank()) {
					faults.add("the parameter '%s' has no %s".formatted(property.getKey(), part));
				}
			}
			boolean required = definition.path("required").toString().contains("\"" + property.getKey() + "\"");
			if (required == property.getValue().has("default")) {
				faults
					.add("the parameter '%s' needs a default or to be required, not both".formatted(property.getKey()));
			}
		});
		Set<String> used = new TreeSet<>();
		Matcher matcher = PARAMETER.matcher(template(file));
		while (matcher.find()) {
			used.add(matcher.group(1));
		}
		Set<String> unused = new TreeSet<>(declared);
		unused.removeAll(used);
		// The version that a record's provenance names is read from the source file.
		unused.remove("apiVersion");
		if (!unused.isEmpty()) {
			faults.add("declared and not used: " + unused);
		}
		used.removeAll(declared);
		if (!used.isEmpty()) {
			faults.add("used and not declared: " + used);
		}
		String from = kamelet.at("/spec/template/from/uri").asText();
		if (!type.equals("source") && !from.equals("kamelet:source")) {
			faults.add("the template does not begin with kamelet:source");
		}
		return faults;
	}

	private static String template(Path file) {
		try {
			String text = Files.readString(file);
			return text.substring(Math.max(0, text.indexOf("\n  template:")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
