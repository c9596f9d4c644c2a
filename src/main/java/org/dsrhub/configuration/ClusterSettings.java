package org.dsrhub.configuration;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/**
 * Stops the start of a node of a cluster that could not share its work: what nodes have
 * in common is a PostgreSQL database and a broker.
 */
@Configuration(proxyBeanMethods = false)
class ClusterSettings {

	private static final String PROFILE = "cluster";

	/**
	 * Routes know by {@code hub.cluster} whether there is a broker, beans by the profile.
	 */
	@Bean
	static BeanFactoryPostProcessor oneSwitch(Environment environment) {
		return (beans) -> {
			boolean profile = environment.acceptsProfiles(Profiles.of(PROFILE));
			if (profile != environment.getProperty("hub.cluster", Boolean.class, false)) {
				throw new InvalidConfiguration(
						"hub.cluster: is said by the profile cluster alone; leave it out and set spring.profiles.active");
			}
		};
	}

	@Bean
	@Profile("cluster & !check")
	static BeanFactoryPostProcessor shared(Environment environment) {
		return (beans) -> {
			require(environment, "spring.datasource.url", "jdbc:postgresql:.*",
					"the nodes of a cluster share a PostgreSQL database, such as jdbc:postgresql://db.contoso.example/dsrhub");
			require(environment, "hub.broker.url", "amqps?://.+|failover:\\(amqps?://[^()]+\\)(\\?.+)?",
					"the nodes of a cluster share a broker that speaks AMQP 1.0, such as amqps://broker.contoso.example:5671, or failover:(...,...) with several addresses");
		};
	}

	private static void require(Environment environment, String name, String pattern, String expected) {
		if (!environment.getProperty(name, "").matches(pattern)) {
			throw new InvalidConfiguration("%s: %s (profile cluster)".formatted(name, expected));
		}
	}

}
