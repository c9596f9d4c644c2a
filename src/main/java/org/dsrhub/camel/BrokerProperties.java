package org.dsrhub.camel;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The broker by which nodes tell each other that rows are due.
 *
 * @param url its address, AMQP 1.0, or {@code failover:} and several in brackets
 * @param username whom it knows the hub as; empty for nobody
 * @param password theirs
 * @param nudges where nodes tell, {@code topic:} or {@code queue:} and a name
 * @param heard where this node listens
 */
@Validated
@ConfigurationProperties("hub.broker")
record BrokerProperties(@NotNull String url, @NotNull String username, @NotNull String password,
		@NotBlank String nudges, @NotBlank String heard) {

	private static final String ATTEMPTS = "failover.maxReconnectAttempts";

	/**
	 * The address for the client. Of several each is tried once: the client would go on
	 * without an end, and nobody would be told that the broker is lost.
	 */
	String address() {
		if (!this.url.startsWith("failover:") || this.url.contains(ATTEMPTS)) {
			return this.url;
		}
		return this.url + (this.url.endsWith(")") ? "?" : "&") + ATTEMPTS + "=1";
	}

}
