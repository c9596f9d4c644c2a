package org.dsrhub.request;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.dsrhub.source.Right;

/**
 * The canonical request: what every door makes of what came through it, valid against the
 * published JSON Schema, identifiers in normal form.
 *
 * @param reference the filer's own name for it; null where the hub is to assign its id
 * @param tenant in whose scope it runs
 * @param right what is asked
 * @param subject the identifiers given
 * @param sources the sources asked for; empty means all of the tenant's
 * @param corrections for rectify: field to new value
 * @param options the closed list of options
 * @param receivedAt when the organisation received it, UTC; the deadline counts from here
 * @param requester who asks on paper; may be null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RequestDocument(String reference, String tenant, Right right, SubjectIdentifiers subject,
		List<String> sources, Map<String, JsonNode> corrections, Map<String, JsonNode> options, Instant receivedAt,
		Requester requester) {

	private static final JsonMapper JSON = JsonMapper.builder()
		.addModule(new JavaTimeModule())
		.disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.enable(JsonWriteFeature.ESCAPE_NON_ASCII)
		.build();

	public RequestDocument {
		sources = (sources != null) ? List.copyOf(sources) : List.of();
		corrections = (corrections != null) ? Map.copyOf(corrections) : Map.of();
		options = (options != null) ? Map.copyOf(options) : Map.of();
	}

	/**
	 * The document as JSON, in ASCII alone, as the ledger keeps it.
	 */
	public String json() {
		try {
			return JSON.writeValueAsString(this);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException("the request cannot be written as JSON", ex);
		}
	}

	/**
	 * The request that {@link #json()} wrote.
	 */
	public static RequestDocument of(String json) {
		try {
			return JSON.readValue(json, RequestDocument.class);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException("the ledger's request document cannot be read", ex);
		}
	}

	/**
	 * The identifiers of the subject that the filer gave.
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record SubjectIdentifiers(String email, String userPrincipalName, String objectId, String phone,
			List<String> ipAddresses) {

		public SubjectIdentifiers {
			ipAddresses = (ipAddresses != null) ? List.copyOf(ipAddresses) : List.of();
		}

	}

	/**
	 * Who asks, as the filer noted it.
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record Requester(String name, String email) {
	}

}
