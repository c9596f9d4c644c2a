package org.dsrhub.camel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobStorageException;
import org.apache.camel.Exchange;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.dsrhub.configuration.Sha256;
import org.dsrhub.packaging.PackageConflict;
import org.dsrhub.packaging.PackageFile;
import org.dsrhub.simulated.AzuriteServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class PackageKameletTest {

	private static final String ZIP = "contoso/6f96/package.zip";

	private static final String MANIFEST = "contoso/6f96/manifest.json";

	private static AzuriteServer azurite;

	private static BlobServiceClient client;

	private static DefaultCamelContext camel;

	@TempDir
	private Path folder;

	private String container;

	@BeforeAll
	static void start() {
		azurite = AzuriteServer.start();
		client = BlobServiceClients.connect(azurite.endpoint(),
				new BlobServiceClients.ConnectionString(azurite.connectionString()), null);
		camel = new DefaultCamelContext();
		KameletComponent kamelets = new KameletComponent();
		kamelets.setLocation("file:routes/kamelets");
		kamelets.setNoErrorHandler(true);
		camel.addComponent("kamelet", kamelets);
		camel.getRegistry().bind("packages-contoso", client);
		camel.getRegistry().bind("packageBlobs", new PackageBlobs());
		camel.getRegistry().bind("packageFolders", new PackageFolders());
		camel.start();
	}

	@AfterAll
	static void stop() throws IOException {
		camel.close();
		azurite.close();
	}

	@BeforeEach
	void nameContainer(TestInfo test) {
		this.container = "c" + Integer.toHexString(test.getDisplayName().hashCode());
	}

	@Test
	void azure_a_package_is_stored_in_a_container_that_was_missing() throws IOException {
		assertThat(azure(file(ZIP, "zip"), file(MANIFEST, "manifest")).getException()).isNull();
		assertThat(blob(ZIP)).isEqualTo("zip");
		assertThat(blob(MANIFEST)).isEqualTo("manifest");
		assertThat(container().getAccessPolicy().getBlobAccessType()).isNull();
	}

	@Test
	void azure_what_is_longer_than_a_block_is_stored_whole() throws IOException {
		String content = "0123456789".repeat(1_000_000);
		assertThat(azure(file(ZIP, content)).getException()).isNull();
		assertThat(blob(ZIP)).isEqualTo(content);
		assertThat(container().getBlobClient(ZIP)
			.getBlockBlobClient()
			.listBlocks(com.azure.storage.blob.models.BlockListType.COMMITTED)
			.getCommittedBlocks()).hasSizeGreaterThan(2);
	}

	@Test
	void azure_the_same_content_again_is_a_success_and_changes_nothing() throws IOException {
		assertThat(azure(file(ZIP, "zip")).getException()).isNull();
		String etag = container().getBlobClient(ZIP).getProperties().getETag();
		assertThat(azure(file(ZIP, "zip")).getException()).isNull();
		assertThat(container().getBlobClient(ZIP).getProperties().getETag()).isEqualTo(etag);
	}

	@Test
	void azure_other_content_is_an_error_and_the_first_stays_also_in_blocks() throws IOException {
		String first = "a".repeat(9_000_000);
		assertThat(azure(file(ZIP, first)).getException()).isNull();
		assertThat(azure(file(ZIP, "b".repeat(9_000_000)), file(MANIFEST, "m")).getException()).rootCause()
			.isInstanceOf(PackageConflict.class)
			.hasMessageContaining(ZIP);
		assertThat(azure(file(ZIP, "short")).getException()).rootCause().isInstanceOf(PackageConflict.class);
		assertThat(blob(ZIP)).isEqualTo(first);
		assertThat(container().listBlobs().stream().map(BlobItem::getName)).containsExactly(ZIP);
	}

	@Test
	void azure_headers_from_outside_decide_nothing_and_none_come_back() throws IOException {
		PackageFile file = file(ZIP, "zip");
		Exchange done = camel.createProducerTemplate().request(azureUri(), (exchange) -> {
			exchange.getMessage().setBody(List.of(file));
			exchange.getMessage()
				.setHeaders(Map.of("CamelAzureStorageBlobOperation", "deleteBlobContainer",
						"CamelAzureStorageBlobBlobContainerName", "elsewhere", "CamelAzureStorageBlobBlobName",
						"other"));
		});
		assertThat(done.getException()).isNull();
		assertThat(blob(ZIP)).isEqualTo("zip");
		assertThat(done.getMessage().getHeaders()).isEmpty();
	}

	@Test
	void azure_a_wrong_key_is_an_error() throws IOException {
		camel.getRegistry()
			.bind("packages-wrong", BlobServiceClients.connect(azurite.endpoint(),
					new BlobServiceClients.AccountKey(AzuriteServer.ACCOUNT, "d3Jvbmc="), null));
		PackageFile file = file(ZIP, "zip");
		Exchange done = camel.createProducerTemplate()
			.request(azureUri().replace("packages-contoso", "packages-wrong"),
					(exchange) -> exchange.getMessage().setBody(List.of(file)));
		assertThat(done.getException()).isInstanceOf(BlobStorageException.class);
		assertThat(container().exists()).isFalse();
	}

	@Test
	void azure_a_stored_package_is_read_back() throws IOException {
		assertThat(azure(file(ZIP, "zip")).getException()).isNull();
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		Exchange done = read(ZIP, out);
		assertThat(done.getException()).isNull();
		assertThat(out).hasToString("zip");
		assertThat(done.getMessage().getHeaders()).isEmpty();
		assertThat(read("contoso/6f96/package.2.zip", out).getException()).isInstanceOf(BlobStorageException.class)
			.extracting((failure) -> ((BlobStorageException) failure).getStatusCode())
			.isEqualTo(404);
	}

	@Test
	void folder_a_package_is_stored_for_the_hub_alone() throws IOException {
		assertThat(folder(file(ZIP, "zip"), file(MANIFEST, "manifest")).getException()).isNull();
		assertThat(root().resolve(ZIP)).hasContent("zip");
		assertThat(root().resolve(MANIFEST)).hasContent("manifest");
		assertThat(root().resolve(ZIP).getParent()).isDirectoryNotContaining("glob:**/.*");
		assertThat(mode(root().resolve(ZIP))).isEqualTo("rw-------");
		assertThat(mode(root().resolve("contoso"))).isEqualTo("rwx------");
		assertThat(mode(root().resolve(ZIP).getParent())).isEqualTo("rwx------");
	}

	@Test
	void folder_the_same_content_again_is_a_success_and_changes_nothing() throws IOException {
		assertThat(folder(file(ZIP, "zip")).getException()).isNull();
		Object inode = Files.getAttribute(root().resolve(ZIP), "unix:ino");
		assertThat(folder(file(ZIP, "zip")).getException()).isNull();
		assertThat(Files.getAttribute(root().resolve(ZIP), "unix:ino")).isEqualTo(inode);
	}

	@Test
	void folder_other_content_is_an_error_and_the_first_stays() throws IOException {
		assertThat(folder(file(ZIP, "zip")).getException()).isNull();
		assertThat(folder(file(ZIP, "other"), file(MANIFEST, "m")).getException()).rootCause()
			.isInstanceOf(PackageConflict.class)
			.hasMessageContaining(ZIP);
		assertThat(root().resolve(ZIP)).hasContent("zip");
		assertThat(root().resolve(MANIFEST)).doesNotExist();
	}

	@Test
	void folder_a_path_that_leaves_the_container_is_an_error() throws IOException {
		assertThat(folder(file("../package.zip", "zip")).getException()).rootCause()
			.isInstanceOf(IllegalArgumentException.class);
		assertThat(this.folder.resolve("package.zip")).doesNotExist();
	}

	private PackageFile file(String path, String content) throws IOException {
		Path file = Files.writeString(Files.createTempFile(this.folder, "made", ""), content);
		return new PackageFile(file, path, Sha256.of(file));
	}

	private Exchange azure(PackageFile... files) {
		return camel.createProducerTemplate()
			.request(azureUri(), (exchange) -> exchange.getMessage().setBody(List.of(files)));
	}

	private String azureUri() {
		return "kamelet:package-store-azure-action/%s?client=packages-contoso&container=%1$s".formatted(this.container);
	}

	private Exchange read(String path, ByteArrayOutputStream out) {
		return camel.createProducerTemplate()
			.request("kamelet:package-read-azure-action?client=packages-contoso&container=" + this.container,
					(exchange) -> {
						exchange.setVariable("packagePath", path);
						exchange.getMessage().setBody(out);
					});
	}

	private Exchange folder(PackageFile... files) {
		return camel.createProducerTemplate()
			.request("kamelet:package-store-folder-action?root=" + root(),
					(exchange) -> exchange.getMessage().setBody(List.of(files)));
	}

	private Path root() {
		return this.folder.resolve("packages");
	}

	private BlobContainerClient container() {
		return client.getBlobContainerClient(this.container);
	}

	private String blob(String path) {
		return container().getBlobClient(path).downloadContent().toString();
	}

	private static String mode(Path path) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
	}

}
