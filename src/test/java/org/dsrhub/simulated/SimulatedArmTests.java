package org.dsrhub.simulated;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SimulatedArmTests {

	private static final String SECURITY = "/providers/Microsoft.Security/";

	private static final String LOG = "/providers/microsoft.insights/eventtypes/management/values?api-version=2015-04-01";

	private final SimulatedTenant tenant = SimulatedTenant.start("contoso");

	private final SamplePeople people = SamplePeople.settle(this.tenant, Instant.now());

	private final Asking arm = new Asking(this.tenant.arm(), Audience.ARM);

	private final String first = "/subscriptions/" + this.tenant.subscriptions().get(0);

	@AfterEach
	void close() {
		this.tenant.close();
	}

	@Test
	void pages_together_are_the_whole_list_with_or_without_empty_ones_between() throws Exception {
		String path = this.first + SECURITY + "alerts?api-version=2022-01-01";
		int size = this.tenant.arm().state().of(this.tenant.subscriptions().get(0), ArmKind.ALERTS).size();

		List<List<JsonNode>> pages = this.arm.pages(path);
		this.tenant.arm().emptyPages(true);
		List<List<JsonNode>> gappy = this.arm.pages(path);

		assertThat(pages).hasSizeGreaterThan(1).allMatch((page) -> !page.isEmpty() && page.size() <= 9);
		assertThat(gappy).hasSize(pages.size() * 2 - 1).anyMatch(List::isEmpty);
		assertThat(this.arm.all(path)).hasSize(size).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@CsvSource({ "2023-12-01-preview, STRING, false", "2020-01-01-preview, STRING, true" })
	void contacts_come_in_the_shape_of_their_version(String version, String emails, boolean notice) throws Exception {
		JsonNode contact = this.arm.all(this.first + SECURITY + "securityContacts?api-version=" + version).get(0);

		assertThat(contact.at("/properties/emails").getNodeType()).hasToString(emails);
		assertThat(contact.at("/properties/alertNotifications").has("minimalSeverity")).isEqualTo(notice);
		assertThat(contact.at("/properties/isEnabled").isMissingNode()).isEqualTo(notice);
	}

	@Test
	void contacts_of_2017_are_several_and_those_of_an_early_draft_hold_an_array() throws Exception {
		this.tenant.arm().draftContacts(true);

		assertThat(this.arm.all(this.first + SECURITY + "securityContacts?api-version=2017-08-01-preview"))
			.extracting((contact) -> contact.at("/properties/email").asText())
			.contains(this.people.email())
			.hasSize(3);
		assertThat(this.arm.all(this.first + SECURITY + "securityContacts?api-version=2020-01-01-preview")
			.get(0)
			.at("/properties/emails")
			.isArray()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "alerts, -, 400, MissingApiVersionParameter",
			"alerts, 1999-01-01, 400, NoRegisteredProviderFound", "wishes, 2022-01-01, 404, InvalidResourceType" })
	void a_wrong_question_gets_the_envelope_of_an_error(String type, String version, int status, String code)
			throws Exception {
		HttpResponse<String> answer = this.arm
			.get(this.first + SECURITY + type + ((version == null) ? "" : "?api-version=" + version));

		assertThat(answer.statusCode()).isEqualTo(status);
		assertThat(Json.parse(answer.body()).at("/error/code").asText()).isEqualTo(code);
	}

	@Test
	void a_foreign_subscription_is_not_found_and_a_foreign_token_not_good() throws Exception {
		String path = SECURITY + "alerts?api-version=2022-01-01";
		try (SimulatedTenant other = SimulatedTenant.start("fabrikam")) {
			assertThat(this.arm.get("/subscriptions/" + other.subscriptions().get(0) + path).statusCode())
				.isEqualTo(404);
			HttpResponse<String> refused = this.arm
				.get(other.arm().url() + "/subscriptions/" + other.subscriptions().get(0) + path);
			assertThat(refused.statusCode()).isEqualTo(401);
			assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
		}
		HttpResponse<String> wrong = new Asking(this.tenant.arm(), Audience.GRAPH).get(this.first + path);
		assertThat(wrong.body()).contains("InvalidAuthenticationTokenAudience");
	}

	@Test
	void the_activity_log_wants_a_bound_and_keeps_to_what_it_got() throws Exception {
		Instant now = Clock.systemUTC().instant();
		String week = "eventTimestamp ge '" + now.minus(Duration.ofDays(7)) + "' and eventTimestamp le '" + now + "'";

		List<JsonNode> events = this.arm.all(this.first + LOG + "&$filter=" + Asking.encoded(week));

		assertThat(events).isNotEmpty()
			.allMatch((event) -> Instant.parse(event.path("eventTimestamp").asText())
				.isAfter(now.minus(Duration.ofDays(7))));
		assertThat(this.arm.get(this.first + LOG).statusCode()).isEqualTo(400);
		assertThat(this.arm.get(this.first + LOG + "&$filter=" + Asking.encoded(week + " and level eq 'Error'")).body())
			.contains("\"code\":\"BadRequest\"");
	}

	@ParameterizedTest
	@CsvSource({ "2017-08-01-preview, default9, email, 200, 204, 204",
			"2020-01-01-preview, default, emails, 200, 200, 204",
			"2023-12-01-preview, default, emails, 200, 200, 204" })
	void a_contact_is_written_and_deleted_with_the_status_of_its_version(String version, String name, String field,
			int put, int deleted, int again) throws Exception {
		String item = this.first + SECURITY + "securityContacts/" + name + "?api-version=" + version;

		assertThat(
				this.arm.send("PUT", item, "{\"properties\":{\"" + field + "\":\"kim@contoso.example\"}}").statusCode())
			.isEqualTo(put);
		assertThat(this.arm.get(item).body()).contains("kim@contoso.example");
		assertThat(this.arm.send("DELETE", item, "").statusCode()).isEqualTo(deleted);
		assertThat(this.arm.send("DELETE", item, "").statusCode()).isEqualTo(again);
		assertThat(this.arm.get(item).statusCode()).isEqualTo(404);
	}

	@Test
	void a_policy_is_read_by_its_id_and_an_alert_cannot_be_deleted() throws Exception {
		String policy = this.people.records("defender-jit-policies").iterator().next();
		String alert = this.people.records("defender-alerts").iterator().next();

		assertThat(this.arm.get(policy + "?api-version=2020-01-01").statusCode()).isEqualTo(200);
		assertThat(this.arm.send("DELETE", policy + "?api-version=2020-01-01", "").statusCode()).isEqualTo(200);
		assertThat(this.arm.send("DELETE", policy + "?api-version=2020-01-01", "").statusCode()).isEqualTo(204);
		assertThat(this.arm.send("DELETE", alert + "?api-version=2022-01-01", "").statusCode()).isEqualTo(405);
	}

}
