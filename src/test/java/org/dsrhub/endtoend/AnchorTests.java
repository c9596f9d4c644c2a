package org.dsrhub.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import org.awaitility.Awaitility;
import org.dsrhub.evidence.EvidenceVerifier;
import org.dsrhub.evidence.EvidenceVerifier.Finding;
import org.dsrhub.simulated.AzuriteServer;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.Scheduler;
import org.quartz.TriggerKey;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A ledger that lost its last anchors, as one that was restored from a backup, and a
 * container that has them.
 */
class AnchorTests {

	@TempDir
	private Path folder;

	@Test
	void anchors_go_on_after_those_in_a_folder() throws Exception {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			Installation installation = Installation.in(this.folder).with(contoso, "");
			goesOn(installation, (path) -> {
				Path file = installation.data().resolve("packages").resolve(path);
				try {
					return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
		}
	}

	@Test
	void anchors_go_on_after_those_in_an_azure_container_that_the_first_one_made() throws Exception {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso");
				AzuriteServer azurite = AzuriteServer.start()) {
			Files.writeString(this.folder.resolve("storage"), azurite.connectionString());
			BlobContainerClient container = new BlobServiceClientBuilder().connectionString(azurite.connectionString())
				.httpClient(new JdkHttpClientBuilder().build())
				.buildClient()
				.getBlobContainerClient("dsr");
			assertThat(container.exists()).isFalse();
			goesOn(Installation.in(this.folder)
				.with(contoso,
						"container: {kind: azure, endpoint: \"%s\", name: dsr, credential: {kind: connection-string, value: \"file:%s\"}}%n"
							.formatted(azurite.endpoint(), this.folder.resolve("storage"))),
					(path) -> (container.exists() && container.getBlobClient(path).exists())
							? Optional.of(container.getBlobClient(path).downloadContent().toBytes())
							: Optional.empty());
		}
	}

	private static void goesOn(Installation installation, Function<String, Optional<byte[]>> container)
			throws Exception {
		installation.setting("hub.retention.store", "500");
		Map<String, byte[]> documents = new LinkedHashMap<>();
		try (RunningHub hub = RunningHub.start(installation)) {
			for (int number = 1; number <= 3; number++) {
				documents.put("before " + number, anchored(hub, container, number));
			}
			hub.part(JdbcClient.class).sql("delete from anchor where number > 1").update();
			documents.put("after 4", anchored(hub, container, 4));
		}
		assertThat(EvidenceVerifier.verify(documents, Set.of())).hasSize(4).allMatch(Finding::valid);
	}

	private static byte[] anchored(RunningHub hub, Function<String, Optional<byte[]>> container, int number)
			throws Exception {
		Scheduler clock = hub.part(Scheduler.class);
		clock.triggerJob(clock.getTrigger(TriggerKey.triggerKey("contoso", "anchor-schedule")).getJobKey());
		byte[] stored = Awaitility.await("anchor " + number)
			.atMost(Duration.ofSeconds(60))
			.until(() -> container.apply("contoso/evidence/anchor-%d.json".formatted(number)), Optional::isPresent)
			.orElseThrow();
		Awaitility.await()
			.until(() -> hub.part(JdbcClient.class)
				.sql("select count(*) from anchor where stored_at is null")
				.query(Integer.class)
				.single() == 0);
		return stored;
	}

}
