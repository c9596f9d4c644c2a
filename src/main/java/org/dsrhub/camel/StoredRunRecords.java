package org.dsrhub.camel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.azure.storage.blob.models.BlobItem;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.packaging.PackageFolder;
import org.dsrhub.retention.StoredRuns;
import org.dsrhub.task.Staging;
import org.dsrhub.tenant.Tenant;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Finds and reads the records of runs where each tenant keeps its packages.
 */
@Component
class StoredRunRecords implements StoredRuns {

	private static final Pattern RECORD = Pattern
		.compile("(?:.*/)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.json");

	private final Path root;

	private final Staging staging;

	private final ObjectProvider<ProducerTemplate> camel;

	private final Kamelets kamelets;

	/**
	 * @param camel asked for when it is needed: Camel's routes need what reads here
	 */
	StoredRunRecords(HubProperties hub, Staging staging, ObjectProvider<ProducerTemplate> camel, Kamelets kamelets) {
		this.root = hub.data().resolve("packages");
		this.staging = staging;
		this.camel = camel;
		this.kamelets = kamelets;
	}

	@Override
	public List<UUID> list(Tenant tenant) throws IOException {
		return names(tenant).stream()
			.map(RECORD::matcher)
			.filter(Matcher::matches)
			.map((name) -> UUID.fromString(name.group(1)))
			.sorted()
			.toList();
	}

	@Override
	public InputStream open(Tenant tenant, UUID run) throws IOException {
		String path = folder(tenant) + "/" + run + ".json";
		if (!tenant.container().azure()) {
			return Files.newInputStream(new PackageFolder(this.root).locate(path));
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

	private List<String> names(Tenant tenant) throws IOException {
		if (tenant.container().azure()) {
			List<?> blobs = call(this.kamelets.list(tenant),
					(exchange) -> exchange.setVariable("packagePath", folder(tenant)))
				.getMessage()
				.getBody(List.class);
			return blobs.stream().map(BlobItem.class::cast).map(BlobItem::getName).toList();
		}
		Path folder = this.root.resolve(folder(tenant));
		if (!Files.isDirectory(folder)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(folder)) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
	}

	private Exchange call(String kamelet, Processor asking) throws IOException {
		Exchange done = this.camel.getObject().send(kamelet, asking);
		if (done.getException() != null) {
			throw new IOException("the container does not answer: " + done.getException().getClass().getSimpleName(),
					done.getException());
		}
		return done;
	}

	private static String folder(Tenant tenant) {
		return tenant.tenant() + "/retention";
	}

}
