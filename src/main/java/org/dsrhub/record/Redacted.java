package org.dsrhub.record;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a redaction left of a record.
 *
 * @param data the copy
 * @param redactions how many values and list elements were taken out
 */
public record Redacted(JsonNode data, int redactions) {
}
