package org.dsrhub.mail;

import java.nio.file.Path;

/**
 * A file that came with a mail, kept for as long as the mail is being read.
 *
 * @param name a plain file name, safe on every system: no folder, no control character
 * @param type its media type in lower case, such as {@code application/json}
 * @param bytes its size
 * @param file where it is
 */
public record Attachment(String name, String type, long bytes, Path file) {
}
