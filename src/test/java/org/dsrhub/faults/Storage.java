package org.dsrhub.faults;

import java.util.Map;
import java.util.TreeMap;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;

/**
 * The storage account of the tenant whose packages lie in Azure, read without the hub.
 */
final class Storage {

	static final String CONTAINER = "faults";

	private final BlobContainerClient container;

	Storage(String account) {
		this.container = new BlobServiceClientBuilder().connectionString(account)
			.httpClient(new JdkHttpClientBuilder().build())
			.buildClient()
			.getBlobContainerClient(CONTAINER);
	}

	/**
	 * What is there by path.
	 */
	Map<String, byte[]> files() {
		Map<String, byte[]> files = new TreeMap<>();
		if (this.container.exists()) {
			this.container.listBlobs()
				.forEach((blob) -> files.put(blob.getName(),
						this.container.getBlobClient(blob.getName()).downloadContent().toBytes()));
		}
		return files;
	}

}
