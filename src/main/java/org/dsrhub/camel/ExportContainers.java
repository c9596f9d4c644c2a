package org.dsrhub.camel;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.sas.SasProtocol;
import org.apache.camel.CamelContext;
import org.dsrhub.database.Timestamps;
import org.dsrhub.operation.ExportStorage;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.tenant.Tenant;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Containers for exports in each tenant's storage account. An address to write there is
 * signed for that container alone: by a key that Entra ID delegates, which lives for
 * seven days at most, or by the account's own where a connection string holds it.
 */
@Component
class ExportContainers implements ExportStorage {

	private static final Duration DELEGATED = Duration.ofDays(7);

	private static final Duration OWN = Duration.ofDays(35);

	/** Clocks disagree. */
	private static final Duration BEFORE = Duration.ofMinutes(5);

	private final ObjectProvider<CamelContext> camel;

	private final Clock clock;

	/**
	 * @param camel asked for when it is needed: its routes need what signs here
	 */
	ExportContainers(ObjectProvider<CamelContext> camel, Clock clock) {
		this.camel = camel;
		this.clock = clock;
	}

	@Override
	public Place open(Tenant tenant, String container) {
		BlobServiceClient account = client(tenant);
		boolean delegated = tenant.containerLogin().isPresent();
		Instant start = this.clock.instant().truncatedTo(ChronoUnit.SECONDS).minus(BEFORE);
		Instant end = start.plus(delegated ? DELEGATED : OWN);
		BlobContainerClient room = account.getBlobContainerClient(container);
		try {
			room.createIfNotExists();
			String signature = delegated ? room.generateUserDelegationSas(write(account, end),
					account.getUserDelegationKey(time(start), time(end))) : own(room, write(account, end));
			return new Place(URI.create(room.getBlobContainerUrl() + "?" + signature), end);
		}
		catch (RuntimeException ex) {
			throw fault(ex);
		}
	}

	private static String own(BlobContainerClient room, BlobServiceSasSignatureValues values) {
		try {
			return room.generateSas(values);
		}
		catch (NullPointerException ex) {
			// So the client says that it has no key to sign with.
			throw VendorFault.terminal(Reason.NOT_CONFIGURED,
					"the connection string holds no account key to sign with");
		}
	}

	@Override
	public String account(Tenant tenant) {
		return client(tenant).getAccountUrl();
	}

	@Override
	public void remove(Tenant tenant, String container) {
		try {
			client(tenant).getBlobContainerClient(container).deleteIfExists();
		}
		catch (RuntimeException ex) {
			throw fault(ex);
		}
	}

	/**
	 * What went wrong with an account, without the words of its client, which may hold an
	 * address.
	 */
	static VendorFault fault(RuntimeException problem) {
		if (problem instanceof VendorFault fault) {
			return fault;
		}
		if (problem instanceof BlobStorageException refused) {
			boolean permitted = refused.getStatusCode() != 401 && refused.getStatusCode() != 403;
			String words = "the storage account answers %d %s".formatted(refused.getStatusCode(),
					refused.getErrorCode());
			return permitted ? VendorFault.retryable(Reason.UNREACHABLE, words, null)
					: VendorFault.terminal(Reason.NOT_PERMITTED, words);
		}
		return VendorFault.retryable(Reason.UNREACHABLE, "the storage account does not answer", null);
	}

	private static BlobServiceSasSignatureValues write(BlobServiceClient account, Instant end) {
		// Plain HTTP is configured for the loopback interface only.
		boolean tls = account.getAccountUrl().startsWith("https:");
		return new BlobServiceSasSignatureValues(time(end),
				new BlobContainerSasPermission().setCreatePermission(true).setWritePermission(true))
			.setProtocol(tls ? SasProtocol.HTTPS_ONLY : SasProtocol.HTTPS_HTTP);
	}

	private BlobServiceClient client(Tenant tenant) {
		return this.camel.getObject()
			.getRegistry()
			.lookupByNameAndType(PackageClients.name(tenant), BlobServiceClient.class);
	}

	private static OffsetDateTime time(Instant instant) {
		return Timestamps.of(instant);
	}

}
