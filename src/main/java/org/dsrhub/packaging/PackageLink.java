package org.dsrhub.packaging;

import java.net.URI;
import java.time.Instant;
import java.util.UUID;

/**
 * A link by which a package can be had once, without a login. Whoever has it gets the
 * package.
 *
 * @param revision of the package
 * @param url with the token, which is kept nowhere else
 * @param expiresAt until when it can be used, UTC
 */
public record PackageLink(UUID request, int revision, URI url, Instant expiresAt) {

	String token() {
		return this.url.getPath().substring(this.url.getPath().lastIndexOf('/') + 1);
	}

	@Override
	public String toString() {
		return "PackageLink[request=%s, revision=%d]".formatted(this.request, this.revision);
	}

}
