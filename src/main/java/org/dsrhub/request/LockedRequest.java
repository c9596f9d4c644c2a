package org.dsrhub.request;

import java.util.UUID;

import org.dsrhub.source.Right;

/**
 * What a step needs to know of a request whose row it has locked.
 */
public record LockedRequest(UUID id, String tenant, Right right, RequestState state) {
}
