package org.dsrhub.retention;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * What a tenant's container remembered that the ledger had forgotten.
 *
 * @param runs one for each run whose record was not in the ledger; each does again what
 * that one did
 * @param unreadable records in the container that could not be read, so that a person has
 * to look: nothing was done for them
 */
@JsonPropertyOrder({ "tenant", "runs", "unreadable" })
public record Replay(String tenant, List<RunView> runs, List<String> unreadable) {
}
