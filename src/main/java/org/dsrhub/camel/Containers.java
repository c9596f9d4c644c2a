package org.dsrhub.camel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobStorageException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.packaging.PackageFolder;
import org.dsrhub.task.Staging;
import org.dsrhub.tenant.Tenant;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Finds and reads the hub's own documents where each tenant keeps its packages.
 */
@Component
class Containers {

	private final PackageFolder packages;

	private final Staging staging;

	private final ObjectProvider<ProducerTemplate> camel;

	private final Kamelets kamelets;

	/**
	 * @param camel asked for when it is needed: Camel's routes need what reads here
	 */
	Containers(HubProperties hub, Staging staging, ObjectProvider<ProducerTemplate> camel, Kamelets kamelets) {
		this.packages = new PackageFolder(hub.data().resolve("packages"));
		this.staging = staging;
		this.camel = camel;
		this.kamelets = kamelets;
	}

	/**
	 * The names of what is in a folder, with or without the folder's.
	 * @throws NoSuchFileException if there is no container
	 * @throws IOException if the container cannot be asked
	 */
	List<String> list(Tenant tenant, String folder) throws IOException {
		if (tenant.container().azure()) {
			List<?> blobs = call(this.kamelets.list(tenant), (exchange) -> exchange.setVariable("packagePath", folder))
				.getMessage()
				.getBody(List.class);
			return blobs.stream().map((blob) -> ((BlobItem) blob).getName()).toList();
		}
		Path path = this.packages.locate(folder);
		if (!Files.isDirectory(path)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(path)) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
	}

	/**
	 * Opens a document.
	 * @throws IOException if the container does not give it
	 */
	InputStream open(Tenant tenant, String path) throws IOException {
		if (!tenant.container().azure()) {
			return Files.newInputStream(this.packages.locate(path));
		}
		Path copy = this.staging.temporary();
		try (OutputStream out = Files.newOutputStream(copy)) {
			call(this.kamelets.read(tenant), (exchange) -> {
				exchange.setVariable("packagePath", path);
				exchange.getMessage().setBody(out);
			});
			return Files.newInputStream(copy, StandardOpenOption.DELETE_ON_CLOSE);
		}
		catch (IOException ex) {
			Files.delete(copy);
			throw ex;
		}
	}

	private Exchange call(String kamelet, Processor asking) throws IOException {
		Exchange done = this.camel.getObject().send(kamelet, asking);
		BlobStorageException fault = done.getException(BlobStorageException.class);
		if (fault != null && BlobErrorCode.CONTAINER_NOT_FOUND.equals(fault.getErrorCode())) {
			throw new NoSuchFileException(kamelet, null, "there is no such container");
		}
		if (done.getException() != null) {
			throw new IOException("the container does not answer: " + done.getException().getClass().getSimpleName(),
					done.getException());
		}
		return done;
	}

}
