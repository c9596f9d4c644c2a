package org.dsrhub.endtoend;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.simulated.Call;
import org.dsrhub.simulated.SamplePeople;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsrhub.endtoend.Estate.task;

/**
 * What a tenant's file and a caller's roles decide.
 */
class RuleTests {

	private static final String EXPORT = "\"right\":\"export\",\"subject\":{\"email\":\"$email\"}";

	private static final String CONTACTS = EXPORT + ",\"sources\":[\"defender-security-contacts\"]";

	private static final String DISCOVER = EXPORT.replace("export", "discover");

	@TempDir
	static Path folder;

	private static Estate estate;

	@BeforeAll
	static void runAllAtOnce() {
		estate = new Estate(folder);
		contacts("v2017", "2017-08-01-preview", false);
		contacts("v2020", "2020-01-01-preview", false);
		contacts("draft-2020", "2020-01-01-preview", true);
		contacts("v2023", "2023-12-01-preview", false);
		settle("reader", "inbox: {principal: {name: file-drop, roles: [Reader]}}\n", EXPORT);
		settle("account-administrator", "inbox: {principal: {name: file-drop, roles: [AccountAdministrator]}}\n",
				EXPORT);
		settle("nobody-special", "inbox: {principal: {name: file-drop, roles: [PrivacyOperator]}}\n", EXPORT);
		settle("approved", "decision: {export: person}\n", EXPORT);
		settle("declined", "decision: {export: person}\n", EXPORT);
		settle("doubted", "decision: {export: person}\n", EXPORT);
		settle("discovered", "", DISCOVER);
		settle("discovered-by-person", "decision: {discover: person}\n", DISCOVER);
		estate.start();
	}

	@AfterAll
	static void close() {
		estate.close();
	}

	@ParameterizedTest
	@CsvSource({ "v2017, 2017-08-01-preview", "v2020, 2020-01-01-preview", "draft-2020, 2020-01-01-preview",
			"v2023, 2023-12-01-preview" })
	void of_shared_contacts_only_her_own_part_is_given_in_every_version_of_the_api(String name, String version) {
		JsonNode result = estate.closed(name);
		SamplePeople people = estate.people(name);

		assertThat(result.path("state").asText()).isEqualTo("completed");
		JsonNode records = estate.records(result, "defender-security-contacts");
		Set<String> ids = new TreeSet<>();
		records.forEach((one) -> ids.add(one.at("/data/id").asText()));
		assertThat(ids).isEqualTo(
				people.records(name.equals("v2017") ? SamplePeople.LEGACY_CONTACTS : "defender-security-contacts"));
		assertThat(records.toString()).contains(people.email()).doesNotContain(people.canaries());
		assertThat(records.get(0).at("/provenance/apiVersion").asText()).isEqualTo(version);
		assertThat(calls(name, "/securityContacts")).isNotEmpty()
			.allSatisfy((call) -> assertThat(call.query()).containsEntry("api-version", version));
	}

	@ParameterizedTest
	@CsvSource({ "reader, 3", "account-administrator, 1", "nobody-special, 5" })
	void what_a_role_does_not_allow_is_refused_by_its_rule_and_never_called(String name, int refused) {
		JsonNode result = estate.closed(name);

		assertThat(result.path("state").asText()).isEqualTo("completed-with-exceptions");
		assertThat(result.path("exceptions")).hasSize(refused).allSatisfy((one) -> {
			assertThat(one.path("outcome").asText()).isEqualTo("refused");
			JsonNode task = task(result, one.path("source").asText());
			assertThat(task.path("rule").asText()).startsWith("export of " + one.path("source").asText() + " needs ")
				.contains("Administrator");
			assertThat(task.path("attempts").asInt()).isZero();
			assertThat(task.path("count").asInt()).isZero();
		});
		assertThat(calls(name, "GET /v1.0/users/")).isEmpty();
		assertThat(calls(name, "/alerts").isEmpty()).isEqualTo(refused > 1);
		JsonNode manifest = estate.manifest(result);
		assertThat(manifest.path("sources")).hasSize(5);
		assertThat(manifest.path("exceptions")).isEqualTo(result.path("exceptions"));
	}

	@Test
	void while_it_is_in_doubt_who_asks_nobody_can_approve() {
		String path = "/api/requests/" + estate.hub().await("doubted", "R", "awaiting-decision").path("id").asText();
		String approve = "{\"decision\":\"approve\"}";
		assertThat(estate.hub().post(path + "/pause", "").statusCode()).isEqualTo(200);
		HttpResponse<byte[]> refused = estate.hub().post(path + "/decision", approve);
		assertThat(refused.statusCode()).isEqualTo(409);
		assertThat(RunningHub.json(refused).path("detail").asText()).contains("in doubt who asks");
		assertThat(estate.hub().getJson(path).path("state").asText()).isEqualTo("awaiting-decision");

		assertThat(estate.hub().delete(path + "/pause").statusCode()).isEqualTo(200);
		assertThat(estate.hub().post(path + "/decision", approve).statusCode()).isEqualTo(200);
		assertThat(estate.closed("doubted").path("state").asText()).isEqualTo("completed");
	}

	@Test
	void what_waits_for_a_person_can_be_seen_and_is_packaged_when_they_approve() {
		String path = "/api/requests/" + estate.hub().await("approved", "R", "awaiting-decision").path("id").asText();
		JsonNode records = estate.hub().getJson(path + "/records?limit=200").path("value");

		assertThat(records).hasSize(14);
		assertThat(records.toString()).doesNotContain(estate.people("approved").canaries());
		assertThat(estate.hub().post(path + "/decision", "{\"decision\":\"approve\"}").statusCode()).isEqualTo(200);
		JsonNode result = estate.closed("approved");
		assertThat(result.path("state").asText()).isEqualTo("completed");
		assertThat(result.at("/package/bytes").asLong()).isPositive();
	}

	@Test
	void what_a_person_declines_is_not_kept() throws IOException {
		JsonNode waiting = estate.hub().await("declined", "R", "awaiting-decision");
		Path staging = estate.data().resolve("staging").resolve("declined").resolve(waiting.path("id").asText());
		assertThat(staging).isDirectoryContaining("glob:**.ndjson");

		estate.hub()
			.post("/api/requests/" + waiting.path("id").asText() + "/decision",
					"{\"decision\":\"decline\",\"reason\":\"not the person\"}");

		JsonNode result = estate.closed("declined");
		assertThat(result.path("state").asText()).isEqualTo("declined");
		assertThat(result.path("package").isNull()).isTrue();
		org.awaitility.Awaitility.await().until(() -> Files.notExists(staging));
		assertThat(estate.data().resolve("packages").resolve("declined")).doesNotExist();
	}

	@ParameterizedTest
	@CsvSource({ "discovered", "discovered-by-person" })
	void a_discovery_counts_and_keeps_nothing(String name) {
		if (name.endsWith("person")) {
			JsonNode waiting = estate.hub().await(name, "R", "awaiting-decision");
			String path = "/api/requests/" + waiting.path("id").asText();
			assertThat(estate.hub().getJson(path + "/records").path("value")).isEmpty();
			estate.hub().post(path + "/decision", "{\"decision\":\"approve\"}");
		}
		JsonNode result = estate.closed(name);

		assertThat(result.path("state").asText()).isEqualTo("completed");
		assertThat(result.path("package").isNull()).isTrue();
		assertThat(Stream.of("activity-log", "defender-alerts", "defender-jit-policies", "defender-security-contacts",
				"entra-user"))
			.allSatisfy((source) -> assertThat(task(result, source).path("count").asInt())
				.isEqualTo(estate.people(name).records(source).size()));
		assertThat(List.of(estate.data().resolve("staging").resolve(name),
				estate.data().resolve("packages").resolve(name)))
			.allSatisfy((place) -> assertThat(place).doesNotExist());
	}

	private static List<Call> calls(String name, String fragment) {
		return Stream.of(estate.of(name).arm(), estate.of(name).graph())
			.flatMap((server) -> server.calls().stream())
			.filter((call) -> call.line().contains(fragment))
			.toList();
	}

	private static void settle(String name, String more, String request) {
		estate.settle(name, more, request, (tenant) -> {
		});
	}

	private static void contacts(String name, String version, boolean draft) {
		estate.settle(name,
				"sources: {include: [activity-log, defender-alerts, defender-jit-policies, defender-security-contacts, entra-user], apiVersions: {defender-security-contacts: %s}}\n"
					.formatted(version),
				CONTACTS, (tenant) -> tenant.arm().draftContacts(draft));
	}

}
