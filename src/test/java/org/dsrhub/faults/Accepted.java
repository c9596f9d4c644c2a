package org.dsrhub.faults;

/**
 * What was asked for, and what the hub took it as.
 *
 * @param receipt the id that the caller was told, or null where nobody is told any
 */
record Accepted(Filing filing, String receipt) {
}
