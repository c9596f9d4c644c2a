package org.dsrhub.camel;

import java.util.List;

import org.apache.camel.Exchange;

/**
 * What a Kamelet leaves behind on the exchange that called it. What one has set must not
 * speak for the next one.
 */
final class Leftovers {

	private static final List<String> VARIABLES = List.of("absent", "after", "api", "application", "apiVersion", "code",
			"complete", "content", "database", "dataSource", "deletedPath", "endpoint", "failed", "id", "key", "next",
			"pageSize", "path", "query", "records", "rows", "start", "state", "timeout", "token", "url", "version",
			"window");

	private Leftovers() {
	}

	/**
	 * Takes body, headers and every variable of a Kamelet off.
	 */
	static void clear(Exchange exchange) {
		exchange.getMessage().removeHeaders("*");
		exchange.getMessage().setBody(null);
		VARIABLES.forEach(exchange::removeVariable);
	}

}
