package org.dsrhub.retention;

import java.time.Instant;
import java.util.UUID;

/**
 * Something whose time is over.
 *
 * @param thing what the category knows it by: a row's id, a place that nobody but the hub
 * or a server named, or a keyed digest; never a word of a person's, since it stays in the
 * container for ever
 * @param request the request that it belongs to, or null
 * @param bytes how much there is, 0 where that is not told
 * @param since since when it is due, UTC
 */
record Due(String thing, UUID request, long bytes, Instant since) {
}
