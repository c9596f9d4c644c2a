package org.dsrhub.endtoend;

import java.io.IOException;
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
 * What is called seldom enough, whatever it is called for.
 */
class CallRateTests {

	private static final Duration STRETCH = Duration.ofSeconds(3);

	private static final int CALLS = 2;

	@Test
	void people_are_looked_up_and_sources_are_changed_no_faster_than_their_limits_say(@TempDir Path folder)
			throws IOException {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SampleColleagues people = SampleColleagues.settle(contoso, Instant.now());
			Installation installation = Installation.in(folder).with(contoso, """
					sources: {include: [defender-security-contacts]}
					limits: {directory: {calls: 2, per: PT3S}}
					""");
			Path source = folder.resolve("config/sources/defender-security-contacts.yaml");
			Files.writeString(source, Files.readString(source)
				.replace("collect:\n", "collect:\n  rate: {calls: 2, per: PT3S, of: contacts}\n"));
			try (RunningHub hub = RunningHub.start(installation)) {
				List<String> others = people.others();
				for (int i = 0; i < others.size(); i++) {
					installation.drop("contoso", i + ".json", request("OTHER-" + i, "access", others.get(i)));
				}
				installation.drop("contoso", "erase.json", request("ERASE", "erase", people.email()));
				String path = "/api/requests/" + hub.await("contoso", "ERASE", "awaiting-decision").path("id").asText();
				assertThat(hub.post(path + "/decision", "{\"decision\":\"approve\"}").statusCode()).isEqualTo(200);
				JsonNode erased = hub.closed("contoso", "ERASE");
				assertThat(task(erased, "defender-security-contacts").path("outcome").asText()).isEqualTo("erased");
				assertThat(task(erased, "defender-security-contacts").path("failures").asInt()).isZero();
				for (int i = 0; i < others.size(); i++) {
					assertThat(hub.closed("contoso", "OTHER-" + i).path("state").asText()).isEqualTo("completed");
				}
				List<Call> contacts = calls(contoso.arm().calls(), "securityContacts");
				assertThat(contacts).extracting(Call::method).contains("GET", "PUT");
				assertSeldom(contacts);
				assertSeldom(calls(contoso.graph().calls(), "/v1.0/users"));
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

	private static List<Call> calls(List<Call> all, String path) {
		return all.stream().filter((call) -> call.path().contains(path)).toList();
	}

	private static String request(String reference, String right, String email) {
		return "{\"reference\":\"%s\",\"tenant\":\"contoso\",\"right\":\"%s\",\"subject\":{\"email\":\"%s\"}}"
			.formatted(reference, right, email);
	}

}
