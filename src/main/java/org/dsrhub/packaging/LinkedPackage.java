package org.dsrhub.packaging;

import java.time.Instant;
import java.util.UUID;

/**
 * What a link leads to.
 *
 * @param expiresAt until when the link can be used, UTC
 */
public record LinkedPackage(UUID request, String tenant, String reference, Instant expiresAt) {
}
