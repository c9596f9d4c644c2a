package org.dsrhub.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.awaitility.Awaitility;
import org.dsrhub.simulated.ArmKind;
import org.dsrhub.simulated.Effect;
import org.dsrhub.simulated.SampleColleagues;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A person is taken out of everything that they can be taken out of, and nobody else is.
 */
class ErasureTests {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final String NOW = "{\"permanentDelete\":\"now\",\"deleteJitPolicies\":true}";

	@TempDir
	private Path folder;

	private SimulatedTenant contoso;

	private SampleColleagues people;

	private Installation installation;

	@BeforeEach
	void settle() {
		this.contoso = SimulatedTenant.start("contoso");
		this.people = SampleColleagues.settle(this.contoso, Instant.now());
		this.installation = Installation.in(this.folder)
			.with(this.contoso, "limits: {maxAttempts: 3, maxWait: PT1S}\n");
	}

	@AfterEach
	void close() {
		this.contoso.close();
	}

	@Test
	void a_person_is_taken_out_of_what_others_are_in_and_the_account_goes_last() throws IOException {
		try (RunningHub hub = RunningHub.start(this.installation)) {
			List<String> contacts = contacts();
			Map<String, byte[]> before = others(hub, "before");
			String path = erase(hub, "E-1", NOW);
			assertThat(this.contoso.effects()).isEmpty();
			assertThat(hub.getJson(path + "/records?limit=200").path("value").findValuesAsText("source"))
				.contains("defender-security-contacts", "defender-jit-policies", "entra-user");
			assertThat(hub.post(path + "/decision", "{\"decision\":\"approve\"}").statusCode()).isEqualTo(200);
			JsonNode result = hub.closed("contoso", "E-1");
			assertThat(outcomes(result)).containsEntry("defender-security-contacts", "erased")
				.containsEntry("defender-jit-policies", "erased")
				.containsEntry("entra-user", "erased");
			assertThat(contacts()).containsExactly(contacts.get(0)
				.replace(text(this.people.sharedAddresses()), text(this.people.addressesOfOthers())));
			assertThat(timed(hub, "defender-security-contacts")).as("calls that read and calls that change")
				.isEqualTo(calls("(?i).*/securityContacts(/.*)?"))
				.isGreaterThan(calls("(?i).*/securityContacts"));
			List<String> effects = this.contoso.effects().stream().map(Effect::line).toList();
			assertThat(effects).doesNotHaveDuplicates();
			assertThat(effects.subList(effects.size() - 2, effects.size())).allMatch((line) -> line.contains("DELETE"))
				.allMatch((line) -> line.contains(this.people.objectId()));
			others(hub, "after").forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(before.get(name)));
			String evidence = new String(hub.get(path + "/evidence").body(), StandardCharsets.UTF_8);
			assertThat(evidence).doesNotContainIgnoringCase(this.people.email())
				.contains("change-begun", "change-answered", "correlationId\":\"");
			Awaitility.await("the Activity Log's entries")
				.until(() -> new String(hub.get(path + "/evidence").body(), StandardCharsets.UTF_8),
						(lines) -> lines.split("\"change-traced\"").length - 1 == 4);
			assertThat(hub.getJson(path + "/evidence/verification").path("valid").asBoolean()).isTrue();
			assertThat(this.installation.data().resolve("staging/contoso/" + result.path("id").asText()))
				.doesNotExist();
		}
	}

	@Test
	void a_service_that_says_yes_and_deletes_nothing_is_a_failure_and_a_retry_does_only_that() throws IOException {
		this.contoso.graph().faults().on("DELETE /v1.0/users").times(3).lie();
		try (RunningHub hub = RunningHub.start(this.installation)) {
			String path = erase(hub, "E-2", NOW);
			hub.post(path + "/decision", "{\"decision\":\"approve\"}");
			JsonNode result = hub.closed("contoso", "E-2");
			assertThat(result.path("state").asText()).isEqualTo("completed-with-exceptions");
			assertThat(outcomes(result)).containsEntry("entra-user", "failed")
				.containsEntry("defender-security-contacts", "erased");
			assertThat(task(result, "entra-user").path("reason").asText()).isEqualTo("not-effective");
			int effects = this.contoso.effects().size();
			assertThat(hub.post(path + "/retry", "").statusCode()).isEqualTo(200);
			hub.awaitThat("contoso", "E-2", (done) -> "erased".equals(outcomes(done).get("entra-user")));
			assertThat(this.contoso.effects()).hasSize(effects + 2);
		}
	}

	@Test
	void what_an_administrator_changes_between_reading_and_writing_is_not_lost() throws IOException {
		this.contoso.arm()
			.faults()
			.on("GET " + this.people.sharedContact())
			.meanwhile(() -> this.contoso.arm()
				.state()
				.of(this.contoso.subscriptions().get(0), ArmKind.SECURITY_CONTACTS)
				.get(0)
				.withObject("/properties")
				.put("emails", this.people.sharedAddresses() + "new@contoso.example"));
		try (RunningHub hub = RunningHub.start(this.installation)) {
			String path = erase(hub, "E-3", NOW);
			hub.post(path + "/decision", "{\"decision\":\"approve\"}");
			assertThat(outcomes(hub.closed("contoso", "E-3"))).containsEntry("defender-security-contacts", "erased");
			assertThat(contacts().get(0)).contains(text(this.people.addressesOfOthers() + "new@contoso.example"));
		}
	}

	@Test
	void a_deleted_account_waits_and_its_request_says_until_when() throws IOException {
		try (RunningHub hub = RunningHub.start(this.installation)) {
			String path = erase(hub, "E-4", "{}");
			hub.post(path + "/decision", "{\"decision\":\"approve\"}");
			JsonNode waiting = hub.awaitThat("contoso", "E-4",
					(result) -> task(result, "entra-user").path("state").asText().equals("waiting"));
			assertThat(waiting.path("state").asText()).isEqualTo("fulfilling");
			assertThat(Instant.parse(task(waiting, "entra-user").path("resumeAt").asText()))
				.isAfter(Instant.now().plusSeconds(6 * 86400));
			assertThat(outcomes(waiting)).containsEntry("defender-jit-policies", "retained");
			JsonNode cancelled = RunningHub.json(hub.delete(path));
			assertThat(cancelled.path("state").asText()).isEqualTo("fulfilling");
			assertThat(cancelled.path("attention").asText()).contains("cancelled");
		}
	}

	@Test
	void what_is_cancelled_before_anything_was_begun_leaves_everything_untouched() throws IOException {
		try (RunningHub hub = RunningHub.start(this.installation)) {
			String path = erase(hub, "E-5", NOW);
			assertThat(RunningHub.json(hub.delete(path)).path("state").asText()).isEqualTo("cancelled");
			assertThat(this.contoso.effects()).isEmpty();
			assertThat(new String(hub.get(path + "/evidence").body(), StandardCharsets.UTF_8))
				.contains("\"untouched\":[\"defender-jit-policies\"");
		}
	}

	private String erase(RunningHub hub, String reference, String options) {
		this.installation.drop("contoso", reference + ".json",
				"{\"reference\":\"%s\",\"tenant\":\"contoso\",\"right\":\"erase\",\"subject\":{\"email\":\"%s\"},\"options\":%s}"
					.formatted(reference, this.people.email(), options));
		return "/api/requests/" + hub.await("contoso", reference, "awaiting-decision").path("id").asText();
	}

	private static long timed(RunningHub hub, String source) {
		return hub.part(MeterRegistry.class)
			.get("dsrhub.vendor.call")
			.tag("tenant", "contoso")
			.tag("source", source)
			.timers()
			.stream()
			.mapToLong(Timer::count)
			.sum();
	}

	private long calls(String path) {
		return this.contoso.arm().calls().stream().filter((call) -> call.path().matches(path)).count();
	}

	/**
	 * The records of contacts and policies in the exports of the two others.
	 */
	private Map<String, byte[]> others(RunningHub hub, String when) throws IOException {
		Map<String, byte[]> all = new java.util.TreeMap<>();
		for (String other : this.people.others()) {
			String reference = when + "-" + other.substring(0, 3);
			this.installation.drop("contoso", reference + ".json",
					"{\"reference\":\"%s\",\"tenant\":\"contoso\",\"right\":\"export\",\"subject\":{\"email\":\"%s\"}}"
						.formatted(reference, other));
			JsonNode result = hub.closed("contoso", reference);
			Path zip = this.installation.data().resolve("packages").resolve(result.at("/package/path").asText());
			for (String source : List.of("defender-security-contacts", "defender-jit-policies")) {
				JsonNode records = JSON
					.readTree(Leak.entries(Files.readAllBytes(zip)).get("Defender for Cloud/" + source + ".json"));
				List<JsonNode> data = records.findValues("data");
				assertThat(data).isNotEmpty();
				// How many others were taken out of a text with semicolons shows in it.
				all.put(other + source,
						data.toString().replaceAll("\\[redacted]|;|\\s|\\\\t", "").getBytes(StandardCharsets.UTF_8));
			}
		}
		return all;
	}

	private List<String> contacts() {
		return this.contoso.subscriptions()
			.stream()
			.flatMap((subscription) -> this.contoso.arm().state().of(subscription, ArmKind.SECURITY_CONTACTS).stream())
			.map(JsonNode::toString)
			.toList();
	}

	private static String text(String value) {
		return com.fasterxml.jackson.databind.node.TextNode.valueOf(value).toString();
	}

	static Map<String, String> outcomes(JsonNode result) {
		Map<String, String> outcomes = new java.util.TreeMap<>();
		result.path("tasks")
			.forEach((task) -> outcomes.put(task.path("source").asText(), task.path("outcome").asText()));
		return outcomes;
	}

	static JsonNode task(JsonNode result, String source) {
		for (JsonNode task : result.path("tasks")) {
			if (task.path("source").asText().equals(source)) {
				return task;
			}
		}
		throw new AssertionError("no task for " + source);
	}

}
