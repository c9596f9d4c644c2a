package org.dsrhub.simulated;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SimulatedGraphChangeTests {

	private static final String FIRST = "10000000-aaaa-4aaa-8aaa-000000000001";

	private static final String SECOND = "10000000-aaaa-4aaa-8aaa-000000000004";

	private final SimulatedTenant tenant = SimulatedTenant.start("contoso");

	private final SampleColleagues people = SampleColleagues.settle(this.tenant, Instant.now());

	private final Asking graph = new Asking(this.tenant.graph(), Audience.GRAPH);

	private final String user = "/v1.0/users/" + this.people.objectId();

	private final String item = "/v1.0/directory/deletedItems/" + this.people.objectId();

	@AfterEach
	void close() {
		this.tenant.close();
	}

	@Test
	void an_update_sets_what_it_names_and_leaves_the_rest() throws Exception {
		ObjectNode before = this.tenant.graph().user(this.people.objectId()).orElseThrow();

		HttpResponse<String> answer = this.graph.send("PATCH", this.user, """
				{"jobTitle": "Head of operations", "city": null, "accountEnabled": false,
				  "businessPhones": ["+45 87 30 40 61"]}""");

		assertThat(answer.statusCode()).isEqualTo(204);
		assertThat(answer.body()).isEmpty();
		JsonNode after = read("jobTitle,city,accountEnabled,businessPhones,displayName,assignedLicenses");
		assertThat(after.path("jobTitle").asText()).isEqualTo("Head of operations");
		assertThat(after.path("city").isNull()).isTrue();
		assertThat(after.path("accountEnabled").asBoolean(true)).isFalse();
		assertThat(after.at("/businessPhones/0").asText()).isEqualTo("+45 87 30 40 61");
		assertThat(after.path("displayName")).isEqualTo(before.path("displayName"));
		assertThat(after.path("assignedLicenses")).isEqualTo(before.path("assignedLicenses")).hasSize(2);
		assertThat(lines())
			.containsExactly("PATCH " + this.user + " updated: jobTitle, city, accountEnabled=false, businessPhones");
	}

	@Test
	void a_new_mail_address_leaves_the_old_one_among_the_proxy_addresses() throws Exception {
		this.graph.send("PATCH", this.user, "{\"mail\": \"kim.holm-bang@contoso.example\"}");

		assertThat(read("proxyAddresses").path("proxyAddresses")).extracting(JsonNode::asText)
			.containsExactly("SMTP:kim.holm-bang@contoso.example", "smtp:kim.holm@contoso.example");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"{\"shoeSize\": \"42\"}                | Invalid property 'shoeSize'.",
			"{\"proxyAddresses\": []}              | Property 'proxyAddresses' is read-only and cannot be set.",
			"{\"onPremisesSyncEnabled\": false}    | Property 'onPremisesSyncEnabled' is read-only and cannot be set.",
			"{\"createdDateTime\": \"2026\"}       | Property 'createdDateTime' is read-only and cannot be set.",
			"{\"displayName\": null}               | Invalid value specified for property 'displayName'",
			"{\"usageLocation\": null}             | Invalid value specified for property 'usageLocation'",
			"{\"city\": \"\"}                      | Invalid value specified for property 'city'",
			"{\"accountEnabled\": \"false\"}       | Invalid value specified for property 'accountEnabled'",
			"{\"businessPhones\": [\"1\", \"2\"]}  | Invalid value specified for property 'businessPhones'",
			"{\"city\": \"Ribe\", \"id\": \"1\"}   | Property 'id' is read-only and cannot be set.",
			"[]                                    | Unable to read JSON request payload." })
	void an_update_with_one_fault_changes_nothing(String update, String message) throws Exception {
		HttpResponse<String> answer = this.graph.send("PATCH", this.user, update);

		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(Json.parse(answer.body()).at("/error/code").asText()).endsWith("BadRequest");
		assertThat(Json.parse(answer.body()).at("/error/message").asText()).startsWith(message);
		assertThat(Json.parse(answer.body()).at("/error/innerError/request-id").asText()).isNotEmpty();
		assertThat(this.tenant.effects()).isEmpty();
	}

	@Test
	void of_a_synchronised_user_only_what_is_mastered_in_the_cloud_can_be_set() throws Exception {
		String synchronised = "/v1.0/users/" + this.people.objectId(this.people.synchronised());

		HttpResponse<String> refused = this.graph.send("PATCH", synchronised, "{\"jobTitle\": \"Chief\"}");

		assertThat(refused.statusCode()).isEqualTo(400);
		assertThat(refused.body()).contains("Request_BadRequest", "on-premises mastered Directory Sync objects");
		assertThat(this.graph.send("PATCH", synchronised, "{\"accountEnabled\": false}").statusCode()).isEqualTo(400);
		assertThat(this.graph.send("PATCH", synchronised, "{\"usageLocation\": \"SE\"}").statusCode()).isEqualTo(204);
	}

	@Test
	void a_guest_is_updated_by_name() throws Exception {
		String guest = "/v1.0/users/" + Asking.encoded("mia.rossi_northwind.example#EXT#@contoso.example");

		assertThat(this.graph.send("PATCH", guest, "{\"companyName\": \"Northwind\"}").statusCode()).isEqualTo(204);
		assertThat(this.graph.get(guest + "?$select=companyName,userType").body()).contains("Northwind", "Guest");
	}

	@Test
	void licences_are_removed_and_come_back_with_their_disabled_plans() throws Exception {
		JsonNode before = read("assignedLicenses").path("assignedLicenses");
		String remove = "{\"addLicenses\": [], \"removeLicenses\": [\"" + FIRST + "\", \"" + SECOND + "\"]}";

		HttpResponse<String> removed = this.graph.send("POST", this.user + "/assignLicense", remove);
		assertThat(removed.statusCode()).isEqualTo(200);
		assertThat(Json.parse(removed.body()).path("assignedLicenses").isEmpty()).isTrue();
		assertThat(read("assignedLicenses").path("assignedLicenses").isEmpty()).isTrue();
		assertThat(this.graph.send("POST", this.user + "/assignLicense", remove).statusCode()).isEqualTo(400);
		this.graph.send("POST", this.user + "/assignLicense",
				"{\"addLicenses\": " + before + ", \"removeLicenses\": []}");

		assertThat(read("assignedLicenses").path("assignedLicenses")).hasSize(2)
			.allSatisfy((licence) -> assertThat(before).contains(licence));
		assertThat(lines()).containsExactly("POST " + this.user + "/assignLicense licences: 0 added, 2 removed",
				"POST " + this.user + "/assignLicense licences: 2 added, 0 removed");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"{\"removeLicenses\": []}                                    | The missing parameters are: addLicenses.",
			"{\"addLicenses\": []}                                       | The missing parameters are: removeLicenses.",
			"{\"addLicenses\": [], \"removeLicenses\": [\"" + SECOND + "\"]} | inherited from a group membership",
			"{\"addLicenses\": [{\"skuId\": \"x\"}], \"removeLicenses\": []} | does not correspond to a valid company License",
			"{\"addLicenses\": [{\"skuId\": \"" + SECOND + "\"}], \"removeLicenses\": []} | invalid usage location" })
	void an_order_of_licences_that_cannot_be_met_is_refused(String order, String message) throws Exception {
		ObjectNode changed = this.tenant.graph().user(this.people.objectId()).orElseThrow().deepCopy();
		changed.remove("usageLocation");
		changed.putArray("licenseAssignmentStates").addObject().put("skuId", SECOND).put("assignedByGroup", FIRST);
		this.tenant.graph().put(changed);

		HttpResponse<String> answer = this.graph.send("POST", this.user + "/assignLicense", order);

		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(answer.body()).contains("Request_BadRequest", message);
		assertThat(this.tenant.effects()).isEmpty();
	}

	@Test
	void revoked_sessions_show_by_the_time_from_which_they_are_valid() throws Exception {
		Instant start = Instant.now().minusSeconds(1);

		HttpResponse<String> answer = this.graph.send("POST", this.user + "/revokeSignInSessions", "");

		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(Json.parse(answer.body()).path("value").asBoolean()).isTrue();
		assertThat(
				Instant.parse(read("signInSessionsValidFromDateTime").path("signInSessionsValidFromDateTime").asText()))
			.isBetween(start, Instant.now());
		assertThat(lines()).containsExactly("POST " + this.user + "/revokeSignInSessions sessions revoked");
	}

	@Test
	void a_user_goes_softly_comes_back_and_goes_for_good() throws Exception {
		assertThat(this.graph.send("DELETE", this.user, "").statusCode()).isEqualTo(204);
		assertThat(this.graph.get(this.item + "?$select=id,mail,deletedDateTime").body()).contains(this.people.email());
		HttpResponse<String> restored = this.graph.send("POST", this.item + "/restore", "");
		assertThat(restored.statusCode()).isEqualTo(200);
		assertThat(Json.parse(restored.body()).path("userPrincipalName").asText()).isEqualTo(this.people.email());
		assertThat(this.graph.get(this.item).statusCode()).isEqualTo(404);
		assertThat(read("userPrincipalName,deletedDateTime").path("deletedDateTime").isNull()).isTrue();
		this.graph.send("DELETE", this.user, "");
		assertThat(this.graph.send("DELETE", this.item, "").statusCode()).isEqualTo(204);

		assertThat(this.graph.get(this.user).statusCode()).isEqualTo(404);
		assertThat(this.graph.get(this.item).statusCode()).isEqualTo(404);
		assertThat(lines()).containsExactly("DELETE " + this.user + " deleted softly",
				"POST " + this.item + "/restore restored", "DELETE " + this.user + " deleted softly",
				"DELETE " + this.item + " deleted for good");
	}

	@Test
	void a_user_does_not_come_back_beside_another_of_the_same_name() throws Exception {
		this.graph.send("DELETE", this.user, "");
		ObjectNode namesake = this.tenant.graph()
			.user(this.people.objectId(this.people.guest()))
			.orElseThrow()
			.deepCopy();
		this.tenant.graph().put(namesake.put("userPrincipalName", this.people.email()));

		assertThat(this.graph.send("POST", this.item + "/restore", "").body())
			.contains("userPrincipalName already exists");
		assertThat(this.graph.get(this.item).statusCode()).isEqualTo(200);
	}

	@Test
	void an_administrator_restores_a_user_unseen() throws Exception {
		this.graph.send("DELETE", this.user, "");

		this.tenant.graph().restore(this.people.objectId());

		assertThat(this.graph.get(this.user).statusCode()).isEqualTo(200);
		assertThat(this.tenant.effects()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PATCH /v1.0/users/~", "DELETE /v1.0/users/~", "POST /v1.0/users/~/assignLicense",
			"POST /v1.0/users/~/revokeSignInSessions", "DELETE /v1.0/directory/deletedItems/~",
			"POST /v1.0/directory/deletedItems/~/restore", "GET /v1.0/users/~", "GET /v1.0/directory/deletedItems/~" })
	void who_is_not_there_is_not_found(String call) throws Exception {
		String[] parts = call.replace("~", "00000000-0000-4000-8000-000000000000").split(" ");

		HttpResponse<String> answer = this.graph.send(parts[0], parts[1], "{}");

		assertThat(answer.statusCode()).isEqualTo(404);
		assertThat(Json.parse(answer.body()).at("/error/code").asText()).isEqualTo("Request_ResourceNotFound");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PATCH", "DELETE", "POST /assignLicense", "POST /revokeSignInSessions" })
	void a_token_for_another_service_changes_nothing(String call) throws Exception {
		String[] parts = call.split(" ");
		Asking stranger = new Asking(this.tenant.graph(), Audience.ARM);

		assertThat(stranger.send(parts[0], this.user + ((parts.length > 1) ? parts[1] : ""), "{}").statusCode())
			.isEqualTo(401);
		assertThat(this.tenant.effects()).isEmpty();
	}

	private JsonNode read(String select) throws Exception {
		return Json.parse(this.graph.get(this.user + "?$select=" + select).body());
	}

	private List<String> lines() {
		return this.tenant.effects().stream().map(Effect::line).toList();
	}

}
