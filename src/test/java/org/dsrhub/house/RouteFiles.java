package org.dsrhub.house;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;

/**
 * The rules for files that no compiler reads: Camel's own schema, and the house's.
 */
final class RouteFiles {

	private static final YAMLMapper YAML = new YAMLMapper();

	private static final Pattern NAME = Pattern.compile("[a-z]+(-[a-z]+)+");

	/** Steps to these stay inside the process. */
	private static final Pattern INSIDE = Pattern.compile("(direct|seda):.*");

	private static final Pattern PERSONAL = Pattern
		.compile("\\$\\{(body|bodyAs|headers?|in\\.|variables?|exchange\\b)");

	private final JsonSchema camel = schema("/schema/camelYamlDsl.json");

	private final Set<String> policies = new HashSet<>();

	private final Set<String> steps = new HashSet<>();

	RouteFiles(Path policies) {
		files(policies, ".camel.yaml").forEach((file) -> read(file)
			.forEach((item) -> this.policies.add(item.path("routeConfiguration").path("id").asText())));
	}

	static List<Path> files(Path folder, String ending) {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter((file) -> file.toString().endsWith(ending)).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static JsonNode read(Path file) {
		try {
			return YAML.readTree(file.toFile());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(file.toString(), ex);
		}
	}

	/**
	 * What is wrong with a file of routes.
	 */
	List<String> faults(Path file) {
		List<String> faults = new ArrayList<>();
		JsonNode items = read(file);
		this.camel.validate(items).forEach((fault) -> faults.add("not Camel's YAML: " + fault.getMessage()));
		String name = file.getFileName().toString().replace(".camel.yaml", "");
		List<JsonNode> routes = items.findValues("route");
		if (routes.size() > 1) {
			faults.add("more than one route");
		}
		routes.forEach((route) -> route(name, route, faults));
		items.findValues("routeConfiguration").forEach((policy) -> {
			if (!policy.path("id").asText().equals(name)) {
				faults.add("the policy's id is not the file's name");
			}
			described(policy, faults);
		});
		for (JsonNode item : items) {
			steps(item, faults);
		}
		return faults;
	}

	private void route(String name, JsonNode route, List<String> faults) {
		if (!route.path("id").asText().equals(name) || !NAME.matcher(name).matches()) {
			faults.add("the route's id is not the file's name, or not of the form noun-verb");
		}
		described(route, faults);
		if (!this.policies.contains(route.path("routeConfigurationId").asText())) {
			faults.add("no error policy");
		}
		String from = route.path("from").path("uri").asText();
		boolean named = !from.equals("file") && !from.substring(from.indexOf(':') + 1).equals(name);
		if (named) {
			faults.add("is entered as " + from + ", not by its name");
		}
	}

	private static void described(JsonNode part, List<String> faults) {
		String description = part.path("description").asText();
		if (description.isBlank() || description.contains("\n")) {
			faults.add("no description in one line");
		}
	}

	private void steps(JsonNode node, List<String> faults) {
		node.properties().forEach((property) -> {
			step(property.getKey(), property.getValue(), faults);
			steps(property.getValue(), faults);
		});
		if (node.isArray()) {
			node.forEach((element) -> steps(element, faults));
		}
	}

	private void step(String kind, JsonNode step, List<String> faults) {
		if (kind.equals("log")) {
			String message = step.isTextual() ? step.asText() : step.path("message").asText();
			if (PERSONAL.matcher(message).find()) {
				faults.add("logs what may be personal data");
			}
		}
		if (kind.equals("to") || kind.equals("toD") || kind.equals("wireTap") || kind.equals("enrich")) {
			String uri = step.isTextual() ? step.asText() : step.path("uri").asText();
			if (!INSIDE.matcher(uri).matches() && !step.hasNonNull("id")) {
				faults.add("the step to '" + uri + "' leaves the process and has no id");
			}
			if (uri.contains("?")) {
				faults.add("the step to '" + uri + "' has options in its address");
			}
		}
		if (step.isObject() && step.path("id").isTextual() && step.has("uri")
				&& !this.steps.add(step.path("id").asText())) {
			faults.add("the step id '" + step.path("id").asText() + "' is used twice");
		}
		if (Set.of("script", "groovy", "ognl", "mvel", "java", "js").contains(kind)) {
			faults.add("holds code");
		}
	}

	private static JsonSchema schema(String resource) {
		try (InputStream in = RouteFiles.class.getResourceAsStream(resource)) {
			return JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(in);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
