package org.dsrhub.endtoend;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

import org.apache.camel.CamelContext;
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
			Awaitility.await()
				.until(() -> ask(hub, "/actuator/health"),
						"{\"status\":\"UP\",\"groups\":[\"liveness\",\"readiness\"]}"::equals);
			assertThat(logs.getOut().lines().filter((line) -> line.contains("event=ready"))).hasSize(1);
			assertThat(logs.getOut()).contains("no tenant is configured");
		}
	}

	@Test
	void a_route_that_stands_still_is_told_and_takes_the_node_out_only_if_requests_need_it(@TempDir Path folder)
			throws Exception {
		Installation installation = Installation.in(folder)
			.setting("management.endpoint.health.show-details", "always");
		try (RunningHub hub = RunningHub.start(installation)) {
			Awaitility.await()
				.until(() -> ask(hub, "/actuator/health"), (body) -> body.startsWith("{\"status\":\"UP\""));
			CamelContext camel = hub.part(CamelContext.class);
			camel.getRouteController().stopRoute("evidence-show");
			assertThat(ask(hub, "/actuator/health")).startsWith("{\"status\":\"DOWN\"")
				.contains("\"route:evidence-show\":\"DOWN\"")
				.doesNotContain("Exception")
				.doesNotContain("\\tat ")
				.doesNotContain("file:");
			assertThat(ask(hub, "/actuator/health/readiness")).startsWith("{\"status\":\"UP\"");
			camel.getRouteController().stopRoute("task-run");
			assertThat(ask(hub, "/actuator/health/readiness")).startsWith("{\"status\":\"DOWN\"");
			assertThat(ask(hub, "/actuator/health/liveness")).startsWith("{\"status\":\"UP\"");
		}
	}

	private static String ask(RunningHub hub, String path) throws Exception {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(hub.address() + path)).build(), BodyHandlers.ofString())
			.body();
	}

}
