package org.dsrhub.camel;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.time.Duration;

import javax.net.ssl.SSLContext;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;

/**
 * Makes the client of one tenant's storage account, which the Kamelets find in the
 * registry under a name of the tenant's own. It follows no redirect.
 */
final class BlobServiceClients {

	private static final Duration CONNECT = Duration.ofSeconds(5);

	private static final Duration SILENCE = Duration.ofSeconds(60);

	// A blip is bridged here; a longer outage is for the request's row to wait out.
	private static final RequestRetryOptions RETRIES = new RequestRetryOptions(RetryPolicyType.EXPONENTIAL, 3,
			(Duration) null, Duration.ofMillis(500), Duration.ofSeconds(5), null);

	private BlobServiceClients() {
	}

	/**
	 * Makes the client; calls nothing yet.
	 * @param endpoint the account's address, such as
	 * {@code https://contosodsr.blob.core.windows.net}; it wins over a connection
	 * string's own. Null only with a connection string
	 * @param credential how the hub shows who it is
	 * @param trust the roots that the endpoint's certificate is checked against, or null
	 * for the JDK's
	 * @throws IllegalArgumentException if endpoint or credential is not well-formed
	 */
	public static BlobServiceClient connect(URI endpoint, Credential credential, SSLContext trust) {
		HttpClient.Builder http = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(Redirect.NEVER)
			.connectTimeout(CONNECT);
		if (trust != null) {
			http.sslContext(trust);
		}
		BlobServiceClientBuilder builder = new BlobServiceClientBuilder()
			.httpClient(new JdkHttpClientBuilder(http).connectionTimeout(CONNECT)
				.writeTimeout(SILENCE)
				.responseTimeout(SILENCE)
				.readTimeout(SILENCE)
				.build())
			.retryOptions(RETRIES)
			.addPolicy(new PermanentDelete());
		credential.apply(builder);
		if (endpoint != null) {
			builder.endpoint(endpoint.toString());
		}
		return builder.buildClient();
	}

	/**
	 * How the hub shows a storage account who it is.
	 */
	public sealed interface Credential {

		void apply(BlobServiceClientBuilder builder);

	}

	/**
	 * {@code kind: connection-string}.
	 */
	public record ConnectionString(String value) implements Credential {

		@Override
		public void apply(BlobServiceClientBuilder builder) {
			builder.connectionString(this.value);
		}

		@Override
		public String toString() {
			return "connection-string";
		}

	}

	/**
	 * {@code kind: account-key}.
	 */
	public record AccountKey(String account, String key) implements Credential {

		@Override
		public void apply(BlobServiceClientBuilder builder) {
			builder.credential(new StorageSharedKeyCredential(this.account, this.key));
		}

		@Override
		public String toString() {
			return "account-key";
		}

	}

	/**
	 * A token of the directory: managed identity, workload identity, certificate or
	 * secret.
	 */
	public record Token(TokenCredential source) implements Credential {

		@Override
		public void apply(BlobServiceClientBuilder builder) {
			builder.credential(this.source);
		}

	}

}
