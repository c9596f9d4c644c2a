package org.dsrhub.camel;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.database.Timestamps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who sets, lifts and sees holds, and on what.
 */
class RestHoldTest extends RestTest {

	private static final String WHY = "{\"reason\": \"a case\"}";

	@Test
	void a_keeper_holds_a_request_and_lifts_it_again() throws Exception {
		UUID request = request("contoso", UUID.randomUUID().toString(), "access", "completed");
		UUID duplicate = duplicate(request, "contoso", UUID.randomUUID().toString());
		HttpResponse<String> set = post("HoldKeeper", "/api/holds", order("\"request\": \"" + duplicate + "\""));
		assertThat(set.statusCode()).as(set.body()).isEqualTo(201);
		JsonNode hold = tree(set);
		assertThat(hold.path("request").asText()).isEqualTo(request.toString());
		assertThat(hold.path("setBy").asText()).isEqualTo("HoldKeeper");
		assertThat(hold.path("liftedAt").isNull()).isTrue();
		String path = "/api/holds/" + hold.path("id").asText();
		assertThat(set.headers().firstValue("Location")).hasValue(path);
		assertThat(get("olga", "/api/requests/" + request + "/evidence").body()).contains("\"hold-set\"");
		RestContractTest.conforms("/components/schemas/Hold", set.body());

		HttpResponse<String> lifted = delete("HoldKeeper", path, WHY);
		assertThat(lifted.statusCode()).as(lifted.body()).isEqualTo(200);
		assertThat(tree(lifted).path("liftReason").asText()).isEqualTo("a case");
		problem(delete("HoldKeeper", path, WHY), 409);
		assertThat(get("Auditor", "/api/holds?tenant=contoso&limit=500").body()).contains(hold.path("id").asText());
		RestContractTest.conforms("/paths/~1holds/get/responses/200/content/application~1json/schema",
				get("Auditor", "/api/holds").body());
	}

	@Test
	void of_a_subject_only_the_kinds_of_identifiers_are_shown() throws Exception {
		HttpResponse<String> set = post("HoldKeeper", "/api/holds",
				order("\"subject\": {\"email\": \"ana@contoso.example\"}"));
		assertThat(tree(set).path("subject").toString()).isEqualTo("[\"email\"]");
		assertThat(get("HoldKeeper", "/api/holds?limit=500").body()).doesNotContain("ana@");
		assertThat(this.jdbc.sql("select identifier from hold_subject").query(String.class).list())
			.allSatisfy((identifier) -> assertThat(identifier).matches("[0-9a-f]{64}"));
	}

	@Test
	void a_list_goes_on_where_the_page_before_ended() throws Exception {
		for (int i = 0; i < 3; i++) {
			post("HoldKeeper", "/api/holds", order("\"whole\": true"));
		}
		JsonNode page = tree(get("HoldKeeper", "/api/holds?tenant=contoso&limit=2"));
		assertThat(page.path("value")).hasSize(2);
		JsonNode next = tree(get("HoldKeeper", page.path("next").asText()));
		assertThat(next.path("value").get(0).path("id")).isNotEqualTo(page.path("value").get(1).path("id"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "olga", "nobody", "Approver", "Auditor", "Owner", "TenantAdministrator" })
	void nobody_else_sets_or_lifts_one(String user) throws Exception {
		UUID hold = hold("contoso");
		problem(post(user, "/api/holds", order("\"whole\": true")), 403);
		problem(delete(user, "/api/holds/" + hold, WHY), 403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "olga", "nobody", "Approver", "Owner" })
	void only_keepers_and_auditors_see_them(String user) throws Exception {
		problem(get(user, "/api/holds"), 403);
	}

	@Test
	void what_is_of_another_tenant_is_not_there() throws Exception {
		UUID theirs = request("fabrikam", UUID.randomUUID().toString(), "access", "completed");
		UUID hold = hold("fabrikam");
		problem(post("HoldKeeper", "/api/holds", order("\"request\": \"" + theirs + "\"")), 404);
		problem(post("HoldKeeper", "/api/holds", "{\"tenant\": \"fabrikam\", \"whole\": true, \"reason\": \"r\"}"),
				404);
		problem(delete("HoldKeeper", "/api/holds/" + hold, WHY), 404);
		problem(delete("HoldKeeper", "/api/holds/" + UUID.randomUUID(), WHY), 404);
		problem(delete("HoldKeeper", "/api/holds/x", WHY), 404);
		problem(get("Auditor", "/api/holds?tenant=fabrikam"), 404);
		problem(get("Auditor", "/api/holds?after=" + hold), 404);
		assertThat(get("Auditor", "/api/holds?limit=500").body()).doesNotContain("fabrikam");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"tenant\": \"contoso\", \"reason\": \"r\"}",
			"{\"tenant\": \"contoso\", \"whole\": true, \"subject\": {}, \"reason\": \"r\"}",
			"{\"tenant\": \"contoso\", \"whole\": false, \"reason\": \"r\"}",
			"{\"tenant\": \"contoso\", \"request\": \"R-1\", \"reason\": \"r\"}",
			"{\"tenant\": \"contoso\", \"whole\": true}", "{\"whole\": true, \"reason\": \"r\"}",
			"{\"tenant\": \"contoso\", \"whole\": true, \"reason\": \" \"}",
			"{\"tenant\": \"contoso\", \"whole\": true, \"reason\": \"r\", \"until\": 1}", "[]" })
	void what_cannot_be_taken_is_told_by_field(String document) throws Exception {
		assertThat(problem(post("HoldKeeper", "/api/holds", document), 422).path("errors")).isNotEmpty();
	}

	private UUID hold(String tenant) {
		UUID id = UUID.randomUUID();
		this.jdbc
			.sql("insert into hold (id, tenant, whole, reason, set_by, set_at) values (?, ?, true, 'r', 'hedda', ?)")
			.params(id, tenant, Timestamps.of(Instant.now()))
			.update();
		return id;
	}

	private HttpResponse<String> delete(String user, String path, String body) throws Exception {
		return send(call(user, path).header("Content-Type", "application/json")
			.method("DELETE", BodyPublishers.ofString(body)));
	}

	private static String order(String what) {
		return "{\"tenant\": \"contoso\", %s, \"reason\": \"a case\"}".formatted(what);
	}

}
