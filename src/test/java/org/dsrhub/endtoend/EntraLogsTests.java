package org.dsrhub.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsrhub.simulated.Call;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsrhub.endtoend.Estate.task;

/**
 * The directory's logs: what a person did, and what was done to them, at the pace that
 * the service allows.
 */
class EntraLogsTests {

	private static final ObjectMapper JSON = new ObjectMapper();

	/** Instead of ten seconds, which would only take longer. */
	private static final Duration STRETCH = Duration.ofSeconds(3);

	private static final String RATE = "rate: {calls: 5, per: %s, of: graph-reports}";

	private static final List<String> LOGS = List.of("entra-sign-ins", "entra-directory-audits");

	private static final String BO = "b0b0b0b0-0000-4000-8000-000000000001";

	private static final String CARL = "ca71ca71-0000-4000-8000-000000000002";

	@TempDir
	static Path folder;

	private static Estate estate;

	private static JsonNode result;

	@BeforeAll
	static void runOnce() throws IOException {
		estate = new Estate(folder);
		estate.settle("contoso",
				"sources: {include: [entra-user, entra-sign-ins, entra-directory-audits]}\ncontainer: {kind: local}\n",
				"\"right\":\"access\",\"subject\":{\"email\":\"$email\"}", (tenant) -> {
				});
		SimulatedGraph graph = estate.of("contoso").graph();
		SamplePeople people = estate.people("contoso");
		String ana = people.objectId();
		graph.fiveLogRequestsIn(STRETCH);
		for (String log : LOGS) {
			Path file = folder.resolve("config/sources/" + log + ".yaml");
			Files.writeString(file, Files.readString(file).replace(RATE.formatted("PT10S"), RATE.formatted(STRETCH)));
		}
		graph.pageSize(2);
		for (int i = 0; i < 12; i++) {
			graph.signIns().add(signIn("ana-" + i, ana, people.userPrincipalName(), people.ipAddress()));
			graph.signIns().add(signIn("bo-" + i, BO, "bo@contoso.example", "203.0.113.9"));
		}
		graph.audits().add(audit("by-her", ana, people.userPrincipalName(), BO, "bo@contoso.example"));
		graph.audits().add(audit("to-her", BO, "bo@contoso.example", ana, people.userPrincipalName()));
		graph.audits().add(audit("by-her-to-her", ana, people.userPrincipalName(), ana, people.userPrincipalName()));
		graph.audits().add(audit("others", BO, "bo@contoso.example", CARL, "carl@contoso.example"));
		estate.start();
		result = estate.closed("contoso");
	}

	@AfterAll
	static void close() {
		estate.close();
	}

	@Test
	void her_sign_ins_are_found_and_nobody_elses() {
		assertThat(result.path("state").asText()).isEqualTo("completed");
		JsonNode records = estate.records(result, "entra-sign-ins");
		assertThat(ids(records)).hasSize(12).allMatch((id) -> id.startsWith("ana-"));
		assertThat(records.get(0).at("/data/location/city").asText()).isEqualTo("Odense");
		assertThat(records.get(0).at("/data/ipAddress").asText()).isEqualTo(estate.people("contoso").ipAddress());
		assertThat(records.get(0).path("matchedBy").toString()).contains("objectId");
	}

	@Test
	void the_manifest_says_which_sign_ins_are_not_read() {
		JsonNode source = StreamSupport.stream(estate.manifest(result).path("sources").spliterator(), false)
			.filter((each) -> each.path("source").asText().equals("entra-sign-ins"))
			.findFirst()
			.orElseThrow();
		assertThat(source.path("category").asText()).startsWith("Interactive sign-ins of the person")
			.contains("in the background are not read; ask the organisation for them");
	}

	@Test
	void of_the_changes_are_found_those_that_she_made_and_those_that_were_made_to_her_each_once() {
		JsonNode records = estate.records(result, "entra-directory-audits");
		assertThat(ids(records)).containsExactly("by-her", "by-her-to-her", "to-her");
		assertThat(records).hasSize(3);
		assertThat(records.toString()).doesNotContain("bo@contoso.example").doesNotContain("Bo Bergman");
		assertThat(task(result, "entra-directory-audits").path("redactions").asInt()).isPositive();
	}

	@Test
	void the_hub_asks_at_the_pace_that_the_service_documents() throws IOException {
		for (String log : LOGS) {
			assertThat(Path.of("config/sources", log + ".yaml")).content().contains(RATE.formatted("PT10S"));
		}
	}

	@Test
	void never_more_than_five_calls_go_out_in_the_time_that_the_source_names() {
		List<Call> calls = estate.of("contoso")
			.graph()
			.calls()
			.stream()
			.filter((call) -> call.path().startsWith("/v1.0/auditLogs"))
			.toList();
		assertThat(calls).hasSizeGreaterThan(5);
		for (int i = 5; i < calls.size(); i++) {
			// On the way to the service some come closer to each other.
			assertThat(Duration.between(calls.get(i - 5).at(), calls.get(i).at())).as("call %d", i)
				.isGreaterThan(STRETCH.minusSeconds(1));
		}
		assertThat(task(result, "entra-sign-ins").path("reason").isNull()).isTrue();
	}

	private static Set<String> ids(JsonNode records) {
		Set<String> ids = new TreeSet<>();
		records.forEach((record) -> ids.add(record.at("/data/id").asText()));
		return ids;
	}

	private static ObjectNode signIn(String id, String person, String name, String address) {
		ObjectNode entry = JSON.createObjectNode()
			.put("id", id)
			.put("createdDateTime", Instant.now().toString())
			.put("userDisplayName", name.startsWith("bo") ? "Bo Bergman" : "Ana Jensen")
			.put("userPrincipalName", name)
			.put("userId", person)
			.put("appDisplayName", "Graph explorer")
			.put("ipAddress", address)
			.put("clientAppUsed", "Browser");
		entry.putObject("status").put("errorCode", 0);
		entry.putObject("deviceDetail").put("deviceId", "").put("operatingSystem", "Windows 10");
		entry.putObject("location").put("city", "Odense").put("countryOrRegion", "DK");
		return entry;
	}

	private static ObjectNode audit(String id, String actor, String actorName, String target, String targetName) {
		ObjectNode entry = JSON.createObjectNode()
			.put("id", id)
			.put("category", "UserManagement")
			.put("activityDisplayName", "Update user")
			.put("activityDateTime", Instant.now().toString())
			.put("result", "success");
		entry.putObject("initiatedBy")
			.putNull("app")
			.putObject("user")
			.put("id", actor)
			.put("displayName", actorName.startsWith("bo") ? "Bo Bergman" : "Ana Jensen")
			.put("userPrincipalName", actorName)
			.put("ipAddress", actorName.startsWith("bo") ? "203.0.113.9" : null);
		ObjectNode changed = entry.putArray("targetResources").addObject();
		changed.put("id", target)
			.put("displayName", targetName.startsWith("bo") ? "Bo Bergman" : "Ana Jensen")
			.put("Type", "User")
			.put("userPrincipalName", targetName);
		changed.putArray("modifiedProperties")
			.addObject()
			.put("displayName", "Mobile")
			.put("oldValue", "[\"+45 20 12 34 56\"]")
			.put("newValue", "[]");
		return entry;
	}

}
