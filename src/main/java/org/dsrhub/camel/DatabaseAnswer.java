package org.dsrhub.camel;

import java.io.IOException;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.Exchange;
import org.dsrhub.source.DatabaseFault;
import org.dsrhub.source.DatabasePage;
import org.dsrhub.source.ServiceLimits;
import org.dsrhub.source.VendorFault;
import org.springframework.stereotype.Component;

/**
 * The last step of a Kamelet that read rows: hands them over.
 */
@Component("databaseAnswer")
class DatabaseAnswer {

	/**
	 * Reads the variables {@code fetch}, {@code key}, {@code after} and {@code url}, and
	 * the rows in the body.
	 * @throws VendorFault if the rows cannot be gone through page by page
	 */
	void take(Exchange exchange) throws IOException {
		Fetch fetch = exchange.getVariable("fetch", Fetch.class);
		DatabasePage page = new DatabasePage(rows(exchange), exchange.getVariable("key", String.class),
				exchange.getVariable("after", String.class));
		try {
			fetch.take(page, exchange.getVariable("url", String.class));
			fetch.answered(ServiceLimits.NONE);
		}
		finally {
			Leftovers.clear(exchange);
		}
	}

	/**
	 * The exchange holds what was thrown.
	 * @throws VendorFault always: what it means for the task
	 */
	void fault(Exchange exchange) {
		Exception problem = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
		Leftovers.clear(exchange);
		throw DatabaseFault.of(problem);
	}

	private static List<JsonNode> rows(Exchange exchange) {
		List<?> rows = exchange.getMessage().getBody(List.class);
		return rows.stream().map(JsonNode.class::cast).toList();
	}

}
