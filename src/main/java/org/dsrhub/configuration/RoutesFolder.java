package org.dsrhub.configuration;

import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Asks for the routes before anything looks for a file in them: a hub that was started in
 * the wrong folder says so.
 */
@Configuration(proxyBeanMethods = false)
class RoutesFolder {

	@Bean
	static BeanFactoryPostProcessor presentRoutesFolder(Environment environment) {
		return (beans) -> check(Path.of(environment.getProperty("hub.routes", "./routes")));
	}

	private static void check(Path folder) {
		if (!Files.isDirectory(folder)) {
			throw new InvalidConfiguration(
					"hub.routes: there is no folder %s; start the hub in the folder that holds config/ and routes/"
						.formatted(folder.toAbsolutePath().normalize()));
		}
	}

}
