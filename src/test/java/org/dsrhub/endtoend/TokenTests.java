package org.dsrhub.endtoend;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
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
		contoso = SimulatedTenant.start("contoso");
		fabrikam = SimulatedTenant.start("fabrikam");
		people = SamplePeople.settle(contoso, Instant.now());
		installation = Installation.in(folder)
			.with(contoso, "")
			.with(fabrikam, "")
			.withIssuer(issuer.issuer(), issuer.keys());
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
	void the_contract_and_its_page_need_no_login() throws Exception {
		for (String path : List.of("/docs/index.html", "/docs/contract.js", "/docs/swagger-ui-bundle.js",
				"/docs/swagger-ui.css", "/api/openapi.yaml", "/api/request.schema.json")) {
			HttpResponse<String> page = this.http.send(HttpRequest.newBuilder(URI.create(hub.address() + path)).build(),
					BodyHandlers.ofString());
			assertThat(page.statusCode()).as(path).isEqualTo(200);
			assertThat(page.headers().firstValue("Content-Security-Policy")).as(path).isPresent();
		}
		assertThat(this.http
			.send(HttpRequest.newBuilder(URI.create(hub.address() + "/docs/index.html")).build(),
					BodyHandlers.ofString())
			.body()).contains("contract.js");
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
			assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Bearer");
			assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
		});
		String guess = wrong.get("another's key");
		HttpResponse<String> stopped = org.awaitility.Awaitility.await()
			.until(() -> get(guess, "/api/requests"), (answer) -> answer.statusCode() == 429);
		assertThat(Integer.parseInt(stopped.headers().firstValue("Retry-After").orElseThrow())).isBetween(1, 10);
	}

	@Test
	void keys_that_cannot_be_had_are_told_as_such() throws Exception {
		SimulatedIssuer gone = SimulatedIssuer.start();
		gone.close();
		try (SimulatedTenant tenant = SimulatedTenant.start("northwind");
				RunningHub unsure = RunningHub.start(Installation.in(folder.resolve("other"))
					.with(tenant, "")
					.withIssuer(gone.issuer(), gone.keys()))) {
			String token = gone.sign(gone.claims(tenant.entraTenantId(), "Reader").build());
			HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(unsure.address() + "/api/requests")),
					token);
			assertThat(answer.statusCode()).isEqualTo(503);
			assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
		}
	}

	private static Map<String, String> wrongTokens() throws Exception {
		String tid = contoso.entraTenantId();
		Date past = Date.from(Instant.now().minusSeconds(120));
		Date future = Date.from(Instant.now().plusSeconds(120));
		JWTClaimsSet good = issuer.claims(tid, "Owner").build();
		SignedJWT keyed = new SignedJWT(
				new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(issuer.key().getKeyID()).build(), good);
		keyed.sign(new MACSigner(issuer.key().toPublicJWK().toRSAPublicKey().getEncoded()));
		String signed = issuer.sign(good);
		String[] parts = signed.split("\\.");
		String more = Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
				.replace("Owner", "TenantAdministrator")
				.getBytes(StandardCharsets.UTF_8));
		Map<String, String> wrong = new TreeMap<>();
		wrong.put("expired", issuer.sign(issuer.claims(tid).expirationTime(past).build()));
		wrong.put("not yet valid", issuer.sign(issuer.claims(tid).notBeforeTime(future).build()));
		wrong.put("valid for ever", issuer.sign(issuer.claims(tid).expirationTime(null).build()));
		wrong.put("for another application", issuer.sign(issuer.claims(tid).audience("graph").build()));
		wrong.put("for nobody", issuer.sign(issuer.claims(tid).audience((String) null).build()));
		wrong.put("of another issuer", issuer.sign(issuer.claims(tid).issuer("https://evil.example").build()));
		wrong.put("of another tenant's issuer", issuer
			.sign(issuer.claims(tid).issuer(issuer.issuer().replace("{tenantid}", fabrikam.entraTenantId())).build()));
		wrong.put("of the template itself", issuer.sign(issuer.claims(tid).issuer(issuer.issuer()).build()));
		wrong.put("without a tenant", issuer.sign(issuer.claims(tid).claim("tid", null).build()));
		wrong.put("without an issuer", issuer.sign(issuer.claims(tid).issuer(null).build()));
		wrong.put("not signed", new PlainJWT(good).serialize());
		wrong.put("signed with the public key as a password", keyed.serialize());
		wrong.put("another's key", SimulatedIssuer.sign(good, SimulatedIssuer.newKey(), (header) -> {
		}));
		wrong.put("another's key under the issuer's name", SimulatedIssuer.sign(good, SimulatedIssuer.newKey(),
				(header) -> header.keyID(issuer.key().getKeyID())));
		wrong.put("changed", parts[0] + "." + more + "." + parts[2]);
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
		try {
			return this.http.send(call.header("Authorization", "Bearer " + token).build(), BodyHandlers.ofString());
		}
		catch (java.io.IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
