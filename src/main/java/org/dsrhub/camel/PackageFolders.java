package org.dsrhub.camel;

import java.io.IOException;
import java.nio.file.Path;

import org.apache.camel.Exchange;
import org.dsrhub.configuration.DiskFault;
import org.dsrhub.packaging.PackageFile;
import org.dsrhub.packaging.PackageFolder;
import org.dsrhub.retention.Removal;
import org.springframework.stereotype.Component;

/**
 * The steps of the Kamelets that keep packages in a local folder.
 */
@Component("packageFolders")
public class PackageFolders {

	/**
	 * Stores the {@link PackageFile} in the body below the folder in the variable
	 * {@code packageRoot}.
	 * @throws org.dsrhub.packaging.PackageConflict if other content stands there already
	 * @throws DiskFault if the disk fails
	 */
	public void store(Exchange exchange) {
		Path root = root(exchange);
		try {
			new PackageFolder(root).store(exchange.getMessage().getBody(PackageFile.class));
		}
		catch (IOException ex) {
			throw DiskFault.of(root, ex);
		}
	}

	/**
	 * Removes what is in the folder that the variable {@code packagePath} names, up to
	 * the revision in {@code packageRevision}; the body becomes the {@link Removal}.
	 * @throws DiskFault if the disk fails
	 */
	public void remove(Exchange exchange) {
		Path root = root(exchange);
		try {
			boolean any = new PackageFolder(root).remove(exchange.getVariable("packagePath", String.class),
					exchange.getVariable("packageRevision", Integer.class));
			exchange.getMessage().setBody(any ? Removal.removed() : Removal.gone());
		}
		catch (IOException ex) {
			throw DiskFault.of(root, ex);
		}
	}

	private static Path root(Exchange exchange) {
		return Path.of(exchange.getVariable("packageRoot", String.class));
	}

}
