package org.dsrhub.house;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.dsrhub.house.YamlFile.Field;

/**
 * What holds of every step, in a route and in a Kamelet.
 */
final class StepRules {

	/** Endpoints within the process. */
	private static final Pattern INSIDE = Pattern.compile("(direct|seda):.*|kamelet:(source|sink)");

	private static final Set<String> CODE = Set.of("script", "groovy", "java", "joor", "js", "mvel", "ognl", "python",
			"spel", "csimple");

	private static final Set<String> EXPRESSIONS = Set.of("constant", "simple", "variable", "header", "method",
			"exchangeProperty", "tokenize", "jsonpath", "xpath");

	private static final Pattern FUNCTION = Pattern.compile("\\$\\{([^}]*)}");

	/** What a log may say of an exchange: nothing that a person could have written. */
	private static final Set<String> LOGGABLE = Set.of("routeId", "exchangeId", "exception.class.simpleName");

	private static final Pattern SECRET = Pattern
		.compile("(?i)(password|secret|accountkey|accesskey|apikey|api-key|sig|token)\\s*[:=]\\s*"
				+ "[\"']?(?!env:|file:|RAW\\(\\{\\{|\\[]|\\{\\{|#|\\$\\{|[\"']?\\s*$)[^\\s\"'].*|-----BEGIN.*|eyJ[A-Za-z0-9_-]{10}.*");

	private StepRules() {
	}

	static Stream<String> faults(YamlFile file) {
		return Stream
			.of(block(file), spelledOut(file), calls(file), addresses(file), logs(file), code(file), delays(file),
					secrets(file))
			.flatMap((rule) -> rule);
	}

	/** The ids of steps, which are unique over all files. */
	static Stream<Field> ids(YamlFile file) {
		return file.keyed("id").filter(Field::scalar).filter((field) -> field.path().split("\\.").length > 2);
	}

	private static Stream<String> block(YamlFile file) {
		return file.fields()
			.stream()
			.filter(Field::flow)
			.map((field) -> says(field, "a map in braces; write it in block style"));
	}

	private static Stream<String> spelledOut(YamlFile file) {
		return file.fields()
			.stream()
			.filter((field) -> field.scalar() && EXPRESSIONS.contains(field.key())
					&& !field.path().contains(".parameters."))
			.filter((field) -> !field.path().endsWith(".method.method") && !field.path().endsWith(".bean.method"))
			.map((field) -> says(field, "a short expression; write expression: below it"));
	}

	private static Stream<String> calls(YamlFile file) {
		return file.keyed("to", "toD", "wireTap", "enrich", "pollEnrich")
			.filter((step) -> inSteps(file, step))
			.flatMap((step) -> {
				if (step.scalar()) {
					return Stream.of(says(step, "a short step; write uri: below it"));
				}
				boolean inside = INSIDE.matcher(file.value(step.path() + ".uri")).matches();
				return (inside || file.has(step.path() + ".id")) ? Stream.empty()
						: Stream.of(says(step, "the step leaves the process and has no id"));
			});
	}

	private static boolean inSteps(YamlFile file, Field step) {
		return step.path().contains("steps[");
	}

	private static Stream<String> addresses(YamlFile file) {
		Stream<String> options = file.keyed("uri")
			.filter((field) -> field.scalar() && field.value().contains("?") && !field.value().startsWith("http"))
			.map((field) -> says(field, "an option in the address; write it under parameters"));
		Stream<String> logs = file.keyed("uri")
			.filter((field) -> field.scalar() && field.value().startsWith("log:"))
			.map((field) -> says(field, "a log endpoint shows bodies; use the log step"));
		return Stream.concat(options, logs);
	}

	private static Stream<String> logs(YamlFile file) {
		return file.fields()
			.stream()
			.filter((field) -> field.scalar() && field.path().matches(".*\\.log(\\.message)?"))
			.flatMap((field) -> {
				Matcher functions = FUNCTION.matcher(field.value());
				return functions.results()
					.map((result) -> result.group(1))
					.filter((function) -> !LOGGABLE.contains(function))
					.map((function) -> says(field,
							"a log may not show ${%s}; it could be personal data".formatted(function)));
			});
	}

	private static Stream<String> code(YamlFile file) {
		return file.fields()
			.stream()
			.filter((field) -> CODE.contains(field.key()) && !field.path().contains(".parameters."))
			.map((field) -> says(field, "code in a route (%s); make it a bean".formatted(field.key())));
	}

	private static Stream<String> delays(YamlFile file) {
		return file.keyed("delay")
			.filter((field) -> !field.scalar() && inSteps(file, field))
			.filter((field) -> !file.value(field.path() + ".asyncDelayed").equals("false"))
			.map((field) -> says(field,
					"a delay lets go of its thread, and what comes next overtakes it; write asyncDelayed: false"));
	}

	/** Secrets in clear, in any file; a reference is none. */
	static Stream<String> secrets(YamlFile file) {
		String[] lines = file.text().split("\n");
		return java.util.stream.IntStream.range(0, lines.length)
			.filter((i) -> !lines[i].strip().startsWith("#") && SECRET.matcher(lines[i]).find())
			.mapToObj((i) -> "line %d: a secret in clear; write a reference, env:NAME or file:/path".formatted(i + 1));
	}

	static String says(Field field, String fault) {
		return "line %d: %s".formatted(field.line(), fault);
	}

}
