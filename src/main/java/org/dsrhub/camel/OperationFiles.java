package org.dsrhub.camel;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobItemProperties;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.ListBlobsOptions;
import org.apache.camel.Exchange;
import org.dsrhub.configuration.DiskFault;
import org.dsrhub.configuration.FreeSpace;
import org.dsrhub.correspondence.AnswerFile;
import org.dsrhub.correspondence.AnswerFile.Kind;
import org.dsrhub.source.Page;
import org.dsrhub.source.ServiceLimits;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.task.Staging;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The step of the Kamelet that reads the files which a service put into the container of
 * its operation: all of them are one page.
 */
@Component("operationFiles")
class OperationFiles {

	private static final int MOST_FILES = 1000;

	private static final long MOST_BYTES = 256L << 20;

	private final ObjectProvider<Staging> staging;

	private final FreeSpace space;

	/**
	 * @param staging asked for when it is needed: a check builds the routes and has none
	 */
	OperationFiles(ObjectProvider<Staging> staging, FreeSpace space) {
		this.staging = staging;
		this.space = space;
	}

	/**
	 * Reads the variable {@code fetch}.
	 * @throws VendorFault if the account gives no files, or none that can be read
	 */
	void read(Exchange exchange) throws IOException {
		FileFetch fetch = exchange.getVariable("fetch", FileFetch.class);
		BlobContainerClient container = exchange.getContext()
			.getRegistry()
			.lookupByNameAndType(PackageClients.name(fetch.tenant()), BlobServiceClient.class)
			.getBlobContainerClient(fetch.values().get("container"));
		List<Path> copies = new ArrayList<>();
		try {
			List<AnswerFile> items = new ArrayList<>();
			for (BlobItem blob : blobs(container)) {
				Path copy = this.staging.getObject().temporary();
				copies.add(copy);
				copy(container, blob, copy);
				items.add(new AnswerFile(copy.getFileName().toString(), Kind.of(blob.getName(),
						Optional.ofNullable(blob.getProperties().getContentType()).orElse(""))));
			}
			Path folder = copies.isEmpty() ? null : copies.get(0).getParent();
			Page page = fetch.delivered(folder, items);
			fetch.take(page, container.getAccountUrl());
			fetch.answered(ServiceLimits.NONE);
		}
		finally {
			for (Path copy : copies) {
				Files.deleteIfExists(copy);
			}
			Leftovers.clear(exchange);
		}
	}

	private static List<BlobItem> blobs(BlobContainerClient container) {
		try {
			ListBlobsOptions options = new ListBlobsOptions()
				.setDetails(new BlobListDetails().setRetrieveMetadata(true));
			List<BlobItem> blobs = container.listBlobs(options, null)
				.stream()
				.filter((blob) -> !folder(blob))
				.limit(MOST_FILES + 1L)
				.toList();
			long bytes = blobs.stream()
				.map(BlobItem::getProperties)
				.map(BlobItemProperties::getContentLength)
				.mapToLong(Long::longValue)
				.sum();
			if (blobs.size() > MOST_FILES || bytes > MOST_BYTES) {
				throw VendorFault.terminal(Reason.INVALID_ANSWER, "the service gave more than the hub reads");
			}
			return blobs;
		}
		catch (RuntimeException ex) {
			throw ExportContainers.fault(ex);
		}
	}

	/**
	 * Accounts with folders list these, too.
	 */
	private static boolean folder(BlobItem blob) {
		return blob.getMetadata() != null && "true".equals(blob.getMetadata().get("hdi_isfolder"));
	}

	private void copy(BlobContainerClient container, BlobItem blob, Path copy) throws IOException {
		this.space.require();
		try (OwnDisk out = new OwnDisk(copy)) {
			container.getBlobClient(blob.getName()).downloadStream(out);
		}
		catch (RuntimeException ex) {
			throw DiskFault.behind(ex).isPresent() ? ex : ExportContainers.fault(ex);
		}
	}

	/**
	 * Tells a full disk here from an account that does not answer: the client makes one
	 * kind of fault of both.
	 */
	private static final class OwnDisk extends FilterOutputStream {

		private final Path folder;

		OwnDisk(Path file) throws IOException {
			super(Files.newOutputStream(file));
			this.folder = file.getParent();
		}

		@Override
		public void write(byte[] bytes, int from, int length) {
			try {
				this.out.write(bytes, from, length);
			}
			catch (IOException ex) {
				throw DiskFault.of(this.folder, ex);
			}
		}

	}

}
