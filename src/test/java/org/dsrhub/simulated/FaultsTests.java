package org.dsrhub.simulated;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class FaultsTests {

	private final SimulatedTenant tenant = SimulatedTenant.start("contoso");

	private final SamplePeople people = SamplePeople.settle(this.tenant, Instant.now());

	private final Asking arm = new Asking(this.tenant.arm(), Audience.ARM);

	private final String alerts = "/subscriptions/" + this.tenant.subscriptions().get(0)
			+ "/providers/Microsoft.Security/alerts?api-version=2022-01-01";

	@AfterEach
	void close() {
		this.tenant.close();
	}

	static Stream<Arguments> answers() {
		return Stream.of(script((on) -> on.answer(503), 503, "ServiceUnavailable"),
				script((on) -> on.answer(418, Map.of("X-Tea", "yes"), "short and stout"), 418, "short and stout"),
				script((on) -> on.throttle("1.5"), 429, "TooManyRequests"),
				script(FaultScript::throttleWithoutHint, 429, "TooManyRequests"),
				script(FaultScript::forbid, 403, "AuthorizationFailed"), script(FaultScript::html, 200, "<html>"),
				script((on) -> on.redirectTo("http://192.0.2.9/"), 302, ""),
				script(FaultScript::expireTokens, 401, "InvalidAuthenticationToken"),
				script((on) -> on.nextLinkTo("http://192.0.2.9/more"), 200, "\"nextLink\":\"http://192.0.2.9/more\""),
				script((on) -> on.rewrite((body) -> body.put("extra", 7)), 200, "\"extra\":7"));
	}

	private static Arguments script(Consumer<FaultScript> fault, int status, String body) {
		return arguments(fault, status, body);
	}

	@ParameterizedTest
	@MethodSource("answers")
	void a_fault_shows_as_often_as_told(Consumer<FaultScript> fault, int status, String body) throws Exception {
		fault.accept(this.tenant.arm().faults().on("/alerts").after(1).times(1));

		assertThat(this.arm.get(this.alerts).body()).contains("\"value\"").doesNotContain("192.0.2.9", "extra");
		HttpResponse<String> faulty = this.arm.get(this.alerts);
		assertThat(faulty.statusCode()).isEqualTo(status);
		assertThat(faulty.body()).contains(body);
		assertThat(new Asking(this.tenant.arm(), Audience.ARM).get(this.alerts).statusCode()).isEqualTo(200);
		assertThat(this.tenant.arm().calls()).hasSize(3);
	}

	@Test
	void retry_after_can_be_a_date() throws Exception {
		this.tenant.arm().faults().on("/alerts").throttleUntilDate(Duration.ofSeconds(90));

		String date = this.arm.get(this.alerts).headers().firstValue("Retry-After").orElseThrow();

		assertThat(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
			.isBetween(Instant.now().plusSeconds(60), Instant.now().plusSeconds(91));
	}

	@Test
	void a_page_can_link_to_itself() throws Exception {
		this.tenant.arm().faults().on("/alerts").always().repeatNextLink();

		String next = Json.parse(this.arm.get(this.alerts).body()).path("nextLink").asText();

		assertThat(Json.parse(this.arm.get(next).body()).path("nextLink").asText()).isEqualTo(next);
	}

	@Test
	void a_hanging_call_never_ends_and_blocks_no_other() throws Exception {
		this.tenant.arm().faults().on("/jitNetworkAccessPolicies").always().hang();
		Asking hurried = new Asking(this.tenant.arm(), Audience.ARM, Duration.ofMillis(400));

		assertThatThrownBy(
				() -> hurried.get(this.alerts.replace("alerts?", "jitNetworkAccessPolicies?").replace("2022", "2020")))
			.isInstanceOf(HttpTimeoutException.class);
		assertThat(this.arm.get(this.alerts).statusCode()).isEqualTo(200);
	}

	@Test
	void a_connection_can_end_without_an_answer_or_in_the_middle_of_one() {
		this.tenant.arm().faults().on("/alerts").times(2).disconnect();
		assertThatThrownBy(() -> this.arm.get(this.alerts)).isInstanceOf(IOException.class);
		this.tenant.arm().faults().clear();
		this.tenant.arm().faults().on("/alerts").times(2).truncate();
		assertThatThrownBy(() -> this.arm.get(this.alerts)).isInstanceOf(IOException.class)
			.isNotInstanceOf(HttpTimeoutException.class);
	}

	@Test
	void json_can_stop_in_the_middle_of_a_complete_answer() throws Exception {
		this.tenant.arm().faults().on("/alerts").malformedJson();

		HttpResponse<String> answer = this.arm.get(this.alerts);

		assertThat(answer.statusCode()).isEqualTo(200);
		assertThatThrownBy(() -> Json.parse(answer.body())).hasMessageContaining("end-of-input");
	}

	@Test
	void a_body_can_drip_and_an_answer_can_be_late() throws Exception {
		this.tenant.graph().faults().on("/v1.0/users/").drip(Duration.ofMillis(1));
		this.tenant.graph().faults().on("/v1.0/users/").delay(Duration.ofMillis(300));
		this.tenant.graph().latency(Duration.ofMillis(50));
		Asking graph = new Asking(this.tenant.graph(), Audience.GRAPH);
		String path = "/v1.0/users/" + this.people.objectId();
		for (int i = 0; i < 2; i++) {
			Instant start = Instant.now();

			assertThat(graph.get(path).body()).contains(this.people.email()).endsWith("}");

			assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(300));
		}
	}

}
