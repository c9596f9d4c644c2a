package org.dsrhub.endtoend;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedIotCentral;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsrhub.endtoend.Estate.task;

/**
 * IoT Central: whose account is on the list, who gets in by a group, and what becomes of
 * an account.
 */
class IotCentralTests {

	private static final String GROUP = "90000000-0000-4000-8000-000000000001";

	private static final String OTHER_GROUP = "90000000-0000-4000-8000-000000000002";

	private static final String ROLES = "inbox: {principal: {name: file-drop, roles: [IoTCentralAdministrator, TenantAdministrator]}}\n";

	@TempDir
	private Path folder;

	private final List<SimulatedIotCentral> applications = new ArrayList<>();

	private Estate estate;

	@AfterEach
	void close() {
		this.estate.close();
		this.applications.forEach(SimulatedIotCentral::close);
	}

	@Test
	void one_application_of_three_that_is_down_fails_alone() {
		SimulatedTenant contoso = settle(3);
		people(this.applications.get(0), "ana-1", 1_000);
		people(this.applications.get(1), "ana-2", 20);
		this.applications.get(2).close();
		connect(contoso, "[iot-central-users]", "access", "");
		this.estate.start();
		JsonNode result = this.estate.closed("contoso");

		assertThat(result.path("state").asText()).isEqualTo("completed-with-exceptions");
		assertThat(result.path("tasks").findValuesAsText("source")).containsExactlyInAnyOrder(name(0), name(1),
				name(2));
		assertThat(result.path("exceptions")).hasSize(1);
		assertThat(result.at("/exceptions/0/source").asText()).isEqualTo(name(2));
		assertThat(result.at("/exceptions/0/outcome").asText()).isEqualTo("failed");
		JsonNode records = this.estate.records(result, name(0));
		assertThat(records).hasSize(1);
		assertThat(records.at("/0/data/id").asText()).isEqualTo("ana-1");
		assertThat(records.at("/0/data/email").asText()).isEqualTo(anasAddress().toUpperCase());
		assertThat(this.applications.get(0).calls()).hasSizeGreaterThan(9);
		assertThat(this.estate.records(result, name(1))).hasSize(1);
		JsonNode refused = this.estate.manifest(result);
		assertThat(refused.path("sources")).hasSize(3);
	}

	@Test
	void a_group_is_listed_only_if_she_is_a_member_and_a_service_principal_never() {
		SimulatedTenant contoso = settle(1);
		SimulatedIotCentral application = this.applications.get(0);
		application.other("g-1", "adGroup", GROUP);
		application.other("g-2", "adGroup", OTHER_GROUP);
		application.other("s-1", "servicePrincipal", this.estate.people("contoso").objectId());
		for (int i = 0; i < 45; i++) {
			application.other("more-" + i, "adGroup", "90000000-0000-4000-8000-0000000001%02d".formatted(i));
		}
		contoso.graph().groups().put(GROUP, List.of(this.estate.people("contoso").objectId()));
		connect(contoso, "[iot-central-users]", "access", "");
		this.estate.start();
		JsonNode result = this.estate.closed("contoso");

		assertThat(result.path("state").asText()).isEqualTo("completed");
		JsonNode records = this.estate.records(result, "iot-central-users");
		assertThat(records.findValuesAsText("id")).contains("g-1").doesNotContain("g-2", "s-1");
		assertThat(
				contoso.graph().calls().stream().filter((call) -> call.path().endsWith("/checkMemberGroups")).toList())
			.hasSize(3);
	}

	@Test
	void her_account_is_deleted_and_a_person_is_asked_to_look_at_the_rules() {
		SimulatedTenant contoso = settle(1);
		people(this.applications.get(0), "ana-1", 5);
		connect(contoso, "[iot-central-users]", "erase", "");
		this.estate.start();
		JsonNode waits = this.estate.hub().await("contoso", "R", "awaiting-decision");
		String path = "/api/requests/" + waits.path("id").asText();
		assertThat(this.estate.hub().post(path + "/decision", "{\"decision\":\"approve\"}").statusCode())
			.isEqualTo(200);
		JsonNode manual = this.estate.hub()
			.awaitThat("contoso", "R",
					(result) -> "manual".equals(find(result, "iot-central-rules").path("state").asText())
							&& "erased".equals(find(result, "iot-central-users").path("outcome").asText()));
		assertThat(manual.path("state").asText()).isEqualTo("fulfilling");
		assertThat(ids(this.applications.get(0))).hasSize(5).doesNotContain("ana-1");
		assertThat(this.estate.hub()
			.post(path + "/tasks/iot-central-rules/completion", "{\"outcome\":\"nothing-found\",\"note\":\"no rule\"}")
			.statusCode()).isEqualTo(200);
		assertThat(this.estate.closed("contoso").path("state").asText()).isEqualTo("completed");
	}

	@Test
	void her_roles_are_taken_away_and_given_back() {
		SimulatedTenant contoso = settle(1);
		people(this.applications.get(0), "ana-1", 5);
		connect(contoso, "[iot-central-users]", "restrict", ",\"options\":{\"exportFirst\":false}");
		this.estate.start();
		approve("R", "");
		JsonNode result = this.estate.closed("contoso");
		assertThat(task(result, "iot-central-users").path("outcome").asText()).isEqualTo("restricted");
		assertThat(account("ana-1").path("roles")).isEmpty();
		this.estate.drop("contoso", "lift.json",
				"{\"reference\":\"L\",\"tenant\":\"contoso\",\"right\":\"restrict\",\"options\":{\"liftRestriction\":true},\"subject\":{\"email\":\"%s\"}}"
					.formatted(anasAddress()));
		approve("L", ",\"subjectTold\":true");
		JsonNode lifted = this.estate.hub().closed("contoso", "L");
		assertThat(task(lifted, "iot-central-users").path("outcome").asText()).isEqualTo("lifted");
		assertThat(account("ana-1").path("roles")).hasSize(1);
	}

	@Test
	void her_role_is_corrected_and_her_address_cannot_be() {
		SimulatedTenant contoso = settle(1);
		people(this.applications.get(0), "ana-1", 5);
		connect(contoso, "[iot-central-users]", "rectify",
				",\"corrections\":{\"roles\":\"ae2c9854-393b-4f97-8c42-479d70ce626e\",\"email\":\"new@contoso.example\"}");
		this.estate.start();
		approve("R", "");
		JsonNode result = this.estate.closed("contoso");
		assertThat(account("ana-1").at("/roles/0/role").asText()).isEqualTo("ae2c9854-393b-4f97-8c42-479d70ce626e");
		assertThat(task(result, "iot-central-users").path("outcome").asText()).isEqualTo("refused");
		assertThat(task(result, "iot-central-users").path("rule").asText()).startsWith("the address of an account");
	}

	@Test
	void an_account_that_a_restriction_removed_is_put_back_as_it_was() {
		SimulatedTenant contoso = settle(1);
		people(this.applications.get(0), "ana-1", 2);
		String before = account("ana-1").toString();
		connect(contoso, "[iot-central-users]", "restrict",
				",\"options\":{\"restrictBy\":\"remove\",\"exportFirst\":false}");
		this.estate.start();
		approve("R", "");
		JsonNode waits = this.estate.hub()
			.awaitThat("contoso", "R",
					(result) -> "manual".equals(find(result, "iot-central-rules").path("state").asText())
							&& "restricted".equals(find(result, "iot-central-users").path("outcome").asText()));
		assertThat(ids(this.applications.get(0))).doesNotContain("ana-1");
		assertThat(this.estate.hub()
			.post("/api/requests/" + waits.path("id").asText() + "/tasks/iot-central-rules/completion",
					"{\"note\":\"no rule\"}")
			.statusCode()).isEqualTo(200);
		this.estate.closed("contoso");
		this.estate.drop("contoso", "lift.json",
				"{\"reference\":\"L\",\"tenant\":\"contoso\",\"right\":\"restrict\",\"options\":{\"liftRestriction\":true},\"subject\":{\"email\":\"%s\"}}"
					.formatted(anasAddress()));
		approve("L", ",\"subjectTold\":true");
		JsonNode lifted = this.estate.hub().closed("contoso", "L");
		assertThat(task(lifted, "iot-central-users").path("outcome").asText()).isEqualTo("lifted");
		assertThat(account("ana-1")).hasToString(before);
	}

	@Test
	void what_each_application_has_of_its_own_is_corrected_in_the_one_that_is_named() {
		SimulatedTenant contoso = settle(2);
		people(this.applications.get(0), "ana-1", 1);
		people(this.applications.get(1), "ana-2", 1);
		connect(contoso, "[iot-central-users]", "rectify",
				",\"sources\":[\"%s\"],\"corrections\":{\"roles\":\"ae2c9854-393b-4f97-8c42-479d70ce626e\"}"
					.formatted(name(0)));
		this.estate.start();
		assertThat(new String(this.estate.hub()
			.post("/api/requests",
					"{\"tenant\":\"contoso\",\"right\":\"rectify\",\"corrections\":{\"roles\":\"x\"},\"subject\":{\"email\":\"%s\"}}"
						.formatted(anasAddress()))
			.body(), java.nio.charset.StandardCharsets.UTF_8)).contains("must name the application", name(0), name(1));
		approve("R", "");
		JsonNode result = this.estate.closed("contoso");
		assertThat(result.path("tasks")).hasSize(1);
		assertThat(task(result, name(0)).path("outcome").asText()).isEqualTo("rectified");
		assertThat(account("ana-1").at("/roles/0/role").asText()).startsWith("ae2c9854");
		assertThat(this.applications.get(1).users().get(1).at("/roles/0/role").asText()).startsWith("ca310b8d");
	}

	@Test
	void a_request_that_waits_for_a_person_to_look_somewhere_can_be_cancelled() {
		SimulatedTenant contoso = settle(1);
		connect(contoso, "[iot-central-devices]", "discover", "");
		this.estate.start();
		JsonNode waits = this.estate.hub()
			.awaitThat("contoso", "R", (result) -> "fulfilling".equals(result.path("state").asText()));
		assertThat(this.estate.hub().delete("/api/requests/" + waits.path("id").asText()).statusCode()).isEqualTo(200);
		this.estate.hub().await("contoso", "R", "cancelled");
	}

	@Test
	void what_a_person_could_not_do_is_asked_of_them_again() {
		SimulatedTenant contoso = settle(1);
		connect(contoso, "[iot-central-devices]", "discover", "");
		this.estate.start();
		JsonNode waits = this.estate.hub()
			.awaitThat("contoso", "R", (result) -> "fulfilling".equals(result.path("state").asText()));
		String path = "/api/requests/" + waits.path("id").asText();
		String completion = path + "/tasks/iot-central-devices/completion";
		assertThat(this.estate.hub().post(completion, "{\"outcome\":\"failed\",\"note\":\"no access\"}").statusCode())
			.isEqualTo(200);
		this.estate.hub().await("contoso", "R", "completed-with-exceptions");
		assertThat(this.estate.hub().post(path + "/retry", "").statusCode()).isEqualTo(200);
		assertThat(RunningHub.json(this.estate.hub().get(path)).at("/tasks/0/state").asText()).isEqualTo("manual");
		assertThat(this.estate.hub().post(completion, "{\"outcome\":\"nothing-found\",\"note\":\"none\"}").statusCode())
			.isEqualTo(200);
		// What the outbox says of the first end stays there until the second.
		this.estate.hub().await("contoso", "R", "completed");
	}

	@Test
	void logs_of_the_service_are_refused_and_devices_are_looked_for_by_a_person() {
		SimulatedTenant contoso = settle(1);
		connect(contoso, "[iot-central-system-logs, iot-central-devices]", "access", "");
		this.estate.start();
		JsonNode waits = this.estate.hub()
			.awaitThat("contoso", "R", (result) -> "fulfilling".equals(result.path("state").asText()));
		assertThat(find(waits, "iot-central-system-logs").path("rule").asText())
			.startsWith("not accessible or exportable by application administrators");
		assertThat(find(waits, "iot-central-devices").path("state").asText()).isEqualTo("manual");
		String path = "/api/requests/" + waits.path("id").asText() + "/tasks/iot-central-devices/completion";
		assertThat(this.estate.hub().post(path, "{\"outcome\":\"nothing-found\",\"note\":\"none\"}").statusCode())
			.isEqualTo(200);
		JsonNode result = this.estate.closed("contoso");
		assertThat(result.path("state").asText()).isEqualTo("completed-with-exceptions");
		assertThat(result.path("exceptions")).hasSize(1);
		assertThat(this.estate.manifest(result).path("sources")).hasSize(2);
	}

	/** All of them begin alike, so that each is called by the whole of its address. */
	private String name(int application) {
		return "iot-central-users." + this.applications.get(application).url().substring(7).replace(':', '-');
	}

	private SimulatedTenant settle(int applications) {
		this.estate = new Estate(this.folder);
		SimulatedTenant contoso = this.estate.tenant("contoso");
		for (int i = 0; i < applications; i++) {
			this.applications.add(contoso.startIotCentral());
		}
		return contoso;
	}

	private void connect(SimulatedTenant contoso, String sources, String right, String more) {
		String endpoints = "endpoints: {login: \"%s\", arm: \"%s\", graph: \"%s\", iotCentral: [%s]}\n".formatted(
				contoso.login().url(), contoso.arm().url(), contoso.graph().url(),
				this.applications.stream().map((one) -> '"' + one.url() + '"').collect(Collectors.joining(", ")));
		this.estate.connect("contoso", ROLES + endpoints + "sources: {include: " + sources + "}\n",
				"\"right\":\"%s\",\"subject\":{\"email\":\"$email\"}%s".formatted(right, more));
	}

	private void people(SimulatedIotCentral application, String ana, int others) {
		for (int i = 0; i < others; i++) {
			application.person("user-" + i, "user%d@contoso.example".formatted(i));
		}
		application.person(ana, anasAddress().toUpperCase());
	}

	private String anasAddress() {
		SamplePeople people = this.estate.people("contoso");
		return people.email();
	}

	private void approve(String reference, String more) {
		JsonNode waits = this.estate.hub().await("contoso", reference, "awaiting-decision");
		assertThat(this.estate.hub()
			.post("/api/requests/" + waits.path("id").asText() + "/decision",
					"{\"decision\":\"approve\"%s}".formatted(more))
			.statusCode()).isEqualTo(200);
	}

	private JsonNode account(String id) {
		return this.applications.get(0)
			.users()
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
