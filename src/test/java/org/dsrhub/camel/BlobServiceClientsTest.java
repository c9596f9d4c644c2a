package org.dsrhub.camel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;

import com.azure.storage.blob.BlobServiceClient;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BlobServiceClientsTest {

	private static final BlobServiceClients.Credential KEY = new BlobServiceClients.AccountKey("account", "a2V5");

	private final HeldCertificate certificate = new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1")
		.build();

	private HttpsServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		SSLContext identity = new HandshakeCertificates.Builder().heldCertificate(this.certificate)
			.build()
			.sslContext();
		this.server.setHttpsConfigurator(new HttpsConfigurator(identity));
		this.server.createContext("/", (exchange) -> {
			exchange.getResponseHeaders().add("x-ms-error-code", "ContainerNotFound");
			exchange.sendResponseHeaders(404, -1);
			exchange.close();
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@Test
	void a_private_certificate_authority_is_trusted_when_it_is_given() {
		SSLContext trust = new HandshakeCertificates.Builder().addTrustedCertificate(this.certificate.certificate())
			.build()
			.sslContext();
		assertThat(connect(trust).getBlobContainerClient("dsr").exists()).isFalse();
	}

	@Test
	void an_unknown_certificate_authority_is_not_trusted() {
		assertThatThrownBy(() -> connect(null).getBlobContainerClient("dsr").exists())
			.hasStackTraceContaining(SSLHandshakeException.class.getName());
	}

	@Test
	void a_credential_does_not_show_itself() {
		assertThat(KEY).hasToString("account-key");
		assertThat(new BlobServiceClients.ConnectionString("AccountKey=a2V5")).hasToString("connection-string");
	}

	@Test
	void the_endpoint_wins_over_the_connection_string() {
		BlobServiceClient client = BlobServiceClients
			.connect(URI.create("https://contoso.example"), new BlobServiceClients.ConnectionString(
					"DefaultEndpointsProtocol=https;AccountName=a;AccountKey=a2V5;BlobEndpoint=https://fabrikam.example"),
					null);
		assertThat(client.getAccountUrl()).isEqualTo("https://contoso.example");
	}

	private BlobServiceClient connect(SSLContext trust) {
		return BlobServiceClients.connect(URI.create("https://127.0.0.1:" + this.server.getAddress().getPort()), KEY,
				trust);
	}

}
