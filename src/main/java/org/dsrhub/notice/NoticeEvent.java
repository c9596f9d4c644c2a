package org.dsrhub.notice;

import java.util.UUID;

import org.dsrhub.request.RequestState;

/**
 * How a request stands was written into the outbox. It names nobody.
 */
public record NoticeEvent(UUID request, String tenant, RequestState state) {
}
