package org.dsrhub.camel;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.Exchange;
import org.dsrhub.source.DatabaseFault;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.springframework.stereotype.Component;

/**
 * The last step of a Kamelet that read rows: hands them over.
 */
@Component("databaseAnswer")
class DatabaseAnswer {

	private static final List<String> SET_BY_KAMELETS = List.of("database", "query", "key", "start", "pageSize",
			"dataSource", "timeout", "url");

	/**
	 * Reads the variables {@code fetch}, {@code key} and {@code url}, and the rows in the
	 * body. Only a page without any row is the last one: however few rows a query asks
	 * for, none is missed.
	 * @throws VendorFault if the rows cannot be gone through page by page
	 */
	void take(Exchange exchange) throws IOException {
		Fetch fetch = exchange.getVariable("fetch", Fetch.class);
		String key = exchange.getVariable("key", String.class);
		List<?> rows = exchange.getMessage().getBody(List.class);
		try {
			fetch.take((consumer) -> read(rows, key, consumer), exchange.getVariable("url", String.class));
		}
		finally {
			forget(exchange);
		}
	}

	/**
	 * The exchange holds what was thrown.
	 * @throws VendorFault always: what it means for the task
	 */
	void fault(Exchange exchange) {
		Exception problem = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
		forget(exchange);
		throw DatabaseFault.of(problem);
	}

	private static String read(List<?> rows, String key, Consumer<JsonNode> consumer) {
		String last = null;
		for (Object each : rows) {
			JsonNode row = (JsonNode) each;
			String own = key(row, key);
			if (own.equals(last)) {
				throw VendorFault.terminal(Reason.INVALID_ANSWER, "two rows have the same key");
			}
			consumer.accept(row);
			last = own;
		}
		return last;
	}

	private static String key(JsonNode row, String key) {
		return row.properties()
			.stream()
			.filter((field) -> field.getKey().equalsIgnoreCase(key) && !field.getValue().isNull())
			.map((field) -> field.getValue().asText())
			.findFirst()
			.orElseThrow(() -> VendorFault.terminal(Reason.INVALID_ANSWER, "a row has no key"));
	}

	private static void forget(Exchange exchange) {
		exchange.getMessage().removeHeaders("*");
		exchange.getMessage().setBody(null);
		// What one Kamelet has set must not speak for the next one.
		SET_BY_KAMELETS.forEach(exchange::removeVariable);
	}

}
