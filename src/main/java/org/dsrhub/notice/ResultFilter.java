package org.dsrhub.notice;

import org.dsrhub.request.RequestState;

/**
 * Which receipts are listed; null leaves a field open.
 */
public record ResultFilter(RequestState state, String reference) {
}
