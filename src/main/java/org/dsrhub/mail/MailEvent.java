package org.dsrhub.mail;

/**
 * A mail of the hub's has come to an end, told within the transaction that wrote it. It
 * names nobody.
 *
 * @param purpose what it was about, such as {@code answer-completed}
 * @param state sent, uncertain, failed or bounced
 */
public record MailEvent(String tenant, String purpose, MailState state) {
}
