package org.dsrhub.source;

import java.io.IOException;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One page of what a source holds, whatever it came by: read once, record by record.
 */
@FunctionalInterface
public interface Page {

	/**
	 * Hands every record to the consumer.
	 * @return how the next page is asked for, or null after the last one
	 * @throws VendorFault if it is not the page that it should be
	 * @throws IOException if the connection broke; what was handed over by then is only
	 * part of the page
	 */
	String read(Consumer<JsonNode> consumer) throws IOException;

	/**
	 * What is no longer on the page because it is nobody's own.
	 */
	default NotPersons notPersons() {
		return NotPersons.NONE;
	}

}
