package org.dsrhub.mail;

import java.util.UUID;

/**
 * A mail of the hub's has come to an end, told within the transaction that wrote it. It
 * names nobody.
 *
 * @param request that it is about, or null
 * @param purpose what it was about, such as {@code answer-completed}
 * @param state sent, uncertain, failed or bounced
 */
public record MailEvent(UUID request, String tenant, String purpose, MailState state) {
}
