package org.dsrhub.simulated;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SimulatedArmChangeTests {

	private static final String LOG = "/providers/microsoft.insights/eventtypes/management/values?api-version=2015-04-01&$filter=";

	private final SimulatedTenant tenant = SimulatedTenant.start("contoso");

	private final Instant start = Instant.now();

	private final SampleColleagues people = SampleColleagues.settle(this.tenant, this.start);

	private final Asking arm = new Asking(this.tenant.arm(), Audience.ARM);

	private final String contact = this.people.sharedContact() + "?api-version=2023-12-01-preview";

	private final String policy = this.people.sharedPolicy() + "?api-version=2020-01-01";

	@AfterEach
	void close() {
		this.tenant.close();
	}

	@Test
	void what_was_read_and_put_back_is_the_same_to_the_byte() throws Exception {
		for (String item : List.of(this.contact, this.policy)) {
			String before = this.arm.get(item).body();

			assertThat(this.arm.send("PUT", item, before).statusCode()).isEqualTo(200);

			assertThat(this.arm.get(item).body()).isEqualTo(before);
		}
	}

	@Test
	void a_put_replaces_the_whole_body() throws Exception {
		ObjectNode policy = Json.parse(this.arm.get(this.policy).body());
		policy.withObject("/properties").putArray("requests");

		assertThat(this.arm.send("PUT", this.policy, policy.toString()).statusCode()).isEqualTo(200);

		assertThat(Json.parse(this.arm.get(this.policy).body()).at("/properties/requests")).isEmpty();
		assertThat(this.arm.send("PUT", this.contact, "{\"properties\":{\"emails\":\"a@b.example\"}}").body())
			.doesNotContain("notificationsByRole", "phone");
		assertThat(lines()).containsExactly("PUT " + this.people.sharedPolicy() + " replaced",
				"PUT " + this.people.sharedContact() + " replaced");
	}

	@Test
	void deleted_is_told_from_never_there_and_only_the_former_has_an_effect() throws Exception {
		for (String item : List.of(this.contact, this.policy)) {
			assertThat(this.arm.send("DELETE", item, "").statusCode()).isEqualTo(200);
			assertThat(this.arm.send("DELETE", item, "").statusCode()).isEqualTo(204);
			HttpResponse<String> absent = this.arm.get(item);
			assertThat(absent.statusCode()).isEqualTo(404);
			assertThat(Json.parse(absent.body()).at("/error/code").asText()).isEqualTo("ResourceNotFound");
		}
		assertThat(this.arm.send("PUT", this.contact, "{\"properties\":{}}").statusCode()).isEqualTo(201);
		assertThat(lines()).containsExactly("DELETE " + this.people.sharedContact() + " deleted",
				"DELETE " + this.people.sharedPolicy() + " deleted", "PUT " + this.people.sharedContact() + " created");
	}

	@Test
	void a_body_that_is_no_proper_resource_changes_nothing() throws Exception {
		assertThat(this.arm.send("PUT", this.contact, "[]").statusCode()).isEqualTo(400);
		assertThat(this.arm.send("PUT", this.policy, "{\"properties\":{\"requests\":[]}}").statusCode()).isEqualTo(400);
		assertThat(plainly("PUT", this.contact, "text/plain").statusCode()).isEqualTo(415);
		assertThat(this.tenant.effects()).isEmpty();
	}

	@Test
	void every_change_is_in_the_activity_log_under_the_correlation_id_of_its_answer() throws Exception {
		HttpResponse<String> put = this.arm.send("PUT", this.policy, this.arm.get(this.policy).body());
		HttpResponse<String> delete = this.arm.send("DELETE", this.contact, "");

		JsonNode event = logged("correlationId eq '" + correlation(put) + "'").get(0);
		assertThat(event.path("caller").asText()).isEqualTo(this.tenant.clientId());
		assertThat(event.path("resourceId").asText()).isEqualTo(this.people.sharedPolicy());
		assertThat(event.path("resourceGroupName").asText()).isEqualTo("rg-operations");
		assertThat(event.at("/operationName/value").asText())
			.isEqualTo("Microsoft.Security/locations/jitNetworkAccessPolicies/write");
		assertThat(Instant.parse(event.path("eventTimestamp").asText())).isBetween(this.start, Instant.now());
		assertThat(event.toString()).doesNotContain("kim");
		assertThat(logged("resourceUri eq '" + this.people.sharedContact() + "'")).singleElement()
			.satisfies((one) -> assertThat(one.path("correlationId").asText()).isEqualTo(correlation(delete)))
			.satisfies((one) -> assertThat(one.at("/operationName/value").asText())
				.isEqualTo("Microsoft.Security/securityContacts/delete"));
	}

	@Test
	void the_caller_may_choose_the_correlation_id() throws Exception {
		String own = "7d5f1c7a-6c3b-4c8e-9a51-3f0f6f6d2a11";
		HttpResponse<String> answer = plainly("DELETE", this.policy, "application/json", "x-ms-correlation-request-id",
				own);

		assertThat(correlation(answer)).isEqualTo(own);
		assertThat(logged("correlationId eq '" + own + "'")).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "DELETE again", "GET", "PUT nothing" })
	void what_changes_nothing_is_not_in_the_activity_log(String call) throws Exception {
		this.tenant.arm().state().remove(ArmKind.JIT_POLICIES, this.people.sharedPolicy());

		HttpResponse<String> answer = this.arm.send(call.split(" ")[0], this.policy, "{}");

		assertThat(correlation(answer)).isNotEmpty();
		assertThat(logged("correlationId eq '" + correlation(answer) + "'")).isEmpty();
	}

	@Test
	void the_activity_log_can_be_late() throws Exception {
		this.tenant.arm().activityDelay(Duration.ofMillis(1500));
		String filter = "correlationId eq '" + correlation(this.arm.send("DELETE", this.policy, "")) + "'";

		assertThat(logged(filter)).isEmpty();
		Awaitility.await().untilAsserted(() -> assertThat(logged(filter)).hasSize(1));
	}

	@Test
	void a_change_of_the_tests_own_is_no_effect() throws Exception {
		ObjectNode other = this.tenant.arm()
			.state()
			.find(ArmKind.SECURITY_CONTACTS, this.people.sharedContact())
			.orElseThrow()
			.deepCopy();
		other.withObject("/properties").put("phone", "+45 20 20 20 20");

		this.tenant.arm().state().put(ArmKind.SECURITY_CONTACTS, other);

		assertThat(this.arm.get(this.contact).body()).contains("+45 20 20 20 20");
		assertThat(this.arm.all(this.contact.replace("/default?", "?"))).hasSize(1);
		assertThat(this.tenant.effects()).isEmpty();
	}

	private List<String> lines() {
		return this.tenant.effects().stream().map(Effect::line).toList();
	}

	private static String correlation(HttpResponse<String> answer) {
		return answer.headers().firstValue("x-ms-correlation-request-id").orElseThrow();
	}

	private List<JsonNode> logged(String condition) throws Exception {
		String filter = "eventTimestamp ge '" + this.start + "' and " + condition;
		return this.arm.all("/subscriptions/" + this.tenant.subscriptions().get(0) + LOG + Asking.encoded(filter));
	}

	private HttpResponse<String> plainly(String method, String path, String type, String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.tenant.arm().url() + path))
			.header("Authorization", "Bearer " + this.tenant.arm().tokens().issue(Audience.ARM, Duration.ofMinutes(1)))
			.header("Content-Type", type)
			.method(method, HttpRequest.BodyPublishers.ofString("{}"));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

}
