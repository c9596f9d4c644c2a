package org.dsrhub.retention;

import java.util.Map;

/**
 * A run has ended.
 *
 * @param things how many things are in each state
 */
record RunEnded(String tenant, String rule, boolean dry, RunState state, Map<String, Long> things) {
}
