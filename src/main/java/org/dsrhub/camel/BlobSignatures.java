package org.dsrhub.camel;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.sas.SasProtocol;
import org.apache.camel.CamelContext;
import org.dsrhub.database.Timestamps;
import org.dsrhub.tenant.Tenant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Addresses of single blobs that carry a shared access signature: to read, for ten
 * minutes. Signed by a key that Entra ID delegates, or by the account's own where a
 * connection string holds it.
 */
@Component
class BlobSignatures {

	private static final Logger log = LoggerFactory.getLogger(BlobSignatures.class);

	private static final Duration VALID = Duration.ofMinutes(10);

	/** Clocks disagree. */
	private static final Duration BEFORE = Duration.ofMinutes(5);

	private final ObjectProvider<CamelContext> camel;

	private final Clock clock;

	/**
	 * @param camel asked for when it is needed: its routes need what signs here
	 */
	BlobSignatures(ObjectProvider<CamelContext> camel, Clock clock) {
		this.camel = camel;
		this.clock = clock;
	}

	/**
	 * The address at which a blob can be read; empty where the account delegates no key
	 * to the hub.
	 * @param path in the tenant's container
	 */
	Optional<URI> read(Tenant tenant, String path) {
		BlobServiceClient account = this.camel.getObject()
			.getRegistry()
			.lookupByNameAndType(PackageClients.name(tenant), BlobServiceClient.class);
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
		OffsetDateTime start = Timestamps.of(now.minus(BEFORE));
		OffsetDateTime end = Timestamps.of(now.plus(VALID));
		// Plain HTTP is configured for the loopback interface only.
		boolean tls = account.getAccountUrl().startsWith("https:");
		BlobServiceSasSignatureValues values = new BlobServiceSasSignatureValues(end,
				new BlobSasPermission().setReadPermission(true))
			.setStartTime(start)
			.setProtocol(tls ? SasProtocol.HTTPS_ONLY : SasProtocol.HTTPS_HTTP)
			.setContentDisposition("attachment; filename=\"package.zip\"")
			.setCacheControl("no-store");
		BlobClient blob = account.getBlobContainerClient(tenant.container().name()).getBlobClient(path);
		try {
			String signature = tenant.containerLogin().isPresent()
					? blob.generateUserDelegationSas(values, account.getUserDelegationKey(start, end))
					: blob.generateSas(values);
			return Optional.of(URI.create(blob.getBlobUrl() + "?" + signature));
		}
		catch (BlobStorageException ex) {
			log.warn(
					"event=no-delegated-key tenant={} status={} advice=\"grant the role 'Storage Blob Delegator' on the"
							+ " storage account; until then the hub hands its packages out itself\"",
					tenant.tenant(), ex.getStatusCode());
			return Optional.empty();
		}
	}

}
