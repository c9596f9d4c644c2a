package org.dsrhub.camel;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.util.Optional;
import java.util.UUID;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.dsrhub.configuration.FreeSpace;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.configuration.Sha256;
import org.dsrhub.packaging.PackageFolder;
import org.dsrhub.packaging.PackageReader;
import org.dsrhub.task.Staging;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads packages back from where each tenant keeps them.
 */
@Component
class StoredPackages implements PackageReader {

	private final Staging staging;

	private final Tenants tenants;

	private final JdbcClient jdbc;

	private final Path root;

	private final ObjectProvider<ProducerTemplate> camel;

	private final Kamelets kamelets;

	private final FreeSpace space;

	private final BlobSignatures signatures;

	/**
	 * @param camel asked for when it is needed: Camel's routes need what reads here
	 */
	StoredPackages(Staging staging, Tenants tenants, JdbcClient jdbc, HubProperties hub,
			ObjectProvider<ProducerTemplate> camel, Kamelets kamelets, FreeSpace space, BlobSignatures signatures) {
		this.staging = staging;
		this.tenants = tenants;
		this.jdbc = jdbc;
		this.root = hub.data().resolve("packages");
		this.camel = camel;
		this.kamelets = kamelets;
		this.space = space;
		this.signatures = signatures;
	}

	@Override
	public Optional<InputStream> open(UUID request) {
		return find(request).map(this::read);
	}

	@Override
	public Optional<URI> address(UUID request) {
		return find(request).filter((stored) -> this.tenants.get(stored.tenant()).container().azure())
			.flatMap((stored) -> this.signatures.read(this.tenants.get(stored.tenant()), stored.path()));
	}

	private Optional<Stored> find(UUID request) {
		return this.jdbc.sql(
				"select tenant, package_path as path, package_sha256 as sha256 from request where id = ? and package_path is not null")
			.param(request)
			.query(Stored.class)
			.optional();
	}

	private InputStream read(Stored stored) {
		Tenant tenant = this.tenants.get(stored.tenant());
		try {
			if (!tenant.container().azure()) {
				return Files.newInputStream(new PackageFolder(this.root).locate(stored.path()));
			}
			return copy(stored, tenant);
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	/**
	 * A copy of what lies in Azure, whole and verified before the first byte is given.
	 * @throws org.dsrhub.configuration.DiskFault if there is no disk space for it
	 */
	private InputStream copy(Stored stored, Tenant tenant) throws IOException {
		this.space.require();
		Path copy = this.staging.temporary();
		boolean whole = false;
		try (DigestOutputStream out = new DigestOutputStream(Files.newOutputStream(copy), Sha256.digest())) {
			Exchange read = this.camel.getObject().send("direct:package-read", (exchange) -> {
				exchange.setVariable("packagePath", stored.path());
				exchange.setVariable("container", this.kamelets.read(tenant));
				exchange.getMessage().setBody(out);
			});
			whole = read.getException() == null && Sha256.hex(out.getMessageDigest()).equals(stored.sha256());
			if (!whole) {
				throw new IllegalStateException("the package cannot be read back as it was stored",
						read.getException());
			}
		}
		finally {
			if (!whole) {
				Files.delete(copy);
			}
		}
		return Files.newInputStream(copy, StandardOpenOption.DELETE_ON_CLOSE);
	}

	record Stored(String tenant, String path, String sha256) {
	}

}
