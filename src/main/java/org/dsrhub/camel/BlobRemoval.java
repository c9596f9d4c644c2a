package org.dsrhub.camel;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DeleteSnapshotsOptionType;
import com.azure.storage.blob.models.ListBlobsOptions;
import org.apache.camel.Exchange;
import org.dsrhub.camel.BlobPurge.Deletion;
import org.dsrhub.camel.BlobPurge.Refusal;
import org.dsrhub.camel.StoredBlob.Part;
import org.dsrhub.packaging.PackageNames;
import org.dsrhub.retention.Removal;
import org.springframework.stereotype.Component;

/**
 * Deletes what lies below a path in Azure Blob storage and looks what is left: live, in
 * versions, in snapshots and soft-deleted. Camel's component knows neither versions nor
 * permanent deletion, so the account's client is asked itself.
 */
@Component("blobRemoval")
public class BlobRemoval {

	private static final BlobListDetails EVERYTHING = new BlobListDetails().setRetrieveDeletedBlobs(true)
		.setRetrieveSnapshots(true)
		.setRetrieveVersions(true)
		.setRetrieveImmutabilityPolicy(true)
		.setRetrieveLegalHold(true);

	private final Clock clock;

	BlobRemoval(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Removes what lies below the path in the variable {@code packagePath}, up to the
	 * revision in {@code packageRevision}; the body becomes the {@link Removal}.
	 */
	public void remove(Exchange exchange) {
		BlobContainerClient container = exchange.getContext()
			.getRegistry()
			.lookupByNameAndType(exchange.getVariable("packageClient", String.class), BlobServiceClient.class)
			.getBlobContainerClient(exchange.getVariable("packageContainer", String.class));
		exchange.getMessage()
			.setBody(remove(container, exchange.getVariable("packagePath", String.class) + "/",
					exchange.getVariable("packageRevision", Integer.class)));
	}

	private Removal remove(BlobContainerClient container, String prefix, int revision) {
		try {
			List<StoredBlob> seen = list(container, prefix, revision);
			boolean any = !seen.isEmpty();
			Set<Deletion> tried = new HashSet<>();
			Map<Deletion, Refusal> refusals = new HashMap<>();
			for (List<Deletion> next = BlobPurge.next(seen, tried); !next.isEmpty(); next = BlobPurge.next(seen,
					tried)) {
				for (Deletion deletion : next) {
					tried.add(deletion);
					delete(container, deletion).ifPresent((refusal) -> refusals.put(deletion, refusal));
				}
				seen = list(container, prefix, revision);
			}
			return BlobPurge.outcome(seen, any, refusals);
		}
		catch (BlobStorageException ex) {
			return BlobPurge.failed(refusal(ex));
		}
	}

	private List<StoredBlob> list(BlobContainerClient container, String prefix, int revision) {
		Instant now = this.clock.instant();
		return container.listBlobs(new ListBlobsOptions().setPrefix(prefix).setDetails(EVERYTHING), null)
			.stream()
			.filter((item) -> PackageNames.revision(item.getName().substring(prefix.length())) <= revision)
			.map((item) -> StoredBlob.of(item, now))
			.toList();
	}

	/**
	 * Deletes something.
	 * @return why the account did not; empty if it did, or had it no more
	 */
	private static Optional<Refusal> delete(BlobContainerClient container, Deletion deletion) {
		BlobClient blob = switch (deletion.part()) {
			case BASE -> container.getBlobClient(deletion.name());
			case VERSION -> container.getBlobVersionClient(deletion.name(), deletion.id());
			case SNAPSHOT -> container.getBlobClient(deletion.name(), deletion.id());
		};
		try {
			blob.deleteWithResponse((deletion.part() == Part.BASE) ? DeleteSnapshotsOptionType.INCLUDE : null, null,
					null, deletion.permanent() ? PermanentDelete.CONTEXT : Context.NONE);
			return Optional.empty();
		}
		catch (BlobStorageException ex) {
			return BlobErrorCode.BLOB_NOT_FOUND.equals(ex.getErrorCode()) ? Optional.empty() : Optional.of(refusal(ex));
		}
	}

	private static Refusal refusal(BlobStorageException refused) {
		return new Refusal(refused.getStatusCode(), String.valueOf(refused.getErrorCode()));
	}

}
