package org.dsrhub.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.simulated.SimulatedIotCentral;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsrhub.endtoend.Estate.task;

/**
 * IoT Central: whose account is on the list, who gets in by a group, and what becomes of
 * an account. Each case is a tenant of its own in one hub; a test looks at what became of
 * one.
 */
class IotCentralTests {

	private static final String GROUP = "90000000-0000-4000-8000-000000000001";

	private static final String OTHER_GROUP = "90000000-0000-4000-8000-000000000002";

	private static final String ROLES = "inbox: {principal: {name: file-drop, roles: [IoTCentralAdministrator, TenantAdministrator]}}\n";

	private static final ObjectMapper JSON = new ObjectMapper();

	/** The applications of each tenant. */
	private static final Map<String, List<SimulatedIotCentral>> APPLICATIONS = new HashMap<>();

	@TempDir
	static Path folder;

	private static Estate estate;

	@BeforeAll
	static void runAllAtOnce() {
		estate = new Estate(folder);
		settle("down", 3);
		people("down", 0, "ana-1", 1_000);
		people("down", 1, "ana-2", 20);
		application("down", 2).close();
		connect("down", "[iot-central-users]", "access", "");
		settle("groups", 1);
		groups("groups");
		connect("groups", "[iot-central-users]", "access", "");
		settle("forgotten", 1);
		groups("forgotten");
		application("forgotten", 0).pageSize(20);
		estate.connect("forgotten",
				file("forgotten", "[iot-central-users]", List.of(application("forgotten", 0).url())),
				"\"right\":\"discover\",\"subject\":{\"email\":\"peter.krogh@$domain\"}");
		group("group-erased", "erase", "");
		group("group-restricted", "restrict", ",\"options\":{\"exportFirst\":false}");
		group("group-corrected", "rectify", ",\"corrections\":{\"roles\":\"ae2c9854-393b-4f97-8c42-479d70ce626e\"}");
		settle("labelled", 2);
		people("labelled", 0, "ana-1", 1);
		estate.connect("labelled",
				file("labelled", "[iot-central-users]",
						List.of(application("labelled", 0).url(),
								application("labelled", 1).url().replace("127.0.0.1", "localhost"))),
				"\"right\":\"discover\",\"subject\":{\"email\":\"$email\"}");
		settle("erased", 1);
		people("erased", 0, "ana-1", 5);
		connect("erased", "[iot-central-users]", "erase", "");
		settle("restricted", 1);
		people("restricted", 0, "ana-1", 5);
		connect("restricted", "[iot-central-users]", "restrict", ",\"options\":{\"exportFirst\":false}");
		settle("corrected", 1);
		people("corrected", 0, "ana-1", 5);
		connect("corrected", "[iot-central-users]", "rectify",
				",\"corrections\":{\"roles\":\"ae2c9854-393b-4f97-8c42-479d70ce626e\",\"email\":\"new@contoso.example\"}");
		settle("removed", 1);
		people("removed", 0, "ana-1", 2);
		connect("removed", "[iot-central-users]", "restrict",
				",\"options\":{\"restrictBy\":\"remove\",\"exportFirst\":false}");
		settle("named", 2);
		people("named", 0, "ana-1", 1);
		people("named", 1, "ana-2", 1);
		connect("named", "[iot-central-users]", "rectify",
				",\"sources\":[\"%s\"],\"corrections\":{\"roles\":\"ae2c9854-393b-4f97-8c42-479d70ce626e\"}"
					.formatted(name("named", 0)));
		for (String looked : List.of("cancelled", "again")) {
			settle(looked, 1);
			connect(looked, "[iot-central-devices]", "discover", "");
		}
		settle("logs", 1);
		connect("logs", "[iot-central-system-logs, iot-central-devices]", "access", "");
		estate.start();
	}

	@AfterAll
	static void close() {
		estate.close();
		APPLICATIONS.values().forEach((applications) -> applications.forEach(SimulatedIotCentral::close));
	}

	@Test
	void one_application_of_three_that_is_down_fails_alone() {
		JsonNode result = estate.closed("down");

		assertThat(result.path("state").asText()).isEqualTo("completed-with-exceptions");
		assertThat(result.path("tasks").findValuesAsText("source")).containsExactlyInAnyOrder(name("down", 0),
				name("down", 1), name("down", 2));
		assertThat(result.path("exceptions")).hasSize(1);
		assertThat(result.at("/exceptions/0/source").asText()).isEqualTo(name("down", 2));
		assertThat(result.at("/exceptions/0/outcome").asText()).isEqualTo("failed");
		JsonNode records = estate.records(result, name("down", 0));
		assertThat(records).hasSize(1);
		assertThat(records.at("/0/data/id").asText()).isEqualTo("ana-1");
		assertThat(records.at("/0/data/email").asText()).isEqualTo(anasAddress("down").toUpperCase());
		assertThat(application("down", 0).calls()).hasSizeGreaterThan(9);
		assertThat(estate.records(result, name("down", 1))).hasSize(1);
		JsonNode refused = estate.manifest(result);
		assertThat(refused.path("sources")).hasSize(3);
	}

	@Test
	void a_group_is_listed_only_if_she_is_a_member_and_a_service_principal_never() throws IOException {
		JsonNode result = estate.closed("groups");

		assertThat(result.path("state").asText()).isEqualTo("completed");
		JsonNode records = estate.records(result, "iot-central-users");
		assertThat(records.findValuesAsText("id")).contains("g-1").doesNotContain("g-2", "s-1");
		assertThat(estate.manifest(result).at("/sources/0/meaning").asText()).isEqualTo(
				"1 record about you was found. Looked at, but no persons: groups that you are not known to be a member of (46),"
						+ " accounts of applications (1).");
		JsonNode ended = evidence(result, "task-ended");
		assertThat(ended.path("notPersons")).hasToString("{\"groups\":46,\"servicePrincipals\":1}");
		assertThat(asked("groups")).isEqualTo(3);
	}

	@Test
	void whoever_the_directory_has_deleted_is_in_none_of_its_groups() throws IOException {
		JsonNode result = estate.closed("forgotten");

		assertThat(result.path("state").asText()).isEqualTo("completed");
		assertThat(task(result, "iot-central-users").path("outcome").asText()).isEqualTo("nothing-found");
		assertThat(evidence(result, "task-ended").path("notPersons"))
			.hasToString("{\"groups\":47,\"servicePrincipals\":1}");
		assertThat(asked("forgotten")).isPositive();
	}

	@ParameterizedTest
	@ValueSource(strings = { "group-erased", "group-restricted", "group-corrected" })
	void a_group_stays_as_it_is_and_the_answer_says_what_to_do(String tenant) {
		List<String> before = application(tenant, 0).users().stream().map(JsonNode::toString).toList();
		approve(tenant, "R", "");
		if (tenant.equals("group-erased")) {
			noRule(tenant);
		}
		JsonNode result = estate.closed(tenant);

		assertThat(result.path("state").asText()).isEqualTo("completed-with-exceptions");
		assertThat(result.path("exceptions")).hasSize(1);
		assertThat(result.at("/exceptions/0/source").asText()).isEqualTo("iot-central-users");
		assertThat(result.at("/exceptions/0/outcome").asText()).isEqualTo("refused");
		assertThat(task(result, "iot-central-users").path("rule").asText())
			.isEqualTo("the account is not the person's own but that of a group of which they are a member;"
					+ " take them out of the group in Entra ID");
		assertThat(application(tenant, 0).users()).extracting(JsonNode::toString).isEqualTo(before);
		assertThat(application(tenant, 0).calls()).extracting((call) -> call.method()).containsOnly("GET");
	}

	@Test
	void applications_whose_hosts_begin_differently_are_called_by_how_they_begin() {
		JsonNode result = estate.closed("labelled");

		assertThat(result.path("tasks").findValuesAsText("source")).containsExactlyInAnyOrder("iot-central-users.127",
				"iot-central-users.localhost");
		assertThat(task(result, "iot-central-users.127").path("outcome").asText()).isEqualTo("found");
		assertThat(task(result, "iot-central-users.localhost").path("outcome").asText()).isEqualTo("nothing-found");
	}

	@Test
	void her_account_is_deleted_and_a_person_is_asked_to_look_at_the_rules() {
		JsonNode waits = estate.hub().await("erased", "R", "awaiting-decision");
		String path = "/api/requests/" + waits.path("id").asText();
		assertThat(estate.hub().post(path + "/decision", "{\"decision\":\"approve\"}").statusCode()).isEqualTo(200);
		JsonNode manual = estate.hub()
			.awaitThat("erased", "R",
					(result) -> "manual".equals(find(result, "iot-central-rules").path("state").asText())
							&& "erased".equals(find(result, "iot-central-users").path("outcome").asText()));
		assertThat(manual.path("state").asText()).isEqualTo("fulfilling");
		assertThat(ids(application("erased", 0))).hasSize(5).doesNotContain("ana-1");
		assertThat(estate.hub()
			.post(path + "/tasks/iot-central-rules/completion", "{\"outcome\":\"nothing-found\",\"note\":\"no rule\"}")
			.statusCode()).isEqualTo(200);
		assertThat(estate.closed("erased").path("state").asText()).isEqualTo("completed");
	}

	@Test
	void her_roles_are_taken_away_and_given_back() {
		approve("restricted", "R", "");
		JsonNode result = estate.closed("restricted");
		assertThat(task(result, "iot-central-users").path("outcome").asText()).isEqualTo("restricted");
		assertThat(account("restricted", "ana-1").path("roles")).isEmpty();
		estate.drop("restricted", "lift.json",
				"{\"reference\":\"L\",\"tenant\":\"restricted\",\"right\":\"restrict\",\"options\":{\"liftRestriction\":true},\"subject\":{\"email\":\"%s\"}}"
					.formatted(anasAddress("restricted")));
		approve("restricted", "L", ",\"subjectTold\":true");
		JsonNode lifted = estate.hub().closed("restricted", "L");
		assertThat(task(lifted, "iot-central-users").path("outcome").asText()).isEqualTo("lifted");
		assertThat(account("restricted", "ana-1").path("roles")).hasSize(1);
	}

	@Test
	void her_role_is_corrected_and_her_address_cannot_be() {
		approve("corrected", "R", "");
		JsonNode result = estate.closed("corrected");
		assertThat(account("corrected", "ana-1").at("/roles/0/role").asText())
			.isEqualTo("ae2c9854-393b-4f97-8c42-479d70ce626e");
		assertThat(task(result, "iot-central-users").path("outcome").asText()).isEqualTo("refused");
		assertThat(task(result, "iot-central-users").path("rule").asText()).startsWith("the address of an account");
	}

	@Test
	void an_account_that_a_restriction_removed_is_put_back_as_it_was() {
		String before = account("removed", "ana-1").toString();
		approve("removed", "R", "");
		JsonNode waits = estate.hub()
			.awaitThat("removed", "R",
					(result) -> "manual".equals(find(result, "iot-central-rules").path("state").asText())
							&& "restricted".equals(find(result, "iot-central-users").path("outcome").asText()));
		assertThat(ids(application("removed", 0))).doesNotContain("ana-1");
		assertThat(estate.hub()
			.post("/api/requests/" + waits.path("id").asText() + "/tasks/iot-central-rules/completion",
					"{\"note\":\"no rule\"}")
			.statusCode()).isEqualTo(200);
		estate.closed("removed");
		estate.drop("removed", "lift.json",
				"{\"reference\":\"L\",\"tenant\":\"removed\",\"right\":\"restrict\",\"options\":{\"liftRestriction\":true},\"subject\":{\"email\":\"%s\"}}"
					.formatted(anasAddress("removed")));
		approve("removed", "L", ",\"subjectTold\":true");
		JsonNode lifted = estate.hub().closed("removed", "L");
		assertThat(task(lifted, "iot-central-users").path("outcome").asText()).isEqualTo("lifted");
		assertThat(account("removed", "ana-1")).hasToString(before);
	}

	@Test
	void what_each_application_has_of_its_own_is_corrected_in_the_one_that_is_named() {
		assertThat(new String(estate.hub()
			.post("/api/requests",
					"{\"tenant\":\"named\",\"right\":\"rectify\",\"corrections\":{\"roles\":\"x\"},\"subject\":{\"email\":\"%s\"}}"
						.formatted(anasAddress("named")))
			.body(), StandardCharsets.UTF_8)).contains("must name the application", name("named", 0), name("named", 1));
		approve("named", "R", "");
		JsonNode result = estate.closed("named");
		assertThat(result.path("tasks")).hasSize(1);
		assertThat(task(result, name("named", 0)).path("outcome").asText()).isEqualTo("rectified");
		assertThat(account("named", "ana-1").at("/roles/0/role").asText()).startsWith("ae2c9854");
		assertThat(application("named", 1).users().get(1).at("/roles/0/role").asText()).startsWith("ca310b8d");
	}

	@Test
	void a_request_that_waits_for_a_person_to_look_somewhere_can_be_cancelled() {
		JsonNode waits = estate.hub()
			.awaitThat("cancelled", "R", (result) -> "fulfilling".equals(result.path("state").asText()));
		assertThat(estate.hub().delete("/api/requests/" + waits.path("id").asText()).statusCode()).isEqualTo(200);
		estate.hub().await("cancelled", "R", "cancelled");
	}

	@Test
	void what_a_person_could_not_do_is_asked_of_them_again() {
		JsonNode waits = estate.hub()
			.awaitThat("again", "R", (result) -> "fulfilling".equals(result.path("state").asText()));
		String path = "/api/requests/" + waits.path("id").asText();
		String completion = path + "/tasks/iot-central-devices/completion";
		assertThat(estate.hub().post(completion, "{\"outcome\":\"failed\",\"note\":\"no access\"}").statusCode())
			.isEqualTo(200);
		estate.hub().await("again", "R", "completed-with-exceptions");
		assertThat(estate.hub().post(path + "/retry", "").statusCode()).isEqualTo(200);
		assertThat(RunningHub.json(estate.hub().get(path)).at("/tasks/0/state").asText()).isEqualTo("manual");
		assertThat(estate.hub().post(completion, "{\"outcome\":\"nothing-found\",\"note\":\"none\"}").statusCode())
			.isEqualTo(200);
		// What the outbox says of the first end stays there until the second.
		estate.hub().await("again", "R", "completed");
	}

	@Test
	void logs_of_the_service_are_refused_and_devices_are_looked_for_by_a_person() {
		JsonNode waits = estate.hub()
			.awaitThat("logs", "R", (result) -> "fulfilling".equals(result.path("state").asText()));
		assertThat(find(waits, "iot-central-system-logs").path("rule").asText())
			.startsWith("not accessible or exportable by application administrators");
		assertThat(find(waits, "iot-central-devices").path("state").asText()).isEqualTo("manual");
		String path = "/api/requests/" + waits.path("id").asText() + "/tasks/iot-central-devices/completion";
		assertThat(estate.hub().post(path, "{\"outcome\":\"nothing-found\",\"note\":\"none\"}").statusCode())
			.isEqualTo(200);
		JsonNode result = estate.closed("logs");
		assertThat(result.path("state").asText()).isEqualTo("completed-with-exceptions");
		assertThat(result.path("exceptions")).hasSize(1);
		assertThat(estate.manifest(result).path("sources")).hasSize(2);
	}

	/** All of them begin alike, so that each is called by the whole of its address. */
	private static String name(String tenant, int application) {
		return "iot-central-users." + application(tenant, application).url().substring(7).replace(':', '-');
	}

	private static SimulatedIotCentral application(String tenant, int application) {
		return APPLICATIONS.get(tenant).get(application);
	}

	private static void settle(String name, int applications) {
		SimulatedTenant tenant = estate.tenant(name);
		APPLICATIONS.put(name, Stream.generate(tenant::startIotCentral).limit(applications).toList());
	}

	private static void connect(String name, String sources, String right, String more) {
		List<String> urls = APPLICATIONS.get(name).stream().map(SimulatedIotCentral::url).toList();
		estate.connect(name, file(name, sources, urls),
				"\"right\":\"%s\",\"subject\":{\"email\":\"$email\"}%s".formatted(right, more));
	}

	private static String file(String name, String sources, List<String> applications) {
		SimulatedTenant tenant = estate.of(name);
		String endpoints = "endpoints: {login: \"%s\", arm: \"%s\", graph: \"%s\", iotCentral: [%s]}\n".formatted(
				tenant.login().url(), tenant.arm().url(), tenant.graph().url(),
				applications.stream().map((url) -> '"' + url + '"').collect(Collectors.joining(", ")));
		return ROLES + endpoints + "sources: {include: " + sources + "}\n";
	}

	private static void people(String tenant, int application, String ana, int others) {
		SimulatedIotCentral there = application(tenant, application);
		for (int i = 0; i < others; i++) {
			there.person("user-" + i, "user%d@contoso.example".formatted(i));
		}
		there.person(ana, anasAddress(tenant).toUpperCase());
	}

	private static void group(String tenant, String right, String more) {
		settle(tenant, 1);
		groups(tenant);
		connect(tenant, "[iot-central-users]", right, more);
	}

	private static void groups(String tenant) {
		SimulatedIotCentral application = application(tenant, 0);
		String ana = estate.people(tenant).objectId();
		application.other("g-1", "adGroup", GROUP);
		application.other("g-2", "adGroup", OTHER_GROUP);
		application.other("s-1", "servicePrincipal", ana);
		for (int i = 0; i < 45; i++) {
			application.other("more-" + i, "adGroup", "90000000-0000-4000-8000-0000000001%02d".formatted(i));
		}
		estate.of(tenant).graph().groups().put(GROUP, List.of(ana));
	}

	/** How often the directory was asked who is in a group. */
	private static long asked(String tenant) {
		return estate.of(tenant)
			.graph()
			.calls()
			.stream()
			.filter((call) -> call.path().endsWith("/checkMemberGroups"))
			.count();
	}

	/** The data of the only entry of that kind. */
	private static JsonNode evidence(JsonNode result, String event) throws IOException {
		String path = "/api/requests/" + result.path("id").asText() + "/evidence";
		List<JsonNode> entries = new ArrayList<>();
		for (String line : new String(estate.hub().get(path).body(), StandardCharsets.UTF_8).split("\n")) {
			JsonNode entry = JSON.readTree(line);
			if (event.equals(entry.path("event").asText())) {
				entries.add(entry);
			}
		}
		assertThat(entries).hasSize(1);
		return entries.get(0).path("data");
	}

	private static void noRule(String tenant) {
		JsonNode waits = estate.hub()
			.awaitThat(tenant, "R",
					(result) -> "manual".equals(find(result, "iot-central-rules").path("state").asText()));
		String path = "/api/requests/" + waits.path("id").asText() + "/tasks/iot-central-rules/completion";
		assertThat(estate.hub().post(path, "{\"outcome\":\"nothing-found\",\"note\":\"no rule\"}").statusCode())
			.isEqualTo(200);
	}

	private static String anasAddress(String tenant) {
		return estate.people(tenant).email();
	}

	private static void approve(String tenant, String reference, String more) {
		JsonNode waits = estate.hub().await(tenant, reference, "awaiting-decision");
		assertThat(estate.hub()
			.post("/api/requests/" + waits.path("id").asText() + "/decision",
					"{\"decision\":\"approve\"%s}".formatted(more))
			.statusCode()).isEqualTo(200);
	}

	private static JsonNode account(String tenant, String id) {
		return application(tenant, 0).users()
			.stream()
			.filter((user) -> user.path("id").asText().equals(id))
			.findFirst()
			.orElseThrow();
	}

	private static List<String> ids(SimulatedIotCentral application) {
		return application.users().stream().map((user) -> user.path("id").asText()).toList();
	}

	private static JsonNode find(JsonNode result, String source) {
		for (JsonNode task : result.path("tasks")) {
			if (task.path("source").asText().equals(source)) {
				return task;
			}
		}
		return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
	}

}
