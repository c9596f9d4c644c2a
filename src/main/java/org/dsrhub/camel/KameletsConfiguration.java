package org.dsrhub.camel;

import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.component.sql.SqlComponent;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.dsrhub.configuration.HubProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The components that have no starter of their own.
 */
@Configuration(proxyBeanMethods = false)
class KameletsConfiguration {

	/**
	 * Kamelets come from {@code routes/kamelets}. They have no error handler, so that the
	 * policy of the route that calls one decides, and repeats it as a whole.
	 */
	@Bean("kamelet-component")
	KameletComponent kamelets(HubProperties hub) {
		KameletComponent kamelets = new KameletComponent();
		kamelets.setLocation("file:" + hub.routes().resolve("kamelets"));
		kamelets.setNoErrorHandler(true);
		return kamelets;
	}

	/**
	 * Left to itself the component would read the hub's own ledger where an endpoint
	 * names no database.
	 */
	@Bean("sql-component")
	SqlComponent databases() {
		SqlComponent databases = new SqlComponent();
		databases.setAutowiredEnabled(false);
		return databases;
	}

	/**
	 * An answer that is compressed could not be broken off without reading its rest.
	 */
	@Bean
	ComponentCustomizer plainAnswers() {
		return ComponentCustomizer.builder(HttpComponent.class)
			.build((http) -> http.setHttpClientConfigurer(HttpClientBuilder::disableContentCompression));
	}

}
