package org.dsrhub.configuration;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

/**
 * Stops the start of a node of a cluster that could not share its work: what nodes have
 * in common is a PostgreSQL database and a broker.
 */
@Configuration(proxyBeanMethods = false)
@Profile("cluster & !check")
class ClusterSettings {

	@Bean
	static BeanFactoryPostProcessor shared(Environment environment) {
		return (beans) -> {
			require(environment, "spring.datasource.url", "jdbc:postgresql:.*",
					"the nodes of a cluster share a PostgreSQL database, such as jdbc:postgresql://db.contoso.example/dsrhub");
			require(environment, "hub.broker.url", "amqps?://.+",
					"the nodes of a cluster share a broker that speaks AMQP 1.0, such as amqps://broker.contoso.example:5671");
		};
	}

	private static void require(Environment environment, String name, String pattern, String expected) {
		if (!environment.getProperty(name, "").matches(pattern)) {
			throw new InvalidConfiguration("%s: %s (profile cluster)".formatted(name, expected));
		}
	}

}
