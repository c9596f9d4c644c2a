package org.dsrhub.simulated;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.identity.ClientSecretCredential;
import com.azure.identity.ClientSecretCredentialBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The simulated login, asked by Microsoft's own client library and by hand.
 */
class SimulatedLoginTests {

	private final SimulatedTenant tenant = SimulatedTenant.start("contoso");

	@AfterEach
	void close() {
		this.tenant.close();
	}

	@ParameterizedTest
	@CsvSource({ "https://management.azure.com", "https://graph.microsoft.com" })
	void microsofts_own_client_gets_a_token_with_a_single_call(String resource) throws Exception {
		ClientSecretCredential credential = credential(this.tenant.clientSecret());
		TokenRequestContext context = new TokenRequestContext().addScopes(resource + "/.default");

		assertThat(credential.getTokenSync(context).getToken()).isNotBlank();
		assertThat(this.tenant.login().calls()).extracting(Call::path)
			.containsExactly("/" + this.tenant.entraTenantId() + "/oauth2/v2.0/token");
	}

	@Test
	void microsofts_own_client_is_told_that_the_secret_is_wrong() throws Exception {
		ClientSecretCredential credential = credential("wrong");

		assertThatThrownBy(() -> credential
			.getTokenSync(new TokenRequestContext().addScopes("https://graph.microsoft.com/.default")))
			.hasMessageContaining("AADSTS7000215");
	}

	@Test
	void microsofts_own_client_does_not_trust_the_login_without_its_ca() {
		ClientSecretCredential credential = builder("whatever")
			.httpClient(new JdkHttpClientBuilder(HttpClient.newBuilder()).build())
			.build();

		assertThatThrownBy(() -> credential
			.getTokenSync(new TokenRequestContext().addScopes("https://graph.microsoft.com/.default")))
			.hasStackTraceContaining("certification path");
		assertThat(this.tenant.login().calls()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "grant_type=password, 400, unsupported_grant_type", "client_id=other, 400, unauthorized_client",
			"client_secret=guess, 401, invalid_client", "scope=https://vault.azure.net/.default, 400, invalid_scope" })
	void a_wrong_field_is_answered_in_entras_flat_shape(String wrong, int status, String error) throws Exception {
		String form = "grant_type=client_credentials&client_id=" + this.tenant.clientId() + "&client_secret="
				+ this.tenant.clientSecret() + "&scope=https://graph.microsoft.com/.default&" + wrong;

		HttpResponse<String> answer = client(this.tenant).send(HttpRequest
			.newBuilder(
					URI.create(this.tenant.login().url() + "/" + this.tenant.entraTenantId() + "/oauth2/v2.0/token"))
			.POST(HttpRequest.BodyPublishers.ofString(form))
			.build(), HttpResponse.BodyHandlers.ofString());

		assertThat(answer.statusCode()).isEqualTo(status);
		assertThat(Json.parse(answer.body()).path("error").asText()).isEqualTo(error);
		assertThat(Json.parse(answer.body()).path("error_description").asText()).contains("\r\nTrace ID: ");
	}

	private ClientSecretCredential credential(String secret) throws Exception {
		return builder(secret)
			.httpClient(new JdkHttpClientBuilder(HttpClient.newBuilder().sslContext(trusting(this.tenant))).build())
			.build();
	}

	private ClientSecretCredentialBuilder builder(String secret) {
		return new ClientSecretCredentialBuilder().tenantId(this.tenant.entraTenantId())
			.clientId(this.tenant.clientId())
			.clientSecret(secret)
			.authorityHost(this.tenant.login().url())
			.disableInstanceDiscovery()
			.retryOptions(new RetryOptions(new FixedDelayOptions(0, Duration.ZERO)));
	}

	static HttpClient client(SimulatedTenant tenant) throws Exception {
		return HttpClient.newBuilder().sslContext(trusting(tenant)).build();
	}

	private static SSLContext trusting(SimulatedTenant tenant) throws Exception {
		KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
		roots.load(null, null);
		roots.setCertificateEntry("ca", CertificateFactory.getInstance("X.509")
			.generateCertificate(new ByteArrayInputStream(tenant.login().caPem().getBytes(StandardCharsets.UTF_8))));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(roots);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return context;
	}

}
