package org.dsrhub.request;

import java.util.UUID;

/**
 * How filing ended.
 *
 * @param id the receipt's id: the request's own, or the duplicate's
 * @param request the request that stands for it
 * @param duplicate whether the request had been filed before
 */
public record Registration(UUID id, UUID request, boolean duplicate) {
}
