package org.dsrhub.packaging;

import java.nio.file.Path;

/**
 * A package on the hub's own disk, ready to be stored.
 *
 * @param zip the package
 * @param manifest the manifest, the same bytes as the one inside
 * @param bytes the zip's size
 * @param sha256 the zip's SHA-256, in lower-case hex
 * @param manifestSha256 the manifest's SHA-256, in lower-case hex
 */
public record AssembledPackage(Path zip, Path manifest, long bytes, String sha256, String manifestSha256) {
}
