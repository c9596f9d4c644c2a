package org.dsrhub.intake;

import java.time.Instant;

import org.dsrhub.request.Door;
import org.dsrhub.security.Caller;

/**
 * By which way rows come, and on whose authority.
 *
 * @param receivedAt when they came, for a row that does not say; null for now
 */
record Filer(Door door, Caller caller, Instant receivedAt) {
}
