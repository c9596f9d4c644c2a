package org.dsrhub.notice;

import java.time.LocalDate;

import org.dsrhub.request.RequestState;

/**
 * Which receipts are listed; null leaves a field open.
 *
 * @param dueBefore those of open requests that have to be answered before this day, in
 * the tenant's zone
 */
public record ResultFilter(RequestState state, String reference, LocalDate dueBefore) {
}
