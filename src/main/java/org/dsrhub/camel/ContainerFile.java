package org.dsrhub.camel;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.apache.camel.Exchange;
import org.dsrhub.configuration.Sha256;
import org.dsrhub.packaging.PackageFile;
import org.dsrhub.task.Staging;
import org.springframework.stereotype.Component;

/**
 * A document of the hub's own on its way into a tenant's container.
 */
@Component
class ContainerFile {

	private final Staging staging;

	ContainerFile(Staging staging) {
		this.staging = staging;
	}

	/**
	 * Sets the body to the file to store, which goes when the exchange is done.
	 * @param path where it belongs in the container
	 */
	void offer(Exchange exchange, String path, Content content) throws IOException {
		Path file = this.staging.temporary();
		WhenDone.run(exchange, () -> file.toFile().delete());
		try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
			content.write(out);
		}
		exchange.getMessage().setBody(List.of(new PackageFile(file, path, Sha256.of(file))));
	}

	/**
	 * Writes a document.
	 */
	@FunctionalInterface
	interface Content {

		void write(OutputStream out) throws IOException;

	}

}
