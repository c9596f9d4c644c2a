package org.dsrhub.packaging;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

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

	/**
	 * What is to be stored, in this order: a manifest is there only if its package is.
	 * @param tenant the tenant
	 * @param request the request's id
	 */
	public List<PackageFile> files(String tenant, UUID request) {
		return List.of(file(tenant, request, this.zip, this.sha256),
				file(tenant, request, this.manifest, this.manifestSha256));
	}

	private static PackageFile file(String tenant, UUID request, Path file, String sha256) {
		return new PackageFile(file, PackageNames.path(tenant, request, file.getFileName().toString()), sha256);
	}

}
