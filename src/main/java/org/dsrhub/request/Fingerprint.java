package org.dsrhub.request;

import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.dsrhub.evidence.Digest;
import org.springframework.stereotype.Component;

/**
 * What makes two filings the same request: a keyed digest of tenant, right, subject,
 * sources, corrections and options. Reference, time of receipt and requester do not
 * count.
 */
@Component
class Fingerprint {

	private static final JsonMapper CANONICAL = JsonMapper.builder()
		.enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
		.enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
		.build();

	private final Digest digest;

	Fingerprint(Digest digest) {
		this.digest = digest;
	}

	String of(RequestDocument request) {
		Map<String, Object> content = new TreeMap<>();
		content.put("tenant", request.tenant());
		content.put("right", request.right());
		content.put("subject", request.subject());
		content.put("sources", request.sources());
		content.put("corrections", request.corrections());
		content.put("options", request.options());
		try {
			return this.digest.of(CANONICAL.writeValueAsString(content));
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException("the request cannot be written as JSON", ex);
		}
	}

}
