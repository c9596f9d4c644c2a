package org.dsrhub.packaging;

/**
 * A file inside a package.
 *
 * @param file its name in the zip
 * @param bytes its size, unpacked
 * @param sha256 in lower-case hex, unpacked
 */
record PackagedFile(String file, long bytes, String sha256) {
}
