package org.dsrhub.observation;

import java.net.URI;

import org.dsrhub.configuration.InvalidConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where traces go.
 *
 * @param endpoint the base address of a collector that speaks OTLP over HTTP, or null
 * @param share of how many requests, from 0 to 1
 */
@ConfigurationProperties("hub.traces")
record TracesProperties(URI endpoint, double share) {

	private static final String PATH = "/v1/traces";

	TracesProperties {
		if (endpoint != null && (!("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()))
				|| endpoint.getHost() == null || endpoint.getRawUserInfo() != null || endpoint.getRawQuery() != null
				|| endpoint.getRawFragment() != null)) {
			throw new InvalidConfiguration(
					"hub.traces.endpoint: expected: the base address of a collector, such as http://localhost:4318");
		}
		if (!(share >= 0 && share <= 1)) {
			throw new InvalidConfiguration("hub.traces.share: expected: a number from 0 to 1");
		}
	}

	/**
	 * The address that spans are posted to.
	 */
	String target() {
		String base = this.endpoint.toString().replaceFirst("/+$", "");
		return base.endsWith(PATH) ? base : base + PATH;
	}

}
