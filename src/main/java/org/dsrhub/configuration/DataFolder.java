package org.dsrhub.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Closes the data folder to everybody but the hub's account before anything is put into
 * it: the ledger, the staging and local packages hold personal data.
 */
@Configuration(proxyBeanMethods = false)
@Profile("!check")
class DataFolder {

	@Bean
	static BeanFactoryPostProcessor closedDataFolder(ConfigurableEnvironment environment) {
		return (beans) -> {
			Path folder = Path.of(environment.getProperty("hub.data", "./data"));
			close(folder);
			// H2 takes no folder that is written like "data", without a dot or a slash
			// before it.
			environment.getPropertySources()
				.addFirst(new MapPropertySource("ledger",
						Map.of("hub.ledger", folder.toAbsolutePath().normalize().resolve("ledger").toString())));
		};
	}

	private static void close(Path folder) {
		var owner = PosixFilePermissions.fromString("rwx------");
		try {
			Files.createDirectories(folder);
			if (!Files.getPosixFilePermissions(folder).equals(owner)) {
				Files.setPosixFilePermissions(folder, owner);
			}
		}
		catch (IOException | UnsupportedOperationException ex) {
			throw new InvalidConfiguration(folder,
					List.of("hub.data must be a folder that the hub's account owns and can close to others (%s)"
						.formatted(ex.getMessage())));
		}
	}

}
