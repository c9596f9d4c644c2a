package org.dsrhub.endtoend;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class HealthTests {

	@Test
	void health_is_told_to_anybody_without_details_and_the_start_says_one_line(@TempDir Path folder,
			CapturedOutput logs) {
		try (RunningHub hub = RunningHub.start(Installation.in(folder))) {
			for (String path : new String[] { "/actuator/health/liveness", "/actuator/health/readiness" }) {
				// It is ready once it has looked into the inbox for the first time.
				String health = Awaitility.await(path).until(() -> ask(hub, path), (body) -> body.contains("UP"));
				assertThat(health).isEqualTo("{\"status\":\"UP\"}");
			}
			assertThat(logs.getOut().lines().filter((line) -> line.contains("event=ready"))).hasSize(1);
			assertThat(logs.getOut()).contains("no tenant is configured");
		}
	}

	private static String ask(RunningHub hub, String path) throws Exception {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(hub.address() + path)).build(), BodyHandlers.ofString())
			.body();
	}

}
