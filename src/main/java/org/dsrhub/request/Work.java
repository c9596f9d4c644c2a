package org.dsrhub.request;

import java.util.UUID;

/**
 * A row that this node has claimed.
 *
 * @param id the row
 * @param lease proves the claim; every write names it
 */
public record Work(UUID id, UUID lease) {
}
