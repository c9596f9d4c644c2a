package org.dsrhub.packaging;

import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;

/**
 * Opens stored packages.
 */
public interface PackageReader {

	Optional<InputStream> open(UUID request);

}
