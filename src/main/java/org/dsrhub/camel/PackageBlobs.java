package org.dsrhub.camel;

import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.util.Set;

import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.azure.storage.blob.BlobConstants;
import org.dsrhub.configuration.Sha256;
import org.dsrhub.packaging.PackageFile;
import org.springframework.stereotype.Component;

/**
 * The decisions of the Kamelets that keep packages in Azure Blob storage: what each call
 * is given, and what an answer means. Before every call all headers are taken off, since
 * the component reads container, blob and operation from them first.
 */
@Component("packageBlobs")
public class PackageBlobs {

	private static final String FILE = "packageFile";

	private static final String DIGEST = "packageDigest";

	/**
	 * Turns the {@link PackageFile} in the body into an upload that fails where a blob
	 * stands already.
	 */
	public void upload(Exchange exchange) {
		Message message = exchange.getMessage();
		PackageFile file = message.getBody(PackageFile.class);
		exchange.setVariable(FILE, file);
		name(message, file.path());
		message.setHeader(BlobConstants.BLOB_REQUEST_CONDITION, new BlobRequestConditions().setIfNoneMatch("*"));
		message.setBody(file.file().toFile());
	}

	/**
	 * Lets it pass that a blob of that name is there; what it holds is for
	 * {@link #verify} to say.
	 * @throws BlobStorageException the failure of the upload, if it is any other
	 */
	public void blobMayExist(Exchange exchange) {
		allow(exchange, BlobErrorCode.BLOB_ALREADY_EXISTS, BlobErrorCode.CONDITION_NOT_MET);
	}

	/**
	 * Lets it pass that the container exists, or that the hub's identity may write blobs
	 * but create no container: the upload will tell.
	 * @throws BlobStorageException the failure of the creation, if it is any other
	 */
	public void containerMayExist(Exchange exchange) {
		allow(exchange, BlobErrorCode.CONTAINER_ALREADY_EXISTS, BlobErrorCode.AUTHORIZATION_PERMISSION_MISMATCH);
	}

	/**
	 * Makes the uploaded blob be read back into nothing but its digest.
	 */
	public void readBack(Exchange exchange) {
		Message message = exchange.getMessage();
		name(message, exchange.getVariable(FILE, PackageFile.class).path());
		DigestOutputStream digest = new DigestOutputStream(OutputStream.nullOutputStream(), Sha256.digest());
		exchange.setVariable(DIGEST, digest);
		message.setBody(digest);
	}

	/**
	 * Holds what {@link #readBack} read to what was to be stored.
	 * @throws org.dsrhub.packaging.PackageConflict if it is other content
	 */
	public void verify(Exchange exchange) {
		DigestOutputStream read = exchange.getVariable(DIGEST, DigestOutputStream.class);
		exchange.getVariable(FILE, PackageFile.class).verify(Sha256.hex(read.getMessageDigest()));
	}

	/**
	 * Makes the blob in the variable {@code packagePath} be read, into the body if that
	 * is an output stream.
	 */
	public void read(Exchange exchange) {
		Message message = exchange.getMessage();
		name(message, exchange.getVariable("packagePath", String.class));
		if (!(message.getBody() instanceof OutputStream)) {
			message.setBody(null);
		}
	}

	/**
	 * Makes the blobs below the path in the variable {@code packagePath} be listed.
	 */
	public void list(Exchange exchange) {
		Message message = exchange.getMessage();
		message.removeHeaders("*");
		message.setHeader(BlobConstants.PREFIX, exchange.getVariable("packagePath", String.class) + "/");
		message.setBody(null);
	}

	private static void name(Message message, String blob) {
		message.removeHeaders("*");
		message.setHeader(BlobConstants.BLOB_NAME, blob);
	}

	private static void allow(Exchange exchange, BlobErrorCode... codes) {
		BlobStorageException failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, BlobStorageException.class);
		if (!Set.of(codes).contains(failure.getErrorCode())) {
			throw failure;
		}
	}

}
