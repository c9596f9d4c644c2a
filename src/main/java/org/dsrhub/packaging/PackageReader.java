package org.dsrhub.packaging;

import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/**
 * Where stored packages can be had.
 */
public interface PackageReader {

	Optional<InputStream> open(UUID request);

	/**
	 * An address at which anybody can read the package from the container itself, and
	 * nothing else, for a few minutes; empty where the hub has to hand it out.
	 */
	Optional<URI> address(UUID request);

}
