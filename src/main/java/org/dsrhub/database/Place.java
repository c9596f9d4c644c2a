package org.dsrhub.database;

/**
 * Rows of a queue that have a limit of their own.
 *
 * @param source null where rows have no sources
 */
public record Place(String tenant, String source) {
}
