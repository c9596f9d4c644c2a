package org.dsrhub.endtoend;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.apache.camel.spi.InterceptStrategy;
import org.awaitility.Awaitility;
import org.dsrhub.simulated.AzuriteServer;
import org.dsrhub.simulated.Call;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedServer;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What goes over the wire, with hostile headers on every call and message, hostile
 * identifiers, and services that set cookies or send the hub elsewhere.
 */
@ExtendWith(OutputCaptureExtension.class)
class WireTests {

	private static final List<String> IDENTIFIERS = List.of("{{hub.ledger}}@contoso.example",
			"{{PATH}}@contoso.example", "${camelContext.name}@contoso.example", "#{1+1}@contoso.example",
			"{objectId}@contoso.example", "RAW{a}&b=c@contoso.example", "a&$top=1@contoso.example",
			"a/%2e%2e/b@contoso.example", "a?b#c@contoso.example", "o'or'1'eq'1@contoso.example",
			"a%0d%0aX-Evil=1@contoso.example", "a%00@contoso.example", "x".repeat(64) + "@contoso.example");

	private static final Set<String> TO_SERVICES = Set.of("authorization", "accept", "x-ms-client-request-id",
			"user-agent", "host", "connection");

	private static final Set<String> TO_LOGIN = Set.of("accept", "content-type", "content-length", "user-agent", "host",
			"x-client-sku", "x-client-ver", "x-client-os", "x-client-cpu", "x-app-name", "x-app-ver",
			"x-client-current-telemetry", "x-client-last-telemetry", "x-ms-lib-capability", "client-request-id",
			"return-client-request-id", "connection", "upgrade", "http2-settings");

	private static final Set<String> TO_BLOBS = Set.of("accept", "authorization", "content-length", "content-type",
			"content-md5", "date", "host", "if-none-match", "user-agent", "x-ms-blob-content-type",
			"x-ms-blob-content-md5", "x-ms-blob-type", "x-ms-client-request-id", "x-ms-date", "x-ms-range",
			"x-ms-version", "expect");

	private static final Set<String> FROM_THE_DOOR = Set.of("cache-control", "connection", "content-security-policy",
			"content-type", "date", "expires", "keep-alive", "location", "pragma", "transfer-encoding", "vary",
			"x-content-type-options", "x-frame-options", "x-xss-protection", "content-disposition", "content-length");

	private static final Map<String, SimulatedTenant> TENANTS = new LinkedHashMap<>();

	@TempDir
	static Path folder;

	private static AzuriteServer azurite;

	private static Wiretap blobs;

	private static Stranger stranger;

	private static Stranger away;

	private static SamplePeople people;

	private static Installation installation;

	private static RunningHub hub;

	@BeforeAll
	static void runAllAtOnce() throws IOException {
		stranger = Stranger.start();
		away = Stranger.sendingTo(stranger.address() + "/moved");
		azurite = AzuriteServer.start();
		blobs = Wiretap.on(azurite.endpoint());
		Files.writeString(folder.resolve("storage"), azurite.connectionString());
		installation = Installation.in(folder);
		SimulatedTenant contoso = settle("contoso", container(blobs.address()));
		contoso.login()
			.faults()
			.on("/token")
			.answer(503, Map.of("Set-Cookie", "fpc=hunter2; Path=/"), "{\"error\":\"temporarily_unavailable\"}");
		contoso.arm()
			.faults()
			.on("/alerts")
			.answer(503, Map.of("Set-Cookie", "session=hunter2; Path=/"), "{\"error\":{}}");
		contoso.graph()
			.faults()
			.on("/users")
			.answer(503, Map.of("Set-Cookie", "session=hunter2; Path=/"), "{\"error\":{}}");
		settle("identifiers", "");
		for (String moved : List.of("login", "arm", "graph", "links")) {
			SimulatedTenant tenant = settle("moved-" + moved, "");
			switch (moved) {
				case "login" -> moved(tenant.login());
				case "arm" -> moved(tenant.arm());
				case "graph" -> moved(tenant.graph());
				default -> tenant.arm().faults().on("/alerts").always().nextLinkTo(stranger.address() + "/next");
			}
		}
		settle("refused", "").login()
			.faults()
			.on("/token")
			.always()
			.answer(401, Map.of("Content-Type", "application/json"),
					"{\"error\":\"invalid_client\",\"error_description\":\"hunter2\\r\\nevent=forged\\r\\n\",\"error_codes\":[7000215]}");
		settle("moved-blobs", container(away.address() + "/" + AzuriteServer.ACCOUNT));
		hub = RunningHub.start(installation, Hostile.class);
		TENANTS.keySet()
			.stream()
			.filter((name) -> name.matches("moved-.*|refused"))
			.forEach((name) -> installation.drop(name, "one.json", request(name, "R", "ana@" + name + ".example")));
		for (int i = 0; i < IDENTIFIERS.size(); i++) {
			installation.drop("identifiers", i + ".json", request("identifiers", "R-" + i, IDENTIFIERS.get(i)));
		}
		for (String name : List.of("moved-login", "moved-arm", "moved-graph", "moved-links", "refused")) {
			hub.closed(name, "R");
		}
		for (int i = 0; i < IDENTIFIERS.size(); i++) {
			hub.closed("identifiers", "R-" + i);
		}
	}

	@AfterAll
	static void close() {
		hub.close();
		TENANTS.values().forEach(SimulatedTenant::close);
		blobs.close();
		azurite.close();
		stranger.close();
		away.close();
	}

	@Test
	void headers_of_a_call_reach_nobody_and_steer_nothing() {
		HttpResponse<byte[]> filed = hub.send("/api/requests",
				hostile((call) -> call.header("Content-Type", "application/json")
					.POST(HttpRequest.BodyPublishers.ofString(request("contoso", "R", people.email())))));
		assertThat(filed.statusCode()).as(new String(filed.body(), StandardCharsets.UTF_8)).isEqualTo(202);
		String path = filed.headers().firstValue("Location").orElseThrow();
		assertThat(path).isEqualTo("/api/requests/" + RunningHub.json(filed).path("id").asText());
		JsonNode result = hub.closed("contoso", "R");
		assertThat(result.path("state").asText()).as(result.toPrettyString()).isEqualTo("completed");

		HttpResponse<byte[]> shown = hub.send(path, hostile(HttpRequest.Builder::GET));
		HttpResponse<byte[]> download = hub.send(path + "/package", hostile(HttpRequest.Builder::GET));
		HttpResponse<byte[]> listed = hub.send("/api/requests?limit=1", hostile(HttpRequest.Builder::GET));
		HttpResponse<byte[]> refused = hub.send("/api/requests/none", hostile(HttpRequest.Builder::GET));
		assertThat(RunningHub.json(shown)).isEqualTo(result);
		assertThat(download.body()).hasSize(result.at("/package/bytes").asInt());
		assertThat(refused.statusCode()).isEqualTo(404);
		for (HttpResponse<byte[]> answer : List.of(filed, shown, download, listed, refused)) {
			assertThat(answer.headers().map().keySet()).isSubsetOf(FROM_THE_DOOR);
			assertThat(answer.headers().map().toString()).doesNotContain(HostileHeaders.MARK);
		}
		assertThat(new String(listed.body(), StandardCharsets.UTF_8)).doesNotContain(HostileHeaders.MARK);

		SimulatedTenant contoso = TENANTS.get("contoso");
		assertThat(calls(contoso.arm(), contoso.graph())).isNotEmpty().allSatisfy((call) -> {
			assertThat(call.method()).isEqualTo("GET");
			assertThat(call.body()).isEmpty();
			assertThat(call.headers().keySet()).isSubsetOf(TO_SERVICES);
			assertThat(call.header("authorization").orElseThrow()).matches("Bearer [\\w.~+/=-]+");
			assertThat(call.toString()).doesNotContain(HostileHeaders.MARK);
		});
		assertThat(blobs.heads()).hasSizeGreaterThan(4).allSatisfy((head) -> {
			assertThat(names(head)).isSubsetOf(TO_BLOBS);
			assertThat(head).doesNotContain(HostileHeaders.MARK);
			assertThat(head.lines().findFirst().orElseThrow())
				.matches("(PUT|GET|HEAD) /devstoreaccount1/dsr(/contoso(%2F|/)\\S+)?(\\?\\S+)? HTTP/1.1");
		});
		assertThat(stranger.calls()).isEmpty();
	}

	@Test
	void the_login_gets_what_it_needs_and_each_tenant_shows_its_own_secret_alone() {
		List<Set<String>> tokens = new ArrayList<>();
		for (String name : List.of("identifiers", "moved-links")) {
			SimulatedTenant tenant = TENANTS.get(name);
			assertThat(calls(tenant.login())).isNotEmpty().allSatisfy((call) -> {
				assertThat(call.headers().keySet()).isSubsetOf(TO_LOGIN);
				assertThat(call.path()).isEqualTo("/" + tenant.entraTenantId() + "/oauth2/v2.0/token");
				assertThat(call.query()).isEmpty();
				assertThat(call.body()).contains(tenant.clientId()).doesNotContain(HostileHeaders.MARK);
			});
			Set<String> own = new TreeSet<>();
			calls(tenant.arm(), tenant.graph()).forEach((call) -> own.add(call.header("authorization").orElseThrow()));
			tokens.add(own);
		}
		assertThat(tokens.get(0)).isNotEmpty().doesNotContainAnyElementsOf(tokens.get(1));
	}

	@Test
	void a_cookie_is_never_sent_back() {
		hub.send("/api/requests", (call) -> call.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(request("contoso", "R", people.email()))));
		hub.closed("contoso", "R");
		SimulatedTenant contoso = TENANTS.get("contoso");
		for (SimulatedServer server : List.of(contoso.login(), contoso.arm(), contoso.graph())) {
			assertThat(server.calls()).hasSizeGreaterThan(1)
				.allSatisfy((call) -> assertThat(call.header("cookie")).isEmpty());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "login", "arm", "graph", "links" })
	void nobody_is_followed_to_a_host_that_no_tenant_file_names(String moved) {
		JsonNode result = hub.closed("moved-" + moved, "R");

		assertThat(result.path("state").asText()).isEqualTo("completed-with-exceptions");
		SimulatedTenant tenant = TENANTS.get("moved-" + moved);
		assertThat(calls(tenant.login(), tenant.arm(), tenant.graph())).isNotEmpty();
		assertThat(stranger.calls()).isEmpty();
	}

	@Test
	void a_package_is_not_stored_where_the_storage_sends_it() {
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !away.calls().isEmpty());

		assertThat(hub.getJson("/api/requests?tenant=moved-blobs").at("/value/0/package").isNull()).isTrue();
		assertThat(away.calls()).allSatisfy((call) -> assertThat(call).startsWith("PUT /devstoreaccount1/dsr"));
		assertThat(stranger.calls()).isEmpty();
	}

	@Test
	void what_a_login_says_is_not_in_the_log(CapturedOutput log) {
		JsonNode result = hub.closed("refused", "R");

		assertThat(result.toString()).contains("not-permitted").doesNotContain("hunter2");
		assertThat(log.getAll()).contains("event=task-ended").doesNotContain("hunter2", "AADSTS");
		assertThat(log.getAll().lines()).noneMatch((line) -> line.startsWith("event=forged"));
	}

	@Test
	void an_identifier_stays_data(CapturedOutput log) {
		SimulatedTenant tenant = TENANTS.get("identifiers");
		Set<String> asked = new TreeSet<>();
		for (int i = 0; i < IDENTIFIERS.size(); i++) {
			JsonNode result = hub.closed("identifiers", "R-" + i);
			assertThat(result.path("state").asText()).as(IDENTIFIERS.get(i)).isEqualTo("completed");
		}
		for (Call call : calls(tenant.graph(), tenant.arm())) {
			assertThat(call.path()).matches(
					"/v1\\.0/(users|organization|directory/deletedItems/microsoft\\.graph\\.user)|/subscriptions/[0-9a-f-]{36}/providers/[A-Za-z./]+");
			assertThat(call.query().keySet()).isSubsetOf("$filter", "$select", "$skiptoken", "$skipToken", "$top",
					"api-version", "$expand");
			assertThat(call.headers().keySet()).isSubsetOf(TO_SERVICES);
			assertThat(call.toString()).doesNotContain(folder.toString(), "dsr-hub@");
			asked.add(call.query().getOrDefault("$filter", ""));
		}
		for (String identifier : IDENTIFIERS) {
			assertThat(asked).as(identifier)
				.anyMatch((filter) -> filter.contains(identifier.toLowerCase(Locale.ROOT).replace("'", "''")));
			assertThat(log.getAll()).doesNotContain(identifier);
		}
	}

	private static SimulatedTenant settle(String name, String more) {
		SimulatedTenant tenant = SimulatedTenant.start(name);
		SamplePeople settled = SamplePeople.settle(tenant, Instant.now());
		if (name.equals("contoso")) {
			people = settled;
		}
		TENANTS.put(name, tenant);
		installation.with(tenant,
				"limits: {connectTimeout: PT2S, responseTimeout: PT5S, maxAttempts: 3, maxWait: PT0.2S}\n" + more);
		return tenant;
	}

	private static void moved(SimulatedServer server) {
		server.faults().on("/").always().answer(307, Map.of("Location", stranger.address() + "/moved"), "");
	}

	private static String container(String endpoint) {
		return "container: {kind: azure, endpoint: \"%s\", name: dsr, credential: {kind: connection-string, value: \"file:%s\"}}%n"
			.formatted(endpoint, folder.resolve("storage"));
	}

	private static String request(String tenant, String reference, String email) {
		return JsonNodeFactory.instance.objectNode()
			.put("reference", reference)
			.put("tenant", tenant)
			.put("right", "export").<com.fasterxml.jackson.databind.node.ObjectNode>set("subject",
					JsonNodeFactory.instance.objectNode().put("email", email).put("userPrincipalName", email))
			.toString();
	}

	private static RunningHub.Call hostile(RunningHub.Call rest) {
		return (call) -> {
			HostileHeaders.all(stranger.address() + "/steered")
				.forEach((name, value) -> call.header(name, value.toString()));
			rest.make(call);
		};
	}

	private static List<Call> calls(SimulatedServer... servers) {
		return Stream.of(servers).flatMap((server) -> server.calls().stream()).toList();
	}

	private static Set<String> names(String head) {
		Set<String> names = new TreeSet<>();
		head.lines()
			.skip(1)
			.filter((line) -> !line.isEmpty())
			.forEach((line) -> names.add(line.substring(0, line.indexOf(':')).toLowerCase(java.util.Locale.ROOT)));
		return names;
	}

	/**
	 * A hub in which hostile headers are everywhere.
	 */
	static class Hostile {

		@Bean
		InterceptStrategy hostileHeaders() {
			return new HostileHeaders(stranger.address() + "/steered");
		}

	}

}
