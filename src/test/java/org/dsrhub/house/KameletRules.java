package org.dsrhub.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.dsrhub.house.YamlFile.Field;

import static org.dsrhub.house.RouteRules.require;

/**
 * What holds of a Kamelet: its file is its contract.
 */
final class KameletRules {

	private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*-(source|action|sink)");

	private static final Pattern PARAMETER = Pattern.compile("\\{\\{\\??([A-Za-z0-9._-]+)(:[^}]*)?}}");

	private KameletRules() {
	}

	static List<String> faults(YamlFile file) {
		List<String> faults = new ArrayList<>();
		name(file, faults);
		for (String field : List.of("title", "description")) {
			require(!file.value("spec.definition." + field).isBlank(), file.line("spec.definition"),
					"the definition has no %s".formatted(field), faults);
		}
		Set<String> declared = parameters(file, faults);
		used(file, declared, faults);
		ends(file, faults);
		require(file.lines() <= 150, 1, "longer than 150 lines", faults);
		StepRules.faults(file).filter((fault) -> !fault.contains("in braces")).forEach(faults::add);
		CamelSchema.templateFaults(file).forEach(faults::add);
		return faults;
	}

	private static void name(YamlFile file, List<String> faults) {
		require(file.value("metadata.name").equals(file.name()), file.line("metadata.name"),
				"metadata.name must be the file's name, %s".formatted(file.name()), faults);
		require(NAME.matcher(file.name()).matches(), 1, "a Kamelet's name ends in -source, -action or -sink", faults);
		String label = "metadata.labels.camel.apache.org/kamelet.type";
		require(!file.value(label).isEmpty() && file.name().endsWith("-" + file.value(label)), file.line(label),
				"the label camel.apache.org/kamelet.type must be the last word of the name", faults);
	}

	private static Set<String> parameters(YamlFile file, List<String> faults) {
		String properties = "spec.definition.properties.";
		Set<String> declared = file.fields()
			.stream()
			.map(Field::path)
			.filter((path) -> path.startsWith(properties))
			.map((path) -> path.substring(properties.length()))
			.filter((path) -> !path.contains("."))
			.collect(Collectors.toCollection(TreeSet::new));
		declared.removeIf((name) -> name.contains("["));
		for (String name : declared) {
			for (String field : List.of("title", "description", "type")) {
				require(!file.value(properties + name + "." + field).isBlank(), file.line(properties + name),
						"the parameter %s has no %s".formatted(name, field), faults);
			}
		}
		Set<String> required = file.fields()
			.stream()
			.filter((field) -> field.path().startsWith("spec.definition.required["))
			.map(Field::value)
			.collect(Collectors.toSet());
		declared.forEach((name) -> require(required.contains(name) != file.has(properties + name + ".default"),
				file.line(properties + name),
				"the parameter %s must be required or have a default, and not both".formatted(name), faults));
		file.fields()
			.stream()
			.filter((field) -> field.path().startsWith("spec.definition.required["))
			.forEach((field) -> require(declared.contains(field.value()), field.line(),
					"%s is required and not declared".formatted(field.value()), faults));
		return declared;
	}

	private static void used(YamlFile file, Set<String> declared, List<String> faults) {
		Set<String> used = new TreeSet<>();
		file.fields()
			.stream()
			.filter((field) -> field.scalar() && field.path().startsWith("spec.template."))
			.forEach((field) -> PARAMETER.matcher(field.value())
				.results()
				.map((found) -> found.group(1))
				.forEach((name) -> {
					used.add(name);
					require(declared.contains(name), field.line(), "{{%s}} is not declared".formatted(name), faults);
				}));
		declared.stream()
			// The hub itself takes the version down, with each record.
			.filter((name) -> !used.contains(name) && !name.equals("apiVersion"))
			.forEach((name) -> require(false, file.line("spec.definition.properties." + name),
					"the parameter %s is used nowhere".formatted(name), faults));
	}

	private static void ends(YamlFile file, List<String> faults) {
		String from = "spec.template.from.uri";
		if (file.name().endsWith("-source")) {
			require(file.keyed("uri").anyMatch((uri) -> "kamelet:sink".equals(uri.value())), file.line(from),
					"a source must end in kamelet:sink", faults);
		}
		else {
			require(file.value(from).equals("kamelet:source"), file.line(from), "it must begin with kamelet:source",
					faults);
		}
	}

}
