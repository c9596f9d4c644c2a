package org.dsrhub.simulated;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SimulatedGraphTests {

	private final SimulatedTenant tenant = SimulatedTenant.start("contoso");

	private final SamplePeople people = SamplePeople.settle(this.tenant, Instant.now());

	private final Asking graph = new Asking(this.tenant.graph(), Audience.GRAPH);

	@AfterEach
	void close() {
		this.tenant.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "mail eq 'ANA@contoso.example'", "userPrincipalName eq 'ana@contoso.example'",
			"mobilePhone eq '+45 20 11 22 33'", "proxyAddresses/any(x:x eq 'smtp:ANA@contoso.example')",
			"otherMails/any(x:x eq 'ana.jensen@mail.example')", "businessPhones/any(p:p eq '+45 87 30 40 50')",
			"mail eq 'x@contoso.example' or (mail eq 'ana@contoso.example' and mobilePhone eq '+45 20 11 22 33')",
			"mail eq 'O''Hara@contoso.example' or mail eq 'ana@contoso.example'" })
	void each_clause_finds_exactly_the_one_user(String filter) throws Exception {
		assertThat(find(filter)).extracting((user) -> user.path("id").asText()).containsExactly(this.people.objectId());
	}

	@Test
	void a_personal_account_is_found_by_its_identity_and_a_guest_by_the_mail() throws Exception {
		String identity = "identities/any(c:c/issuerAssignedId eq 'kaja.winter@outlook.example' and c/issuer eq '%s')";

		assertThat(find(identity.formatted("MicrosoftAccount"))).hasSize(1);
		assertThat(find(identity.formatted("ExternalAzureAD"))).isEmpty();
		assertThat(find("mail eq 'lucia.romero@northwind.example'").get(0).path("userPrincipalName").asText())
			.isEqualTo("lucia.romero_northwind.example#EXT#@contoso.example");
	}

	@ParameterizedTest
	@ValueSource(strings = { "startswith(mail,'ana')", "city eq 'Aarhus'", "mail eq ana", "not(mail eq 'a')",
			"mail eq 'a' or", "(mail eq 'a'", "proxyAddresses/any(x:x eq 'a') xor mail eq 'b'" })
	void any_other_filter_is_unsupported(String filter) throws Exception {
		HttpResponse<String> answer = this.graph.get("/v1.0/users?$filter=" + Asking.encoded(filter));

		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(Json.parse(answer.body()).at("/error/code").asText()).isEqualTo("Request_UnsupportedQuery");
	}

	@Test
	void a_filter_has_fifteen_clauses_at_most() throws Exception {
		String fifteen = "mail eq 'ana@contoso.example'" + " or mail eq 'x'".repeat(14);

		assertThat(find(fifteen)).hasSize(1);
		assertThat(this.graph.get("/v1.0/users?$filter=" + Asking.encoded(fifteen + " or mail eq 'x'")).statusCode())
			.isEqualTo(400);
	}

	@Test
	void eleven_properties_are_shown_unless_others_are_selected() throws Exception {
		assertThat(this.graph.all("/v1.0/users?$top=20").get(0)).hasSize(11);
		assertThat(this.graph.all("/v1.0/users?$select=id,proxyAddresses").get(0)).hasSize(2);
		assertThat(this.graph.get("/v1.0/users?$select=id,proxyAdresses").statusCode()).isEqualTo(400);
	}

	@Test
	void pages_together_are_the_whole_directory() throws Exception {
		assertThat(this.graph.pages("/v1.0/users?$select=id")).hasSize(4);
		assertThat(this.graph.all("/v1.0/users?$select=id")).hasSize(20).doesNotHaveDuplicates();
		assertThat(this.people.otherSubjects()).hasSize(19);
	}

	@ParameterizedTest
	@CsvSource({ "ana@contoso.example, 200", "lucia.romero_northwind.example#EXT#@contoso.example, 200",
			"nobody@contoso.example, 404" })
	void a_user_is_read_by_name(String name, int status) throws Exception {
		assertThat(this.graph.get("/v1.0/users/" + Asking.encoded(name)).statusCode()).isEqualTo(status);
	}

	@Test
	void a_deleted_user_is_among_the_deleted_items_alone_with_a_mangled_name() throws Exception {
		List<JsonNode> deleted = this.graph.all("/v1.0/directory/deletedItems/microsoft.graph.user");

		assertThat(deleted).hasSize(1);
		String id = deleted.get(0).path("id").asText();
		assertThat(deleted.get(0).path("userPrincipalName").asText())
			.isEqualTo(id.replace("-", "") + "peter.krogh@contoso.example");
		assertThat(this.graph.get("/v1.0/directory/deletedItems/" + id).statusCode()).isEqualTo(200);
		assertThat(this.graph.get("/v1.0/users/" + id).statusCode()).isEqualTo(404);
	}

	@Test
	void a_user_is_deleted_first_softly_and_then_for_good() throws Exception {
		String user = "/v1.0/users/" + this.people.objectId();
		String item = "/v1.0/directory/deletedItems/" + this.people.objectId();

		assertThat(this.graph.send("DELETE", user, "").statusCode()).isEqualTo(204);
		assertThat(this.graph.get(user).statusCode()).isEqualTo(404);
		assertThat(this.graph.send("DELETE", item, "").statusCode()).isEqualTo(204);
		assertThat(this.graph.send("DELETE", item, "").statusCode()).isEqualTo(404);
	}

	@Test
	void the_organization_names_its_domains_and_a_stranger_learns_nothing() throws Exception {
		assertThat(this.graph.all("/v1.0/organization").get(0).at("/verifiedDomains/1/name").asText())
			.isEqualTo("contoso.example");
		this.tenant.graph().tokens().revokeAll();
		HttpResponse<String> refused = this.graph.get("/v1.0/organization");
		assertThat(refused.statusCode()).isEqualTo(401);
		assertThat(refused.body()).contains("InvalidAuthenticationToken", "innerError");
	}

	private List<JsonNode> find(String filter) throws Exception {
		return this.graph.all("/v1.0/users?$filter=" + Asking.encoded(filter));
	}

}
