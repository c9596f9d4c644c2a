package org.dsrhub.camel;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.dsrhub.request.Decision;
import org.dsrhub.request.Door;
import org.dsrhub.request.LeftOut;
import org.dsrhub.security.Caller;
import org.dsrhub.security.Role;
import org.dsrhub.task.ClosedStaging;
import org.dsrhub.task.Staging;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

/**
 * Who gets in, and who may what.
 */
@ExtendWith(OutputCaptureExtension.class)
class RestDoorTest extends RestTest {

	@Autowired
	Staging staging;

	@Autowired
	ClosedStaging closed;

	@ParameterizedTest
	@ValueSource(strings = { "/api/requests", "/api/sources", "/api/openapi.yaml/", "/api/nothing", "/", "/error",
			"/actuator", "/actuator/info", "/actuator/env", "/API/sources" })
	void without_a_login_nothing_is_told(String path) throws Exception {
		HttpResponse<String> response = get(null, path);
		problem(response, 401);
		assertThat(response.headers().firstValue("WWW-Authenticate"))
			.hasValueSatisfying((challenge) -> assertThat(challenge).startsWith("Basic realm="));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Basic b2xnYTp3cm9uZw==", "Basic bm9ib2R5LWF0LWFsbDp4", "Basic !!", "Basic b2xnYTo=",
			"Bearer x" })
	void a_wrong_login_is_told_like_none(String authorization) throws Exception {
		problem(send(call(null, "/api/sources").header("Authorization", authorization).GET()), 401);
	}

	@Test
	void a_login_that_was_right_once_does_not_open_for_a_wrong_password() throws Exception {
		assertThat(get("olga", "/api/sources").statusCode()).isEqualTo(200);
		assertThat(get("olga", "/api/sources").statusCode()).isEqualTo(200);
		a_wrong_login_is_told_like_none("Basic b2xnYTp3cm9uZw==");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness" })
	void health_is_for_everybody_without_details(String path) throws Exception {
		HttpResponse<String> response = get(null, path);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(tree(response).path("status").asText()).isEqualTo("UP");
		assertThat(tree(response).has("components")).isFalse();
	}

	@Test
	void a_path_that_leads_nowhere_is_not_repeated_in_the_log(CapturedOutput output) throws Exception {
		problem(get("olga", "/api/people/ana@contoso.example"), 404);
		problem(get("olga", "/api/requests/ana@contoso.example/x"), 404);
		assertThat(output).doesNotContain("ana@contoso.example");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/openapi.yaml", "/api/request.schema.json", "/docs/index.html" })
	void the_contract_is_for_everybody_and_for_reading_only(String path) throws Exception {
		assertThat(get(null, path).statusCode()).isEqualTo(200);
		assertThat(send(call(null, path).DELETE()).statusCode()).isIn(401, 404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/info", "/", "/error" })
	void a_login_opens_nothing_outside_the_api(String path) throws Exception {
		problem(get("olga", path), 403);
	}

	@Test
	void a_filed_request_is_answered_with_its_receipt_and_logged(CapturedOutput output) throws Exception {
		HttpResponse<String> response = post("olga", "/api/requests", BODY);
		assertThat(response.statusCode()).isEqualTo(202);
		String id = tree(response).path("id").asText();
		assertThat(response.headers().firstValue("Location")).hasValue("/api/requests/" + id);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(get("olga", "/api/requests/" + id).body()).isEqualTo(response.body());
		assertThat(output).contains("event=filed request=" + id, "tenant=contoso right=export door=rest caller=olga")
			.doesNotContain("ana@contoso.example");
		ArgumentCaptor<Caller> caller = ArgumentCaptor.forClass(Caller.class);
		verify(this.registrar).register(org.mockito.ArgumentMatchers.any(), eq(Door.REST), caller.capture());
		assertThat(caller.getValue().name()).isEqualTo("olga");
		assertThat(caller.getValue().roles()).containsExactlyInAnyOrder(Role.PRIVACY_OPERATOR, Role.READER);
	}

	@ParameterizedTest
	@ValueSource(strings = { "fabrikam", "nowhere", "CONTOSO", "" })
	void a_tenant_that_is_not_the_callers_is_told_like_none(String tenant) throws Exception {
		HttpResponse<String> response = post("olga", "/api/requests", BODY.replace("contoso\"", tenant + "\""));
		assertThat(problem(response, 404).path("detail").asText()).isEqualTo("no such tenant");
		verifyNoInteractions(this.registrar, this.reader);
	}

	static Stream<String> filers() {
		return Stream.concat(Stream.of("PrivacyOperator"), RestInstallation.VENDOR_ROLES.stream());
	}

	@ParameterizedTest
	@MethodSource("filers")
	void whoever_may_ask_a_source_may_file(String role) throws Exception {
		assertThat(post(role, "/api/requests", BODY).statusCode()).isEqualTo(202);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Approver", "Auditor", "HoldKeeper", "nobody" })
	void others_may_not_file(String role) throws Exception {
		problem(post(role, "/api/requests", BODY), 403);
		verifyNoInteractions(this.registrar);
	}

	@ParameterizedTest
	@ValueSource(strings = { "nobody", "Auditor", "Reader", "olga", "both" })
	void every_login_of_the_tenant_sees_requests_and_evidence(String user) throws Exception {
		UUID id = request("contoso", "R-" + UUID.randomUUID(), "export", "received");
		assertThat(get(user, "/api/requests/" + id).statusCode()).isEqualTo(200);
		HttpResponse<String> evidence = get(user, "/api/requests/" + id + "/evidence");
		assertThat(evidence.statusCode()).isEqualTo(200);
		assertThat(evidence.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
		assertThat(evidence.body().lines()).hasSize(1).first().asString().contains("\"event\":\"registered\"");
		assertThat(tree(get(user, "/api/requests/" + id + "/evidence/verification")).path("valid").asBoolean())
			.isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/records", "/package", "/evidence", "/evidence/verification", "/decision", "/answer",
			"/tasks/alerts/support-case", "/records/a/classification" })
	void another_tenants_request_looks_like_none(String path) throws Exception {
		UUID id = request("contoso", "R-" + UUID.randomUUID(), "export", "awaiting-decision");
		for (String user : List.of("fred", "homeless")) {
			HttpResponse<String> theirs = reach(user, "/api/requests/" + id + path);
			HttpResponse<String> none = reach(user, "/api/requests/" + UUID.randomUUID() + path);
			problem(theirs, 404);
			assertThat(theirs.body()).isEqualTo(none.body());
		}
		verifyNoInteractions(this.decisions, this.staged, this.packages);
	}

	private HttpResponse<String> reach(String user, String path) throws Exception {
		if (path.endsWith("/classification")) {
			return put(user, path, "{\"classification\":\"internal\"}");
		}
		return path.endsWith("/decision") ? post(user, path, "{\"decision\":\"approve\"}") : get(user, path);
	}

	@ParameterizedTest
	@CsvSource({ "olga,alerts", "AccountAdministrator,alerts", "TenantAdministrator,users" })
	void records_are_shown_of_the_sources_that_the_roles_open(String user, String source) throws Exception {
		UUID id = request("contoso", "R-" + UUID.randomUUID(), "export", "completed");
		when(this.staged.page(eq(id), eq(java.util.Set.of(source)), anyLong(), anyInt()))
			.thenAnswer((call) -> Stream.of("{\"id\":\"1\"}", "{\"id\":\"2\"}", "{\"id\":\"3\"}")
				.skip(call.<Long>getArgument(2))
				.limit(call.<Integer>getArgument(3))
				.toList());
		JsonNode first = tree(get(user, "/api/requests/" + id + "/records?limit=2"));
		assertThat(first.path("value")).hasSize(2);
		JsonNode second = tree(get(user, first.path("next").asText()));
		assertThat(second.at("/value/0/id").asText()).isEqualTo("3");
		assertThat(second.path("next").isNull()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "nobody", "PrivacyOperator", "Auditor" })
	void without_a_role_that_opens_a_source_there_are_no_records(String user) throws Exception {
		UUID id = request("contoso", "R-" + UUID.randomUUID(), "export", "completed");
		assertThat(get(user, "/api/requests/" + id + "/records").body()).isEqualTo("{\"value\":[],\"next\":null}");
		verifyNoInteractions(this.staged);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PrivacyOperator", "Approver" })
	void those_who_may_decide_do(String user) throws Exception {
		UUID id = request("contoso", "R-" + UUID.randomUUID(), "export", "awaiting-decision");
		HttpResponse<String> response = post(user, "/api/requests/" + id + "/decision",
				"""
						{"decision": "approve", "reason": "not them", "leaveOut": ["a", {"record": "b", "field": "c"}], "subjectTold": true}""");
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		assertThat(tree(response).path("id").asText()).isEqualTo(id.toString());
		verify(this.decisions).decide(id,
				new Decision("approve", "not them", List.of(new LeftOut("a", null), new LeftOut("b", "c")), true),
				user);
	}

	@Test
	void what_was_found_goes_with_the_decision_to_decline_and_stays_with_any_other() throws Exception {
		for (String decision : List.of("approve", "decline")) {
			UUID id = request("contoso", "R-" + UUID.randomUUID(), "export", "awaiting-decision");
			Path found = this.staging.folder("contoso", id);
			post("olga", "/api/requests/" + id + "/decision",
					"{\"decision\":\"%s\",\"reason\":\"excessive\"}".formatted(decision));
			assertThat(Files.exists(found)).isEqualTo(decision.equals("approve"));
		}
	}

	@ParameterizedTest
	@CsvSource({ "completed, true", "packaging, false" })
	void what_a_node_left_of_a_request_goes_once_the_request_is_closed(String state, boolean goes) {
		UUID id = request("contoso", "R-" + UUID.randomUUID(), "export", state);
		Path left = this.staging.folder("contoso", id);
		assertThat(this.closed.removeLeft("contoso", id)).isEqualTo(goes);
		assertThat(Files.exists(left)).isNotEqualTo(goes);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Reader", "Owner", "TenantAdministrator", "Auditor", "HoldKeeper", "nobody" })
	void others_may_not_decide(String user) throws Exception {
		UUID id = request("contoso", "R-" + UUID.randomUUID(), "export", "awaiting-decision");
		problem(post(user, "/api/requests/" + id + "/decision", "{\"decision\":\"approve\"}"), 403);
		verifyNoInteractions(this.decisions);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "[]", "null", "{\"decision\":\"maybe\"}", "{\"decision\":true}",
			"{\"decision\":\"approve\",\"reason\":1}", "{\"decision\":\"approve\",\"leaveOut\":\"x\"}",
			"{\"decision\":\"approve\",\"reason\":\"x\",\"leaveOut\":[1]}", "{\"decision\":\"decline\"}",
			"{\"decision\":\"approve\",\"leaveOut\":[\"a\"]}", "{\"decision\":\"approve\",\"more\":1}" })
	void a_decision_that_says_anything_else_is_refused(String body) throws Exception {
		UUID id = request("contoso", "R-" + UUID.randomUUID(), "export", "awaiting-decision");
		assertThat(problem(post("olga", "/api/requests/" + id + "/decision", body), 422).path("errors")).isNotEmpty();
		verifyNoInteractions(this.decisions);
	}

	@Test
	void a_package_goes_to_whoever_could_have_asked_for_all_of_it_and_that_is_evidence() throws Exception {
		UUID id = request("contoso", "R-" + UUID.randomUUID(), "export", "completed");
		task(id, "alerts", "done", "found", null);
		task(id, "users", "done", "nothing-found", null);
		this.jdbc.sql(
				"update request set revision = 2, package_sha256 = 'abababababababababababababababababababababababababababababababab' where id = ?")
			.param(id)
			.update();
		when(this.packages.open(id)).thenReturn(Optional.of(new ByteArrayInputStream("zip".getBytes())));
		HttpResponse<String> response = get("AccountAdministrator", "/api/requests/" + id + "/package");
		assertThat(response.body()).isEqualTo("zip");
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/zip");
		assertThat(this.evidence.entries(id)).last()
			.asString()
			.contains("\"event\":\"downloaded\"", "\"actor\":\"AccountAdministrator\"", "\"revision\":2",
					"\"sha256\":\"abababababababababababababababababababababababababababababababab\"");
	}

	@ParameterizedTest
	@CsvSource({ "Owner,contoso,403", "fred,contoso,404", "olga,contoso,403", "AccountAdministrator,contoso,404" })
	void a_package_that_is_refused_or_not_there_is_no_download(String user, String tenant, int status)
			throws Exception {
		UUID id = request(tenant, "R-" + UUID.randomUUID(), "export", "completed");
		task(id, "alerts", "done", "found", null);
		List<?> before = this.evidence.entries(id);
		problem(get(user, "/api/requests/" + id + "/package"), status);
		assertThat(this.evidence.entries(id)).hasSameSizeAs(before).asString().doesNotContain("downloaded");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void a_large_package_streams_and_is_closed_even_when_the_caller_hangs_up(boolean hangsUp) throws Exception {
		UUID id = request("contoso", "R-" + UUID.randomUUID(), "export", "completed");
		this.jdbc.sql(
				"update request set revision = 1, package_sha256 = 'abababababababababababababababababababababababababababababababab' where id = ?")
			.param(id)
			.update();
		long size = 50_000_000;
		AtomicBoolean closed = new AtomicBoolean();
		when(this.packages.open(id)).thenReturn(Optional.of(new InputStream() {

			private long left = size;

			@Override
			public int read() {
				return (this.left-- > 0) ? 0 : -1;
			}

			@Override
			public void close() {
				closed.set(true);
			}

		}));
		HttpResponse<InputStream> response = stream(call("olga", "/api/requests/" + id + "/package").GET());
		try (InputStream body = response.body()) {
			assertThat(hangsUp ? (long) body.read() : body.transferTo(OutputStream.nullOutputStream()))
				.isEqualTo(hangsUp ? 0L : size);
		}
		Awaitility.await().atMost(Duration.ofSeconds(20)).untilTrue(closed);
	}

	@ParameterizedTest
	@CsvSource({ "Reader,export,alerts", "TenantAdministrator,export,alerts", "AccountAdministrator,access,users",
			"olga,access,users" })
	void a_package_that_holds_what_the_roles_do_not_open_stays_closed(String user, String right, String named)
			throws Exception {
		UUID id = request("contoso", "R-" + UUID.randomUUID(), right, "completed");
		task(id, named, "done", "found", null);
		JsonNode problem = problem(get(user, "/api/requests/" + id + "/package"), 403);
		assertThat(problem.path("detail").asText()).contains(named);
		assertThat(this.evidence.entries(id)).hasSize(1);
		verifyNoInteractions(this.packages);
	}

	@Test
	void without_a_package_there_is_none_to_download() throws Exception {
		UUID id = request("contoso", "R-" + UUID.randomUUID(), "export", "discovering");
		when(this.packages.open(id)).thenReturn(Optional.empty());
		problem(get("olga", "/api/requests/" + id + "/package"), 404);
		assertThat(this.evidence.entries(id)).hasSize(1);
	}

	@Test
	void headers_of_a_call_do_not_steer_the_hub() throws Exception {
		UUID id = request("contoso", "R-" + UUID.randomUUID(), "export", "received");
		UUID other = request("contoso", "R-" + UUID.randomUUID(), "export", "received");
		HttpResponse<String> response = send(call("olga", "/api/requests/" + id).header("CamelHttpUri", "http://x")
			.header("CamelFileName", "/etc/passwd")
			.header("CamelHttpResponseCode", "500")
			.header("id", other.toString())
			.header("document", "application.yaml")
			.header("X-Personal", "ana@contoso.example")
			.GET());
		assertThat(tree(response).path("id").asText()).isEqualTo(id.toString());
		assertThat(response.headers().map().keySet())
			.noneMatch((name) -> name.matches("(?i)camel.*|id|document|x-p.*"));
		assertThat(tree(send(call("olga", "/api/requests?limit=1").header("limit", "0")
			.header("tenant", "fabrikam")
			.header("CamelHttpQuery", "limit=0")
			.GET())).path("value")).hasSize(1);
		assertThat(send(call("olga", "/api/openapi.yaml").header("document", "application.yaml").GET()).body())
			.startsWith("openapi: 3.1");
		assertThat(send(json("olga", "/api/requests?id=" + other, BodyPublishers.ofString(BODY))).statusCode())
			.isEqualTo(202);
	}

}
