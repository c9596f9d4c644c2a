package org.dsrhub.mail;

import java.util.UUID;

/**
 * A mail that this node has claimed to send.
 *
 * @param id the row
 * @param lease proves the claim; every write names it
 */
public record MailWork(UUID id, UUID lease) {
}
