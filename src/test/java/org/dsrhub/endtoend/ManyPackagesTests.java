package org.dsrhub.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.awaitility.Awaitility;
import org.dsrhub.FreePort;
import org.dsrhub.retention.LedgerOfPackages;
import org.dsrhub.simulated.AzuriteServer;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many packages purged from Azurite, by a hub with a heap of 96 MB that is killed
 * halfway. {@code -Dsize=full} tries ten thousand blobs.
 */
class ManyPackagesTests {

	private static final int BLOBS = "full".equals(System.getProperty("size")) ? 10_000 : 200;

	private static final ObjectMapper JSON = new ObjectMapper();

	private final HttpClient http = HttpClient.newHttpClient();

	@TempDir
	private Path folder;

	private int port;

	@Test
	void every_blob_goes_once_although_the_hub_is_killed_halfway() throws Exception {
		AzuriteServer azurite = AzuriteServer.start();
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			Files.writeString(this.folder.resolve("storage"), azurite.connectionString());
			Installation installation = Installation.in(this.folder)
				.setting("hub.node", "a")
				.with(contoso,
						"container: {kind: azure, endpoint: \"%s\", name: dsr, credential: {kind: connection-string, value: \"file:%s\"}}%n"
							.formatted(azurite.endpoint(), this.folder.resolve("storage")));
			BlobContainerClient container = new BlobServiceClientBuilder().connectionString(azurite.connectionString())
				.httpClient(new JdkHttpClientBuilder().build())
				.buildClient()
				.getBlobContainerClient("dsr");
			container.create();
			fill(installation, container);
			this.port = FreePort.any();
			HubProcess hub = start(installation);
			String run = post("/api/retention/runs", "{\"rule\":\"packages\",\"tenant\":\"contoso\",\"dryRun\":false}")
				.path("id")
				.asText();
			Instant begun = Instant.now();
			await(hub, run, (seen) -> seen.path("reached").asInt() >= BLOBS / 4);
			hub.kill();
			long first = Duration.between(begun, Instant.now()).toMillis();
			int before = blobs(container).size();
			assertThat(before).isBetween(2, BLOBS - 1);
			hub = start(installation);
			begun = Instant.now();
			JsonNode done = await(hub, run, (seen) -> seen.hasNonNull("storedAt"));
			long second = Duration.between(begun, Instant.now()).toMillis();
			System.out.printf("%d blobs purged: %.1f s, %d a second, %d before the kill, at most %d MB of memory%n",
					BLOBS, (first + second) / 1000.0, BLOBS * 1000L / (first + second), BLOBS - before,
					hub.peakMemory());
			hub.kill();
			assertThat(blobs(container)).containsExactly("contoso/retention/" + run + ".json");
			assertThat(done.at("/things/removed").asInt() + done.at("/things/gone").asInt()).isEqualTo(BLOBS / 2);
			assertThat(done.path("state").asText()).isEqualTo("done");
		}
		finally {
			azurite.close();
		}
	}

	private void fill(Installation installation, BlobContainerClient container) {
		Instant then = Instant.now().minus(Duration.ofDays(99));
		List<UUID> requests;
		try (RunningHub hub = RunningHub.start(installation)) {
			LedgerOfPackages ledger = new LedgerOfPackages(hub.part(JdbcClient.class), "contoso");
			requests = IntStream.range(0, BLOBS / 2).mapToObj((i) -> ledger.packaged(then, then)).toList();
		}
		requests.parallelStream()
			.forEach((request) -> Stream.of("package.zip", "manifest.json")
				.forEach((file) -> container.getBlobClient("contoso/%s/%s".formatted(request, file))
					.upload(BinaryData.fromString("what was found"))));
	}

	private HubProcess start(Installation installation) {
		return HubProcess.start(installation, this.port, this.folder.resolve("hub.log"), Map.of(), "-Xmx128m",
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
	}

	private static List<String> blobs(BlobContainerClient container) {
		return container.listBlobs().stream().map(BlobItem::getName).toList();
	}

	private static JsonNode await(HubProcess hub, String run, java.util.function.Predicate<JsonNode> wanted) {
		return Awaitility.await("run " + run)
			.atMost(Duration.ofMinutes(20))
			.pollInterval(Duration.ofMillis(100))
			.until(() -> JSON.readTree(hub.get("/api/retention/runs/" + run)), wanted::test);
	}

	private JsonNode post(String path, String body) throws IOException, InterruptedException {
		String login = Base64.getEncoder()
			.encodeToString(("olga:" + Installation.PASSWORD).getBytes(StandardCharsets.UTF_8));
		return JSON.readTree(
				this.http
					.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
						.header("Authorization", "Basic " + login)
						.header("Content-Type", "application/json")
						.POST(HttpRequest.BodyPublishers.ofString(body))
						.build(), BodyHandlers.ofByteArray())
					.body());
	}

}
