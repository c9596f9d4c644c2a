package org.dsrhub.endtoend;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.observation.Collector;
import org.dsrhub.observation.Collector.Got;
import org.dsrhub.observation.Spans;
import org.dsrhub.simulated.SampleColleagues;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a collector of traces is told of requests.
 */
class TraceTests {

	private static final String ENDPOINT = "hub.traces.endpoint";

	@TempDir
	private Path folder;

	@Test
	void a_request_over_two_nodes_is_one_trace_with_a_root_every_task_and_its_end() {
		try (Collector collector = Collector.start(); SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SamplePeople people = SamplePeople.settle(contoso, Instant.now());
			contoso.arm().faults().on("/alerts").throttle("1");
			Installation installation = Installation.in(this.folder)
				.withPostgresql()
				.with(contoso, "decision: {access: person}\n")
				.setting(ENDPOINT, collector.address());
			RunningHub one = RunningHub.start(installation.setting("hub.node", "one"));
			installation.drop("contoso", "R-1.json",
					"{\"reference\":\"R-1\",\"tenant\":\"contoso\",\"right\":\"access\",\"subject\":{\"email\":\"%s\"}}"
						.formatted(people.email()));
			String id = one.await("contoso", "R-1", "awaiting-decision").path("id").asText();
			JsonNode result;
			try (RunningHub two = RunningHub.start(installation.setting("hub.node", "two"))) {
				one.close();
				assertThat(two.post("/api/requests/" + id + "/decision", "{\"decision\":\"approve\"}").statusCode())
					.isEqualTo(200);
				result = two.closed("contoso", "R-1");
			}
			assertThat(collector.spans()).extracting(Got::trace).containsOnly(id.replace("-", ""));
			List<Got> spans = collector.spans();
			Set<String> ids = spans.stream().map(Got::id).collect(Collectors.toSet());
			assertThat(ids).as("no span twice").hasSameSizeAs(spans);
			assertThat(spans.stream().filter((span) -> span.parent().isEmpty()).map(Got::name))
				.containsExactly("request access");
			assertThat(spans).filteredOn((span) -> !span.parent().isEmpty())
				.allMatch((span) -> ids.contains(span.parent()), "part of another");
			assertThat(names(spans, "one")).contains("request access", "request-identify", "call directory",
					"request-plan", "task-collect entra-user", "call entra-user", "waiting defender-alerts");
			assertThat(names(spans, "two")).contains("request-fulfil", "package-assemble",
					"package-store-folder-action", "closed");
			List<String> tasks = new ArrayList<>();
			result.path("tasks").forEach((task) -> tasks.add("task-ended " + task.path("source").asText()));
			assertThat(spans).extracting(Got::name)
				.filteredOn((name) -> name.startsWith("task-ended "))
				.containsExactlyInAnyOrderElementsOf(tasks);
			assertThat(spans).extracting(Got::name).containsOnlyOnce("closed", "request-plan");
			assertThat(spans).filteredOn((span) -> span.failed() && span.name().equals("call defender-alerts"))
				.singleElement()
				.satisfies((span) -> assertThat(span.attributes()).containsEntry("http.response.status_code", "429")
					.containsEntry("http.request.method", "GET")
					.containsEntry("server.address", "127.0.0.1"));
			Got plan = only(spans, "request-plan");
			assertThat(plan.parent()).isEqualTo(only(spans, "request-identify").id());
			assertThat(only(spans, "package-store-folder-action").parent())
				.isEqualTo(only(spans, "package-assemble").id());
			assertThat(only(spans, "closed").attributes()).containsEntry("dsrhub.state", result.path("state").asText());
			assertThat(spans).extracting(Got::name).contains("notice-write");
		}
	}

	@Test
	void nothing_in_a_trace_says_whose_request_it_is() {
		try (Collector collector = Collector.start(); SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SampleColleagues people = SampleColleagues.settle(contoso, Instant.now());
			Installation installation = Installation.in(this.folder)
				.with(contoso, "limits: {maxAttempts: 2, maxWait: PT0.3S}\n")
				.setting(ENDPOINT, collector.address());
			List<String> identifiers = new ArrayList<>(people.others());
			identifiers.addAll(List.of(people.email(), people.objectId(), people.phone(),
					people.phone().replace(" ", ""), "203.0.113.77", "reference-7", contoso.subscriptions().get(0)));
			try (RunningHub hub = RunningHub.start(installation)) {
				contoso.arm().faults().on("/securityContacts").answer(503);
				installation.drop("contoso", "all.ndjson",
						"""
								{"reference":"reference-7","tenant":"contoso","right":"erase","subject":{"email":"%1$s"},"options":{"permanentDelete":"now"}}
								{"reference":"R-2","tenant":"contoso","right":"export","subject":{"email":"%1$s","objectId":"%2$s","phone":"%3$s","ipAddresses":["203.0.113.77"]}}
								{"reference":"R-3","tenant":"contoso","right":"access","subject":{"phone":"%3$s"}}
								"""
							.formatted(people.email(), people.objectId(), people.phone()));
				String id = hub.await("contoso", "reference-7", "awaiting-decision").path("id").asText();
				hub.post("/api/requests/" + id + "/decision", "{\"decision\":\"approve\"}");
				for (String reference : List.of("reference-7", "R-2", "R-3")) {
					hub.closed("contoso", reference);
				}
			}
			assertThat(collector.spans()).extracting(Got::name)
				.contains("task-change entra-user", "call entra-user", "call directory", "request erase");
			assertThat(collector.spans()).extracting((span) -> span.attributes().get("http.request.method"))
				.contains("GET", "DELETE");
			assertThat(Leak.of(identifiers).in("traces", collector.bytes())).isEmpty();
			assertThat(Leak.of(List.of("contoso")).in("traces", collector.bytes())).as("what is there is found")
				.isNotEmpty();
		}
	}

	@Test
	void without_a_collector_nothing_of_a_trace_is_there() {
		Set<String> before = tracing();
		try (RunningHub hub = RunningHub.start(Installation.in(this.folder))) {
			assertThatExceptionOfType(NoSuchBeanDefinitionException.class).isThrownBy(() -> hub.part(Spans.class));
			assertThat(tracing()).isEqualTo(before);
		}
	}

	private static Set<String> tracing() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter(Thread::isAlive)
			.map(Thread::getName)
			.filter((name) -> name.startsWith("BatchSpanProcessor"))
			.collect(Collectors.toSet());
	}

	private static List<String> names(List<Got> spans, String node) {
		return spans.stream().filter((span) -> span.node().equals(node)).map(Got::name).toList();
	}

	private static Got only(List<Got> spans, String name) {
		List<Got> named = spans.stream().filter((span) -> span.name().equals(name)).toList();
		assertThat(named).as(name).hasSize(1);
		return named.get(0);
	}

}
