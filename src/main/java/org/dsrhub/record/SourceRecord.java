package org.dsrhub.record;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.source.Source;
import org.dsrhub.subject.IdentifierKind;

/**
 * One normalised item found in a source: the DESIGN's "record".
 *
 * @param id stable digest of the source and the item's own id
 * @param source the source's name
 * @param system the product
 * @param category the kind of personal data
 * @param classification whether an administrator has classified it
 * @param matchedBy the kinds of the subject's identifiers that it holds
 * @param retrievedAt when it was read, UTC
 * @param provenance where it was read
 * @param redactions how many values or list elements of others, and secrets, were taken
 * out
 * @param data the source's own fields
 */
@JsonPropertyOrder({ "id", "source", "system", "category", "classification", "matchedBy", "retrievedAt", "provenance",
		"redactions", "data" })
public record SourceRecord(String id, String source, String system, String category,
		Source.Classification classification, List<IdentifierKind> matchedBy, Instant retrievedAt,
		Provenance provenance, int redactions, JsonNode data) {

	/**
	 * Where a record was read.
	 *
	 * @param url without its query
	 * @param apiVersion the API's version, or null where it has none
	 */
	public record Provenance(String url, String apiVersion) {
	}

}
