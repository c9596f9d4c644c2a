package org.dsrhub.mail;

import java.nio.file.Path;

/**
 * What was read of a mail and is not in the ledger yet.
 *
 * @param file where it is for the time being
 * @param sha256 of the whole mail, in hexadecimal digits
 * @param whole whether all of it is in the file; one that is too large is not
 */
record KeptMail(Path file, String sha256, boolean whole) {
}
