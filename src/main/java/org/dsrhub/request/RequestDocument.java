package org.dsrhub.request;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
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

	public RequestDocument {
		sources = (sources != null) ? List.copyOf(sources) : List.of();
		corrections = (corrections != null) ? Map.copyOf(corrections) : Map.of();
		options = (options != null) ? Map.copyOf(options) : Map.of();
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
