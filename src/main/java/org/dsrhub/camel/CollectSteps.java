package org.dsrhub.camel;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

import org.apache.camel.Exchange;
import org.dsrhub.request.Work;
import org.dsrhub.task.Collection;
import org.dsrhub.task.Collector;
import org.springframework.stereotype.Component;

/**
 * The steps of the route {@code task-run}: what a Kamelet is to get, and what becomes of
 * its answer.
 */
@Component("collect")
class CollectSteps {

	private final Collector collector;

	private final VendorAnswer answers;

	CollectSteps(Collector collector, VendorAnswer answers) {
		this.collector = collector;
		this.answers = answers;
	}

	/**
	 * Body: the claimed row. Sets the variables {@code collection} and {@code kamelet}.
	 */
	void begin(Exchange exchange) {
		Collection collection = this.collector.begin(exchange.getMessage().getBody(Work.class));
		exchange.setVariable("collection", collection);
		exchange.setVariable("kamelet", kamelet(collection));
	}

	/**
	 * Sets the variable {@code fetch}.
	 */
	void next(Exchange exchange) {
		Collection collection = collection(exchange);
		Map<String, String> values = new LinkedHashMap<>();
		collection.subscription().ifPresent((subscription) -> values.put("subscription", subscription));
		collection.request().identity().entry().ifPresent((entry) -> values.put("objectId", entry));
		exchange.setVariable("fetch", new Fetch(collection.tenant(), collection.progress().next(), values,
				collection.request().identity().deleted()));
	}

	/**
	 * Takes the page that the Kamelet got.
	 */
	void take(Exchange exchange) throws IOException {
		Collection collection = collection(exchange);
		VendorAnswer.Opened answer = this.answers.open(exchange, collection::renew);
		switch (answer.kind()) {
			case PAGE -> {
				try (InputStream body = answer.body()) {
					collection.take(body, answer.page(), exchange.getVariable("url", String.class));
				}
			}
			case ABSENT -> collection.skip();
			case AGAIN -> {
			}
		}
	}

	void settle(Exchange exchange) throws IOException {
		Collection collection = collection(exchange);
		collection.settle();
		this.collector.leave(collection);
	}

	/**
	 * After a fault; the exchange holds it.
	 */
	void interrupted(Exchange exchange) throws IOException {
		Collection collection = collection(exchange);
		Exception problem = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
		try {
			this.collector.interrupted(collection, problem);
		}
		finally {
			this.collector.leave(collection);
		}
	}

	private static Collection collection(Exchange exchange) {
		return exchange.getVariable("collection", Collection.class);
	}

	/**
	 * The address of the source's Kamelet. It is the same for every task of a source, so
	 * that Camel makes one route of it and not one a task.
	 */
	private static String kamelet(Collection collection) {
		Map<String, String> parameters = new LinkedHashMap<>(collection.source().collect().parameters());
		String name = collection.source().source();
		String version = collection.apiVersion();
		if (version != null && !version.equals(parameters.put("apiVersion", version))) {
			name = name + "-" + version;
		}
		StringJoiner query = new StringJoiner("&", "?", "");
		parameters.forEach((key, value) -> query.add(key + "=RAW(" + value + ")"));
		return "kamelet:" + collection.source().collect().kamelet() + "/" + name + query;
	}

}
