package org.dsrhub.mail;

/**
 * The words of a mail.
 *
 * @param subject on one line
 * @param text for those who read plain text
 * @param html the same as HTML, or null
 */
public record MailText(String subject, String text, String html) {
}
