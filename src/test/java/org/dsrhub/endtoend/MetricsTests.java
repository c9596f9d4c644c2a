package org.dsrhub.endtoend;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.Environment;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Prometheus is told, and who may read it.
 */
class MetricsTests {

	private static final Pattern NAMED = Pattern.compile("`(dsrhub_[a-z_]+)`");

	@TempDir
	Path folder;

	@Test
	void what_happened_is_counted_without_naming_anybody() throws Exception {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SamplePeople people = SamplePeople.settle(contoso, Instant.now());
			contoso.arm().faults().on("/alerts").throttle("1");
			Installation installation = scraped(Installation.in(this.folder).with(contoso, """
					decision: {discover: person}
					"""));
			try (RunningHub hub = RunningHub.start(installation)) {
				installation.drop("contoso", "first.json",
						"{\"reference\":\"R-1\",\"tenant\":\"contoso\",\"right\":\"access\",\"subject\":{\"email\":\"%s\"}}"
							.formatted(people.email()));
				hub.closed("contoso", "R-1");
				// Later, so that it does not come upon the pause of the first one.
				installation.drop("contoso", "second.json", """
						{"reference":"R-2","tenant":"contoso","right":"discover","receivedAt":"2026-01-05",
						"subject":{"email":"%s"}}
						""".formatted(people.email()));
				String id = hub.await("contoso", "R-2", "awaiting-decision").path("id").asText();
				hub.get("/api/requests/" + id);
				hub.get("/api/nothing/" + people.email());
				String metrics = hub.address() + "/actuator/prometheus";
				assertThat(status(metrics, null, hub)).isEqualTo(401);
				assertThat(status(metrics, "olga:" + Installation.PASSWORD, hub)).isEqualTo(403);
				String told = new String(get(metrics, "prometheus:scrape", hub).body(), StandardCharsets.UTF_8);
				assertThat(told).contains("dsrhub_requests_registered_total{right=\"access\",tenant=\"contoso\"} 1.0",
						"dsrhub_requests_closed_total{late=\"false\",right=\"access\",state=\"completed\",tenant=\"contoso\"} 1.0",
						"dsrhub_requests_open{right=\"discover\",state=\"awaiting-decision\",tenant=\"contoso\"} 1.0",
						"dsrhub_requests_overdue{tenant=\"contoso\"} 1.0",
						"dsrhub_tasks_ended_total{outcome=\"found\",reason=\"none\",source=\"entra-user\",tenant=\"contoso\"} 2.0",
						"dsrhub_tasks_paused_total{reason=\"throttled\",source=\"defender-alerts\",tenant=\"contoso\"} 1.0",
						"dsrhub_vendor_call_seconds_count{source=\"defender-alerts\",status=\"429\",tenant=\"contoso\"} 1",
						"dsrhub_vendor_call_seconds_count{source=\"directory\",status=\"2xx\",tenant=\"contoso\"}",
						"dsrhub_queue_due{queue=\"requests\"} 0.0", "dsrhub_ledger_up 1.0", "camel_exchanges_total",
						"routeId=\"task-run\"", "uri=\"/api/requests/{id}\"");
				assertThat(told).as("what the dashboard and the alert rules ask of others")
					.contains("disk_free_bytes{path=", "jvm_memory_used_bytes{area=\"heap\",id=",
							"jvm_memory_max_bytes{area=\"heap\",id=", "hikaricp_connections_active{pool=",
							"hikaricp_connections_pending{pool=", "logback_events_total{level=\"error\"}");
				for (String route : List.of("request-advance", "package-run", "task-run", "mail-send")) {
					assertThat(told).as("what tells whether a queue goes on, before its first row as well")
						.containsPattern("camel_exchanges_total\\{[^}]*routeId=\"" + route + "\"");
				}
				assertThat(told).doesNotContain(id)
					.doesNotContain(people.email())
					.doesNotContain(people.objectId())
					.doesNotContain(contoso.subscriptions().get(0))
					.doesNotContain(this.folder.toString())
					.doesNotContain("R-1")
					.doesNotContain("127.0.0.1");
				assertThat(names(told))
					.as("but for the tasks and anchors, of which none is left, and for mails and runs of retention, which"
							+ " MailTransportTests and RetentionTests see")
					.isEqualTo(documented());
			}
		}
	}

	@Test
	void on_a_port_of_its_own_whoever_gets_there_reads_them_and_on_the_door_nobody() {
		Installation installation = scraped(Installation.in(this.folder)).setting("management.server.port", "0")
			.setting("management.server.address", "127.0.0.1");
		try (RunningHub hub = RunningHub.start(installation)) {
			String apart = "http://127.0.0.1:" + hub.part(Environment.class).getProperty("local.management.port");
			assertThat(status(apart + "/actuator/prometheus", null, hub)).isEqualTo(200);
			assertThat(status(apart + "/actuator/health/readiness", null, hub)).isIn(200, 503);
			assertThat(status(apart + "/actuator/info", null, hub)).isEqualTo(401);
			assertThat(status(hub.address() + "/actuator/prometheus", null, hub)).isEqualTo(401);
			assertThat(status(hub.address() + "/actuator/prometheus", "prometheus:scrape", hub)).isEqualTo(404);
		}
	}

	private static Installation scraped(Installation installation) {
		return installation.setting("hub.users[1].name", "prometheus")
			.setting("hub.users[1].password", "{bcrypt}" + new BCryptPasswordEncoder(4).encode("scrape"))
			.setting("hub.users[1].roles", "Auditor");
	}

	private static HttpResponse<byte[]> get(String uri, String login, RunningHub hub) {
		HttpRequest.Builder call = HttpRequest.newBuilder(URI.create(uri));
		if (login != null) {
			call.header("Authorization",
					"Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
		}
		return hub.answer(call.build());
	}

	private static int status(String uri, String login, RunningHub hub) {
		return get(uri, login, hub).statusCode();
	}

	private static Set<String> names(String told) {
		return told.lines()
			.filter((line) -> line.startsWith("# TYPE dsrhub_"))
			.map((line) -> line.split(" ")[2])
			.filter((name) -> !name.endsWith("_max"))
			.collect(Collectors.toSet());
	}

	private static Set<String> documented() throws Exception {
		return NAMED.matcher(Files.readString(Path.of("docs/operations.md")))
			.results()
			.map((found) -> found.group(1))
			.filter((name) -> !Set.of("dsrhub_tasks_open", "dsrhub_anchors_unstored").contains(name)
					&& !name.startsWith("dsrhub_mail") && !name.startsWith("dsrhub_retention"))
			.collect(Collectors.toSet());
	}

}
