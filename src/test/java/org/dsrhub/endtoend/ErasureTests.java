package org.dsrhub.endtoend;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.simulated.ArmKind;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A person is taken out of everything that they can be taken out of, and nobody else is.
 */
class ErasureTests {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final String ERASE = """
			{"reference":"E-1","tenant":"contoso","right":"erase","subject":{"email":"%s"},\
			"options":{"permanentDelete":"now","deleteJitPolicies":true}}""";

	@Test
	void a_person_is_taken_out_of_what_others_are_in_and_the_account_goes_last(@TempDir Path folder) throws Exception {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SamplePeople people = SamplePeople.settle(contoso, Instant.now());
			Installation installation = Installation.in(folder).with(contoso, "");
			List<String> contacts = contacts(contoso);
			try (RunningHub hub = RunningHub.start(installation)) {
				installation.drop("contoso", "erase.json", ERASE.formatted(people.email()));
				String path = "/api/requests/" + hub.await("contoso", "E-1", "awaiting-decision").path("id").asText();
				assertThat(contoso.arm().calls()).allMatch((call) -> call.method().equals("GET"));
				hub.post(path + "/decision", "{\"decision\":\"approve\"}");
				JsonNode result = hub.closed("contoso", "E-1");
				System.out.println(result.toPrettyString());
				System.out.println(new String(hub.get(path + "/evidence").body()));
				assertThat(outcome(result, "defender-security-contacts")).isEqualTo("erased");
				assertThat(outcome(result, "entra-user")).isEqualTo("erased");
				assertThat(outcome(result, "defender-alerts")).isEqualTo("retained");
				assertThat(outcome(result, "activity-log")).isEqualTo("retained");
				assertThat(result.path("state").asText()).isEqualTo("completed-with-exceptions");
			}
			for (int i = 0; i < contacts.size(); i++) {
				System.out.println(contacts.get(i) + "\n->" + contacts(contoso).get(i));
			}
		}
	}

	private static List<String> contacts(SimulatedTenant tenant) {
		return tenant.subscriptions()
			.stream()
			.flatMap((subscription) -> tenant.arm().state().of(subscription, ArmKind.SECURITY_CONTACTS).stream())
			.map(JsonNode::toString)
			.toList();
	}

	private static String outcome(JsonNode result, String source) {
		for (JsonNode task : result.path("tasks")) {
			if (task.path("source").asText().equals(source)) {
				return task.path("outcome").asText();
			}
		}
		return "(no task)";
	}

}
