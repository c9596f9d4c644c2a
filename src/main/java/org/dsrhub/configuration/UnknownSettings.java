package org.dsrhub.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * Stops the start at a setting {@code hub.*} that is none: what is misspelt would
 * otherwise leave the default standing in silence. The hub's own application.yaml has
 * every setting there is.
 */
@Configuration(proxyBeanMethods = false)
class UnknownSettings {

	private static final ConfigurationPropertyName HUB = ConfigurationPropertyName.of("hub");

	private static final String OWN = "class path resource [application.yaml]";

	@Bean
	static BeanFactoryPostProcessor knownSettings(ConfigurableEnvironment environment) {
		return (beans) -> check(environment);
	}

	/**
	 * Holds the settings of files and of the command line against the hub's own.
	 * @throws InvalidConfiguration naming where each unknown one stands
	 */
	static void check(ConfigurableEnvironment environment) {
		Set<ConfigurationPropertyName> known = new TreeSet<>();
		List<EnumerablePropertySource<?>> given = new ArrayList<>();
		environment.getPropertySources().forEach((source) -> {
			if (source instanceof EnumerablePropertySource<?> listed) {
				if (source.getName().contains(OWN)) {
					names(listed).map(UnknownSettings::name).forEach(known::add);
				}
				else if (source.getName().startsWith("Config resource") || source.getName().equals("commandLineArgs")) {
					given.add(listed);
				}
			}
		});
		List<String> faults = given.stream()
			.flatMap((source) -> names(source).filter(
					(name) -> known.stream().noneMatch((own) -> own.equals(name(name)) || own.isAncestorOf(name(name))))
				.map((name) -> "%s: there is no such setting%s".formatted(name, where(source, name))))
			.toList();
		if (!faults.isEmpty()) {
			throw new InvalidConfiguration(String.join(System.lineSeparator(), faults));
		}
	}

	private static Stream<String> names(EnumerablePropertySource<?> source) {
		return Stream.of(source.getPropertyNames()).filter((name) -> HUB.isAncestorOf(name(name)));
	}

	private static ConfigurationPropertyName name(String name) {
		return ConfigurationPropertyName.adapt(name, '.');
	}

	private static String where(EnumerablePropertySource<?> source, String name) {
		Origin origin = OriginLookup.getOrigin(source, name);
		return (origin != null) ? " (" + origin + ")" : "";
	}

}
