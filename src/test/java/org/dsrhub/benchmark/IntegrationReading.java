package org.dsrhub.benchmark;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How far a source has been read for a request.
 *
 * @param call the next page; null after the last
 * @param records the subject's so far
 */
record IntegrationReading(FloorRequest request, FloorSource source, URI call, List<JsonNode> records) {

	/**
	 * With one more page.
	 */
	IntegrationReading with(JsonNode answer) {
		List<JsonNode> all = new ArrayList<>(this.records);
		all.addAll(FloorCalls.records(this.source, this.request, this.call, answer));
		String next = answer.path("nextLink").asText(answer.path("@odata.nextLink").asText(null));
		return new IntegrationReading(this.request, this.source, (next != null) ? URI.create(next) : null, all);
	}

	boolean more() {
		return this.call != null;
	}

}
