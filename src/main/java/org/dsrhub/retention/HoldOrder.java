package org.dsrhub.retention;

import java.util.UUID;

import org.dsrhub.subject.Subject;

/**
 * What is to be put under a legal hold: one of a request, a subject and the whole tenant.
 *
 * @param request the receipt that names the request, or null
 * @param subject the person, or null
 * @param reason why, in the keeper's words
 */
public record HoldOrder(String tenant, UUID request, Subject subject, boolean whole, String reason) {
}
