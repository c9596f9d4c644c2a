package org.dsrhub.endtoend;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import okhttp3.tls.HeldCertificate;
import org.dsrhub.configuration.Sha256;
import org.dsrhub.simulated.AzuriteServer;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The package in Azure Blob storage, by the tenant file alone.
 */
class AzureContainerTests {

	@Test
	void the_package_is_stored_verified_and_handed_out(@TempDir Path folder) throws IOException {
		AzuriteServer azurite = AzuriteServer.start();
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SamplePeople people = SamplePeople.settle(contoso, Instant.now());
			Files.writeString(folder.resolve("storage"), azurite.connectionString());
			Installation installation = Installation.in(folder)
				.with(contoso,
						"container: {kind: azure, endpoint: \"%s\", name: dsr, credential: {kind: connection-string, value: \"file:%s\"}}%n"
							.formatted(azurite.endpoint(), folder.resolve("storage")));
			BlobContainerClient container = new BlobServiceClientBuilder().connectionString(azurite.connectionString())
				.httpClient(new JdkHttpClientBuilder().build())
				.buildClient()
				.getBlobContainerClient("dsr");
			try (RunningHub hub = RunningHub.start(installation)) {
				drop(installation, "R-1", people.email());
				JsonNode result = hub.closed("contoso", "R-1");
				assertThat(result.path("state").asText()).isEqualTo("completed");
				String path = result.path("package").path("path").asText();
				byte[] stored = container.getBlobClient(path).downloadContent().toBytes();
				assertThat(sha256(stored)).isEqualTo(result.path("package").path("sha256").asText());
				assertThat(container.listBlobs().stream().map(BlobItem::getName)).containsExactlyInAnyOrder(path,
						path.replace("package.zip", "manifest.json"));
				JsonNode manifest = new ObjectMapper().readTree(Leak.entries(stored).get("manifest.json"));
				assertThat(manifest).isEqualTo(new ObjectMapper()
					.readTree(container.getBlobClient(path.replace("package.zip", "manifest.json"))
						.downloadContent()
						.toBytes()));
				HttpResponse<byte[]> download = hub.get("/api/requests/" + result.path("id").asText() + "/package");
				assertThat(download.statusCode()).isEqualTo(200);
				assertThat(download.body()).isEqualTo(stored);
				assertThat(new String(hub.get("/api/requests/" + result.path("id").asText() + "/evidence").body()))
					.contains("\"downloaded\"");
				assertThat(installation.data().resolve("packages")).doesNotExist();
				assertThat(Leak.of(people.canaries()).in("package.zip", stored)).isEmpty();
			}
		}
		finally {
			azurite.close();
		}
	}

	@Test
	void a_certificate_opens_the_sources_and_the_container(@TempDir Path folder) throws IOException {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso");
				AzuriteServer azurite = AzuriteServer.start(contoso.login().serverCertificate())) {
			SamplePeople people = SamplePeople.settle(contoso, Instant.now());
			HeldCertificate certificate = ClientCertificates.until(Instant.now().plusSeconds(3600));
			contoso.login().register(certificate.certificate());
			Path pem = ClientCertificates.pem(certificate, folder.resolve("hub.pem"));
			Installation installation = Installation.in(folder).with(contoso, """
					credential: {kind: certificate, clientId: %s, certificate: "file:%s"}
					container: {kind: azure, endpoint: "%s", name: dsr, credential: {kind: tenant}}
					""".formatted(contoso.clientId(), pem, azurite.endpoint()));
			try (RunningHub hub = RunningHub.start(installation)) {
				drop(installation, "R-1", people.email());
				JsonNode result = hub.closed("contoso", "R-1");
				assertThat(result.path("state").asText()).isEqualTo("completed");
				assertThat(hub.get("/api/requests/" + result.path("id").asText() + "/package").body())
					.hasSize(result.path("package").path("bytes").asInt());
			}
			assertThat(contoso.login().calls()).hasSize(3)
				.allMatch((call) -> call.body().contains("client_assertion="));
		}
	}

	private static void drop(Installation installation, String reference, String email) {
		installation.drop("contoso", reference + ".json",
				"{\"reference\":\"%s\",\"tenant\":\"contoso\",\"right\":\"export\",\"subject\":{\"email\":\"%s\"}}"
					.formatted(reference, email));
	}

	private static String sha256(byte[] bytes) throws IOException {
		return Sha256.of(new java.io.ByteArrayInputStream(bytes));
	}

}
