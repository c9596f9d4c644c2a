package org.dsrhub.endtoend;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedIssuer;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Logins by tokens of an issuer, whose keys change and cannot always be had.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TokenTests {

	@TempDir
	static Path folder;

	private static SimulatedIssuer issuer;

	private static SimulatedTenant contoso;

	private static SimulatedTenant fabrikam;

	private static SamplePeople people;

	private static Installation installation;

	private static RunningHub hub;

	private final HttpClient http = HttpClient.newHttpClient();

	@BeforeAll
	static void start() {
		issuer = SimulatedIssuer.start();
		issuer.answerWith(500);
		contoso = SimulatedTenant.start("contoso");
		fabrikam = SimulatedTenant.start("fabrikam");
		people = SamplePeople.settle(contoso, Instant.now());
		installation = Installation.in(folder).with(contoso, "").with(fabrikam, "").withIssuer(issuer.issuer());
		hub = RunningHub.start(installation);
	}

	@AfterAll
	static void stop() {
		hub.close();
		contoso.close();
		fabrikam.close();
		issuer.close();
	}

	@Test
	@Order(0)
	void an_issuer_that_does_not_answer_stops_no_start_and_is_told_as_such() {
		String token = issuer.sign(issuer.claims(contoso.entraTenantId(), "Reader").build());
		HttpResponse<String> answer = get(token, "/api/requests");
		assertThat(answer.statusCode()).isEqualTo(503);
		assertThat(answer.headers().firstValue("Retry-After")).isPresent();
		assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
		issuer.answerWith(200);
		assertThat(get(token, "/api/requests").statusCode()).isEqualTo(200);
	}

	@Test
	@Order(1)
	void the_roles_of_a_token_decide_and_its_tenant_is_the_only_one_that_it_sees() throws Exception {
		String owner = issuer
			.sign(issuer.claims(contoso.entraTenantId(), "PrivacyOperator", "Owner", "Emperor").build());
		HttpResponse<String> filed = post(owner, "contoso", "T-1");
		assertThat(filed.statusCode()).isEqualTo(202);
		assertThat(post(owner, "fabrikam", "T-2").statusCode()).isEqualTo(404);
		var result = hub.closed("contoso", "T-1");
		Map<String, String> outcomes = new TreeMap<>();
		result.path("tasks")
			.forEach((task) -> outcomes.put(task.path("source").asText(), task.path("outcome").asText()));
		assertThat(outcomes).containsEntry("activity-log", "found")
			.containsEntry("defender-alerts", "refused")
			.containsEntry("entra-user", "refused");
		String id = result.path("id").asText();
		assertThat(get(owner, "/api/requests/" + id).statusCode()).isEqualTo(200);
		assertThat(get(owner, "/api/requests/" + id + "/evidence").body())
			.contains("\"actor\":\"99999999-0000-4000-8000-000000000001\"");
		String stranger = issuer.sign(issuer.claims(fabrikam.entraTenantId(), "PrivacyOperator").build());
		assertThat(get(stranger, "/api/requests/" + id).statusCode()).isEqualTo(404);
		String nobody = issuer.sign(issuer.claims("77777777-0000-4000-8000-000000000001", "PrivacyOperator").build());
		assertThat(get(nobody, "/api/requests/" + id).statusCode()).isEqualTo(404);
		assertThat(get(nobody, "/api/requests").body()).contains("\"value\":[]");
	}

	@Test
	@Order(2)
	void a_package_goes_to_a_token_that_could_have_asked_for_it_and_only_that_is_evidence() throws Exception {
		String reader = issuer.sign(issuer.claims(contoso.entraTenantId(), "Reader").build());
		String owner = issuer.sign(issuer.claims(contoso.entraTenantId(), "Owner").build());
		String id = hub.closed("contoso", "T-1").path("id").asText();
		String path = "/api/requests/" + id;
		assertThat(
				get(issuer.sign(issuer.claims(contoso.entraTenantId(), "PrivacyOperator").build()), path + "/package")
					.statusCode())
			.isEqualTo(403);
		assertThat(get(issuer.sign(issuer.claims(fabrikam.entraTenantId(), "Owner").build()), path + "/package")
			.statusCode()).isEqualTo(404);
		assertThat(get(reader, path + "/evidence").body()).doesNotContain("\"downloaded\"");
		assertThat(get(owner, path + "/package").statusCode()).isEqualTo(200);
		assertThat(get(reader, path + "/evidence").body()).containsOnlyOnce("\"downloaded\"");
		assertThat(get(reader, path + "/evidence/verification").body()).contains("\"valid\":true");
	}

	@Test
	@Order(2)
	void the_contract_and_its_page_need_no_login_and_nothing_else_is_there() throws Exception {
		for (String path : List.of("/docs/index.html", "/docs/contract.js", "/docs/swagger-ui-bundle.js",
				"/docs/swagger-ui.css", "/docs/favicon-32x32.png", "/api/openapi.yaml", "/api/request.schema.json")) {
			HttpResponse<String> page = get(null, path);
			assertThat(page.statusCode()).as(path).isEqualTo(200);
			assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow()).as(path)
				.startsWith("default-src 'none'")
				.contains("frame-ancestors 'none'");
		}
		assertThat(get(null, "/docs/index.html").body()).contains("contract.js");
		assertThat(get(null, "/docs").headers().firstValue("Location")).hasValue("docs/index.html");
		for (String path : List.of("/docs/", "/docs/swagger-initializer.js", "/docs/oauth2-redirect.html",
				"/docs/swagger-ui-bundle.js.map", "/docs/../application.yaml", "/docs/%2e%2e/application.yaml",
				"/webjars/swagger-ui/index.html")) {
			assertThat(get(null, path).statusCode()).as(path).isIn(400, 401, 404);
		}
	}

	@Test
	@Order(3)
	void a_new_key_of_the_issuer_is_fetched_when_a_token_names_it() throws Exception {
		issuer.rotate();
		assertThat(get(issuer.sign(issuer.claims(contoso.entraTenantId(), "Reader").build()), "/api/requests")
			.statusCode()).isEqualTo(200);
	}

	@Test
	@Order(4)
	void no_other_token_gets_in_and_who_tries_too_many_is_stopped() throws Exception {
		Map<String, String> wrong = wrongTokens();
		wrong.forEach((fault, token) -> {
			HttpResponse<String> answer = get(token, "/api/requests");
			assertThat(answer.statusCode()).as(fault).isEqualTo(401);
			assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Bearer")
				.contains("error=\"invalid_token\"");
			assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
		});
		String guess = wrong.get("another's key");
		HttpResponse<String> stopped = org.awaitility.Awaitility.await()
			.until(() -> get(guess, "/api/requests"), (answer) -> answer.statusCode() == 429);
		assertThat(Integer.parseInt(stopped.headers().firstValue("Retry-After").orElseThrow())).isBetween(1, 46);
		assertThat(stopped.body()).contains("\"status\":429");
		assertThat(get(issuer.sign(issuer.claims(contoso.entraTenantId(), "Reader").build()), "/api/requests")
			.statusCode()).as("a good token from there").isEqualTo(200);
	}

	@Test
	@Order(5)
	void without_a_token_or_with_a_password_nobody_gets_in() {
		for (String authorization : List.of("", "Basic b2xnYTpvbGdhLXNlY3JldA==", "Bearer", "Token x")) {
			HttpResponse<String> answer = answer(HttpRequest.newBuilder(URI.create(hub.address() + "/api/requests")),
					authorization);
			assertThat(answer.statusCode()).as(authorization).isEqualTo(401);
			assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Bearer realm=");
		}
	}

	/**
	 * One of each kind; TokensTests has the whole table.
	 */
	private static Map<String, String> wrongTokens() {
		String tid = contoso.entraTenantId();
		Date past = Date.from(Instant.now().minusSeconds(120));
		JWTClaimsSet good = issuer.claims(tid, "Owner").build();
		Map<String, String> wrong = new TreeMap<>();
		wrong.put("expired",
				issuer.sign(issuer.claims(tid)
					.issueTime(Date.from(Instant.EPOCH))
					.notBeforeTime(null)
					.expirationTime(past)
					.build()));
		wrong.put("for another application", issuer.sign(issuer.claims(tid).audience("graph").build()));
		wrong.put("of another tenant's issuer", issuer
			.sign(issuer.claims(tid).issuer(issuer.issuer().replace("{tenantid}", fabrikam.entraTenantId())).build()));
		wrong.put("without a tenant", issuer.sign(issuer.claims(tid).claim("tid", null).build()));
		wrong.put("not signed", new PlainJWT(good).serialize());
		wrong.put("another's key", SimulatedIssuer.sign(good, SimulatedIssuer.newKey(), (header) -> {
		}));
		wrong.put("garbage", "abc.def.ghi");
		return wrong;
	}

	private HttpResponse<String> get(String token, String path) {
		return send(HttpRequest.newBuilder(URI.create(hub.address() + path)), token);
	}

	private HttpResponse<String> post(String token, String tenant, String reference) {
		String body = "{\"reference\":\"%s\",\"tenant\":\"%s\",\"right\":\"export\",\"subject\":{\"email\":\"%s\"}}"
			.formatted(reference, tenant, people.email());
		return send(HttpRequest.newBuilder(URI.create(hub.address() + "/api/requests"))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body)), token);
	}

	private HttpResponse<String> send(HttpRequest.Builder call, String token) {
		return answer(call, (token != null) ? "Bearer " + token : "");
	}

	private HttpResponse<String> answer(HttpRequest.Builder call, String authorization) {
		if (!authorization.isEmpty()) {
			call.header("Authorization", authorization);
		}
		try {
			return this.http.send(call.build(), BodyHandlers.ofString());
		}
		catch (java.io.IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
