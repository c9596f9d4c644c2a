package org.dsrhub.evidence;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * An anchor with all its leaves, as it lies in the tenant's container.
 *
 * @param format {@code dsr-anchor/1}
 * @param keys public keys by id
 */
@JsonPropertyOrder({ "format", "anchor", "leaves", "keys" })
record AnchorFile(String format, Anchor anchor, List<Leaf> leaves, Map<String, String> keys) {

	static final String FORMAT = "dsr-anchor/1";

}
