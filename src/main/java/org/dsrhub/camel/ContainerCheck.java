package org.dsrhub.camel;

import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import org.apache.camel.ProducerTemplate;
import org.dsrhub.check.Finding.Level;
import org.dsrhub.check.LocalFolder;
import org.dsrhub.check.Report;
import org.dsrhub.check.Storage;
import org.dsrhub.check.Words;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.configuration.Sha256;
import org.dsrhub.packaging.PackageFile;
import org.dsrhub.tenant.Tenant;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Stores a probe in a tenant's container as a package would be, which reads it back, and
 * takes it away again.
 */
@Component
@Profile("check")
class ContainerCheck {

	private static final String THING = "container";

	private final AccessTokens tokens;

	private final Kamelets kamelets;

	private final ProducerTemplate camel;

	private final Path packages;

	ContainerCheck(AccessTokens tokens, Kamelets kamelets, ProducerTemplate camel, HubProperties hub) {
		this.tokens = tokens;
		this.kamelets = kamelets;
		this.camel = camel;
		this.packages = hub.data().resolve("packages");
	}

	/**
	 * Tries the container.
	 */
	void run(Tenant tenant, Report report) {
		try {
			tenant.containerLogin().ifPresent((login) -> this.tokens.token(tenant, login, AccessTokens.STORAGE));
			if (tenant.container().azure()) {
				azure(tenant, report);
			}
			else if (new LocalFolder(this.packages, report).usable()) {
				folder(tenant, report);
			}
		}
		catch (LoginFault fault) {
			report.fail(THING, "there is no token for it, see above");
		}
		catch (Exception ex) {
			report.fail(THING, words(tenant, ex));
		}
	}

	private void folder(Tenant tenant, Report report) throws Exception {
		Path own = this.packages.resolve(tenant.tenant());
		boolean first = !Files.exists(own);
		Files.delete(this.packages.resolve(store(tenant)));
		if (first) {
			Files.delete(own);
		}
		report.ok(THING, "%s: written, read and deleted".formatted(this.packages));
	}

	private void azure(Tenant tenant, Report report) throws Exception {
		BlobContainerClient container = container(tenant);
		String where = "%s at %s: written, read".formatted(tenant.container().name(), host(tenant));
		String probe = store(tenant);
		try {
			boolean listed = container.listBlobs(new ListBlobsOptions().setPrefix(probe), null)
				.stream()
				.anyMatch((blob) -> blob.getName().equals(probe));
			container.getBlobClient(probe).delete();
			report.add(listed ? Level.OK : Level.WARN, THING,
					where + (listed ? ", listed and deleted" : " and deleted, but not to be seen in the list"));
		}
		catch (RuntimeException ex) {
			report.warn(THING, "%s; but %s; delete %s by hand".formatted(where, words(tenant, ex), probe));
		}
	}

	private String words(Tenant tenant, Exception problem) {
		for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
			if (cause instanceof BlobStorageException refused) {
				return Storage.refused(tenant, host(tenant), refused.getStatusCode(),
						String.valueOf(refused.getErrorCode()));
			}
			if (cause instanceof FileSystemException disk) {
				return "%s: %s".formatted(disk.getFile(), disk.getClass().getSimpleName());
			}
		}
		return Words.unreachable(tenant.container().azure() ? host(tenant) : this.packages.toString(), problem);
	}

	private BlobContainerClient container(Tenant tenant) {
		return this.camel.getCamelContext()
			.getRegistry()
			.lookupByNameAndType(PackageClients.name(tenant), BlobServiceClient.class)
			.getBlobContainerClient(tenant.container().name());
	}

	private String host(Tenant tenant) {
		return URI.create(container(tenant).getAccountUrl()).getRawAuthority();
	}

	/**
	 * Stores a probe by the Kamelet of packages.
	 * @return its path in the container
	 */
	private String store(Tenant tenant) throws Exception {
		Path file = Files.createTempFile("dsr-hub-check", "");
		try {
			Files.writeString(file, "A probe of hub check. It may be deleted.");
			String path = tenant.tenant() + "/.check-" + UUID.randomUUID();
			var stored = this.camel.send(this.kamelets.store(tenant),
					(exchange) -> exchange.getMessage().setBody(List.of(new PackageFile(file, path, Sha256.of(file)))));
			if (stored.getException() != null) {
				throw stored.getException();
			}
			return path;
		}
		finally {
			Files.delete(file);
		}
	}

}
