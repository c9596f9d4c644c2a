package org.dsrhub.packaging;

import java.nio.file.Path;

/**
 * A file on its way into a tenant's container.
 *
 * @param file where it is now
 * @param path where it belongs in the container: {@code contoso/<id>/package.zip}
 * @param sha256 what it has to be when it is read back, in lower-case hex
 */
public record PackageFile(Path file, String path, String sha256) {

	/**
	 * Holds what was read back to what was to be stored. Equal content is a success also
	 * if it stood there before: then a node died between storing and recording it.
	 * @param stored the SHA-256 of what stands in the container
	 * @throws PackageConflict if it is something else
	 */
	public void verify(String stored) {
		if (!this.sha256.equals(stored)) {
			throw new PackageConflict("%s holds other content than this package: its SHA-256 is %s, not %s; it was left"
				.formatted(this.path, stored, this.sha256));
		}
	}

}
