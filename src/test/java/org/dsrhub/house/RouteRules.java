package org.dsrhub.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.dsrhub.house.YamlFile.Field;

/**
 * What holds of a file of routes.
 */
final class RouteRules {

	/**
	 * What routes do; a new verb is added here, once it is sure that none of these will
	 * do.
	 */
	private static final Set<String> VERBS = Set.of("acknowledge", "advance", "ask", "assemble", "cancel", "change",
			"compact", "classify", "collect", "complete", "decide", "dispatch", "extend", "fulfil", "identify",
			"instruct", "lift", "list", "make", "plan", "read", "receive", "release", "renew", "resume", "retry", "run",
			"schedule", "send", "set", "show", "start", "stop", "store", "sweep", "trace", "verify", "write");

	/** A policy is named after whom it serves. */
	private static final Pattern POLICY = Pattern.compile("[a-z]+(-[a-z]+)*-(errors|decides)");

	private static final Pattern NAMED = Pattern.compile("(direct|seda|timer):(.*)");

	private static final Pattern TARGET = Pattern.compile("(direct|seda|kamelet):([a-z0-9-]+)(/.*)?");

	private final Set<String> routes;

	private final Set<String> policies;

	private final Set<String> kamelets;

	/**
	 * The rules of a set of files, which name each other.
	 */
	RouteRules(List<YamlFile> files, List<YamlFile> kamelets) {
		this.routes = names(files, "[0].route");
		this.policies = names(files, "[0].routeConfiguration");
		this.kamelets = kamelets.stream().map(YamlFile::name).collect(Collectors.toSet());
	}

	List<String> faults(YamlFile file) {
		List<String> faults = new ArrayList<>();
		if (file.has("[0].route")) {
			named(file, "[0].route", faults);
			route(file, "[0].route", faults);
		}
		else if (file.has("[0].routeTemplate")) {
			named(file, "[0].routeTemplate", faults);
			route(file, "[0].routeTemplate.route", faults);
			parameters(file, faults);
		}
		else if (file.has("[0].routeConfiguration")) {
			named(file, "[0].routeConfiguration", faults);
			require(POLICY.matcher(file.name()).matches(), 1, "a policy is called <whose>-errors", faults);
		}
		else {
			long others = file.fields()
				.stream()
				.filter((field) -> field.path().matches("\\[\\d+]\\.[a-zA-Z]+"))
				.filter((field) -> !field.key().equals("rest") && !field.key().equals("restConfiguration"))
				.count();
			require(others == 0, 1,
					"a file holds one route, one routeTemplate, one routeConfiguration or the paths of a door", faults);
			require(file.lines() <= 100, 1, "longer than 100 lines", faults);
		}
		targets(file, faults);
		StepRules.faults(file).forEach(faults::add);
		CamelSchema.faults(file).forEach(faults::add);
		return faults;
	}

	private void route(YamlFile file, String route, List<String> faults) {
		String[] words = file.name().split("-");
		require(words.length > 1 && VERBS.contains(words[1]), 1,
				"a route is called noun-verb, with a verb of RouteRules", faults);
		String policy = route + ".routeConfigurationId";
		require(this.policies.contains(file.value(policy)), file.line(policy),
				"routeConfigurationId must name a policy of routes/policy", faults);
		var from = NAMED.matcher(file.value(route + ".from.uri"));
		require(!from.matches() || from.group(2).equals(file.name()), file.line(route + ".from.uri"),
				"the route must listen to its own name, %s".formatted(file.name()), faults);
		if (List.of("rest-errors", "intake-errors", "mail-receive-errors").contains(file.value(policy))) {
			strips(file, route, faults);
		}
	}

	/** A template says what it is made with, and uses each of it. */
	private static void parameters(YamlFile file, List<String> faults) {
		String declared = "\\[0]\\.routeTemplate\\.parameters\\[\\d+]\\.name";
		file.fields()
			.stream()
			.filter((field) -> field.path().matches(declared))
			.forEach((field) -> require(file.text().contains("{{%s}}".formatted(field.value())), field.line(),
					"the parameter %s is used nowhere".formatted(field.value()), faults));
	}

	private void named(YamlFile file, String path, List<String> faults) {
		require(!file.has("[1]"), file.line("[1]"), "a second thing in one file; give it a file of its own", faults);
		require(file.value(path + ".id").equals(file.name()), file.line(path + ".id"),
				"the id must be the file's name, %s".formatted(file.name()), faults);
		require(file.value(path + ".description").matches("[A-Z].{10,160}\\."), file.line(path + ".description"),
				"a description in one line is missing: a sentence that ends in a full stop", faults);
		require(file.lines() <= 60, 1, "longer than 60 lines", faults);
	}

	/** Who comes from outside brings headers, which steer Camel's components. */
	private void strips(YamlFile file, String route, List<String> faults) {
		int first = file.keyed("bean", "to", "toD", "split")
			.mapToInt(Field::line)
			.min()
			.orElse(file.line(route + ".from.steps"));
		boolean stripped = file.keyed("removeHeaders")
			.anyMatch((step) -> step.line() < first && file.value(step.path() + ".pattern").equals("*"));
		require(stripped, first, "headers from outside must be removed (removeHeaders \"*\") before the first call",
				faults);
	}

	private void targets(YamlFile file, List<String> faults) {
		file.fields()
			.stream()
			.filter((field) -> field.scalar() && Set.of("uri", "to").contains(field.key()))
			.forEach((field) -> {
				var target = TARGET.matcher(field.value());
				if (target.matches()) {
					boolean kamelet = target.group(1).equals("kamelet");
					require((kamelet ? this.kamelets : this.routes).contains(target.group(2)), field.line(),
							"there is no %s %s".formatted(kamelet ? "Kamelet" : "route", target.group(2)), faults);
				}
			});
	}

	static void require(boolean holds, int line, String fault, List<String> faults) {
		if (!holds) {
			faults.add("line %d: %s".formatted(line, fault));
		}
	}

	private static Set<String> names(List<YamlFile> files, String path) {
		return files.stream().filter((file) -> file.has(path)).map(YamlFile::name).collect(Collectors.toSet());
	}

}
