package org.dsrhub.camel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.configuration.InvalidConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Stops the start when a route is not there. Camel itself starts without a word when the
 * pattern of its routes matches nothing, and requests would be taken and never be
 * answered.
 */
@Component
@Profile("!check")
class RouteGuard implements CamelContextConfiguration {

	/**
	 * Those that carry a request from its door to its answer.
	 */
	static final Set<String> ESSENTIAL = Set.of("request-receive-file", "request-receive-rest", "request-sweep",
			"request-dispatch", "request-advance", "package-run", "package-dispatch", "package-schedule",
			"request-release", "request-identify", "directory-ask", "request-plan", "request-fulfil", "request-decide",
			"task-dispatch", "task-run", "lease-renew", "package-assemble", "package-release", "notice-write",
			"mail-dispatch", "mail-send", MailRoutes.TEMPLATE, "rest-api");

	/**
	 * Those that only a cluster has.
	 */
	private static final Set<String> CLUSTER = Set.of("nudge-send", "nudge-receive", "nudge-dispatch");

	private static final String ENDING = ".camel.yaml";

	private final Path folder;

	private final boolean cluster;

	RouteGuard(HubProperties hub, @Value("${hub.cluster}") boolean cluster) {
		this.folder = hub.routes();
		this.cluster = cluster;
	}

	/**
	 * Runs when the routes are read and none has started.
	 * @throws InvalidConfiguration naming every route that is missing
	 */
	@Override
	public void beforeApplicationStart(CamelContext camel) {
		Model model = camel.getCamelContextExtension().getContextPlugin(Model.class);
		Set<String> loaded = new TreeSet<>();
		model.getRouteDefinitions().stream().map(RouteDefinition::getRouteId).forEach(loaded::add);
		model.getRouteTemplateDefinitions().stream().map(RouteTemplateDefinition::getId).forEach(loaded::add);
		model.getRestDefinitions().stream().map(RestDefinition::getId).forEach(loaded::add);
		model.getRouteConfigurationDefinitions().stream().map(RouteConfigurationDefinition::getId).forEach(loaded::add);
		List<String> faults = faults(present(), loaded);
		if (!faults.isEmpty()) {
			throw new InvalidConfiguration(this.folder, faults);
		}
	}

	@Override
	public void afterApplicationStart(CamelContext camel) {
		// Whatever could be missing was looked for before.
	}

	/**
	 * What is wrong with the routes.
	 * @param present the names of the files, without their ending
	 * @param loaded the ids that Camel has
	 */
	static List<String> faults(Set<String> present, Set<String> loaded) {
		if (loaded.isEmpty()) {
			return List.of("there are no routes in it; camel.main.routes-include-pattern must match them");
		}
		List<String> faults = new ArrayList<>();
		new TreeSet<>(present).stream()
			.filter((name) -> !loaded.contains(name))
			.map((name) -> "%s%s is there, but no route '%s' was loaded: see camel.main.routes-include-pattern and the file's id"
				.formatted(name, ENDING, name))
			.forEach(faults::add);
		new TreeSet<>(ESSENTIAL).stream()
			.filter((name) -> !loaded.contains(name) && !present.contains(name))
			.map((name) -> "%s%s is missing; without it requests would stand still".formatted(name, ENDING))
			.forEach(faults::add);
		return faults;
	}

	private Set<String> present() {
		try (Stream<Path> files = Files.walk(this.folder)) {
			return files.map((file) -> file.getFileName().toString())
				.filter((name) -> name.endsWith(ENDING))
				.map((name) -> name.substring(0, name.length() - ENDING.length()))
				.filter((name) -> this.cluster || !CLUSTER.contains(name))
				.collect(Collectors.toSet());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
