package org.dsrhub.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.simulated.Call;
import org.dsrhub.simulated.SampleColleagues;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsrhub.endtoend.Estate.task;

/**
 * A service that may be called seldom, for whatever it is called.
 */
class CallRateTests {

	private static final Duration STRETCH = Duration.ofSeconds(2);

	private static final int CALLS = 4;

	@Test
	void a_source_is_read_and_changed_no_faster_than_its_limit_says_and_each_change_is_made_once(@TempDir Path folder)
			throws IOException {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SampleColleagues people = SampleColleagues.settle(contoso, Instant.now());
			Installation installation = Installation.in(folder)
				.with(contoso, "sources: {include: [defender-security-contacts]}\n");
			Path source = folder.resolve("config/sources/defender-security-contacts.yaml");
			Files.writeString(source, Files.readString(source)
				.replace("collect:\n", "collect:\n  rate: {calls: 4, per: PT2S, of: contacts}\n"));
			try (RunningHub hub = RunningHub.start(installation)) {
				installation.drop("contoso", "erase.json", request("ERASE", "erase", people.email()));
				String path = "/api/requests/" + hub.await("contoso", "ERASE", "awaiting-decision").path("id").asText();
				assertThat(hub.post(path + "/decision", "{\"decision\":\"approve\"}").statusCode()).isEqualTo(200);
				List<String> others = people.others();
				for (int i = 0; i < others.size(); i++) {
					installation.drop("contoso", i + ".json", request("OTHER-" + i, "access", others.get(i)));
				}
				JsonNode erased = task(hub.closed("contoso", "ERASE"), "defender-security-contacts");
				assertThat(erased.path("outcome").asText()).isEqualTo("erased");
				for (int i = 0; i < others.size(); i++) {
					assertThat(hub.closed("contoso", "OTHER-" + i).path("state").asText()).isEqualTo("completed");
				}
				List<Call> calls = contoso.arm()
					.calls()
					.stream()
					.filter((call) -> call.path().contains("securityContacts"))
					.toList();
				assertSeldom(calls);
				String evidence = new String(hub.get(path + "/evidence").body(), StandardCharsets.UTF_8);
				assertThat(calls).filteredOn((call) -> !call.method().equals("GET"))
					.hasSize(evidence.split("\"change-begun\"").length - 1)
					.isNotEmpty();
			}
		}
	}

	private static void assertSeldom(List<Call> calls) {
		assertThat(calls).hasSizeGreaterThan(2 * CALLS);
		for (int i = CALLS; i < calls.size(); i++) {
			// On the way to the service some come closer to each other.
			assertThat(Duration.between(calls.get(i - CALLS).at(), calls.get(i).at())).as("call %d", i)
				.isGreaterThan(STRETCH.minusSeconds(1));
		}
	}

	private static String request(String reference, String right, String email) {
		return "{\"reference\":\"%s\",\"tenant\":\"contoso\",\"right\":\"%s\",\"subject\":{\"email\":\"%s\"}}"
			.formatted(reference, right, email);
	}

}
