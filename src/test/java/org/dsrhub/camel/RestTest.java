package org.dsrhub.camel;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.database.Timestamps;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.packaging.PackageReader;
import org.dsrhub.request.Decisions;
import org.dsrhub.request.Registrar;
import org.dsrhub.request.Registration;
import org.dsrhub.request.RequestDocument;
import org.dsrhub.request.RequestReader;
import org.dsrhub.source.Right;
import org.dsrhub.task.StagedRecords;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;

/**
 * The hub's REST door on a port of its own, over a ledger on disk; what lies behind the
 * door is played.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
abstract class RestTest {

	static final String BODY = """
			{"tenant": "contoso", "right": "export", "subject": {"email": "ana@contoso.example"}}""";

	static final ObjectMapper JSON = new ObjectMapper();

	private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	@LocalServerPort
	int port;

	@Autowired
	JdbcClient jdbc;

	@Autowired
	EvidenceLog evidence;

	@Autowired
	PlatformTransactionManager transactions;

	/** Only the door's own routes are here. */
	/** The installation has no Kamelets that could be opened. */
	@MockitoBean
	Kamelets kamelets;

	@MockitoBean
	RouteGuard guard;

	/** Nobody looks into mailboxes. */
	@MockitoBean
	MailRoutes mailRoutes;

	@MockitoBean
	Schedules schedules;

	@MockitoBean
	RequestReader reader;

	@MockitoBean
	Registrar registrar;

	@MockitoBean
	Decisions decisions;

	@MockitoBean
	StagedRecords staged;

	@MockitoBean
	PackageReader packages;

	@DynamicPropertySource
	static void installation(DynamicPropertyRegistry registry) {
		RestInstallation.create(registry);
	}

	@BeforeEach
	void play() {
		doAnswer((call) -> {
			JsonNode document = call.getArgument(0);
			return new RequestDocument(null, document.path("tenant").asText(), Right.EXPORT,
					new RequestDocument.SubjectIdentifiers("ana@contoso.example", null, null, null, null), null, null,
					null, Instant.now(), null);
		}).when(this.reader).read(any());
		doAnswer((call) -> {
			RequestDocument document = call.getArgument(0);
			UUID id = request(document.tenant(), UUID.randomUUID().toString(), "export", "received");
			return new Registration(id, id, false);
		}).when(this.registrar).register(any(), any(), any());
	}

	UUID request(String tenant, String reference, String right, String state) {
		UUID id = UUID.randomUUID();
		new TransactionTemplate(this.transactions).executeWithoutResult((status) -> {
			this.jdbc
				.sql("""
						insert into request (id, tenant, reference, asked, state, document, fingerprint, door, filed_by, roles,
						  received_at, registered_at, deadline, evidence_hash)
						values (?, ?, ?, ?, ?, '{}', ?, 'rest', 'olga', '', ?, ?, ?, ?)""")
				.params(id, tenant, reference, right, state, "f", Timestamps.of(Instant.now()),
						Timestamps.of(Instant.now()), LocalDate.of(2026, 3, 2), "0".repeat(64))
				.update();
			this.evidence.append(id, "registered", "olga", Map.of());
		});
		return id;
	}

	UUID duplicate(UUID request, String tenant, String reference) {
		UUID id = UUID.randomUUID();
		this.jdbc.sql("insert into duplicate values (?, ?, ?, ?, ?, ?, 'olga')")
			.params(id, tenant, reference, request, Timestamps.of(Instant.parse("2026-01-05T10:00:00Z")),
					Timestamps.of(Instant.now()))
			.update();
		return id;
	}

	void task(UUID request, String source, String state, String outcome, String reason) {
		this.jdbc.sql("""
				insert into task (id, request, tenant, source, system, state, outcome, reason, found, due)
				values (?, ?, 'contoso', ?, 'a system', ?, ?, ?, 3, ?)""")
			.params(UUID.randomUUID(), request, source, state, outcome, reason,
					Timestamps.of(Instant.parse("2026-02-01T00:00:00Z")))
			.update();
	}

	HttpRequest.Builder call(String user, String path) {
		HttpRequest.Builder call = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path));
		if (user != null) {
			String login = user + ":" + user + "-secret";
			call.header("Authorization",
					"Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
		}
		return call;
	}

	HttpResponse<String> send(HttpRequest.Builder call) throws IOException, InterruptedException {
		return CLIENT.send(call.build(), BodyHandlers.ofString());
	}

	HttpResponse<InputStream> stream(HttpRequest.Builder call) throws IOException, InterruptedException {
		return CLIENT.send(call.build(), BodyHandlers.ofInputStream());
	}

	HttpResponse<String> get(String user, String path) throws IOException, InterruptedException {
		return send(call(user, path).GET());
	}

	HttpResponse<String> post(String user, String path, String body) throws IOException, InterruptedException {
		return send(json(user, path, BodyPublishers.ofString(body)));
	}

	HttpResponse<String> put(String user, String path, String body) throws IOException, InterruptedException {
		return send(call(user, path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(body)));
	}

	HttpRequest.Builder json(String user, String path, BodyPublisher body) {
		return call(user, path).header("Content-Type", "application/json").POST(body);
	}

	static JsonNode tree(HttpResponse<String> response) throws IOException {
		return JSON.readTree(response.body());
	}

	/**
	 * Every error is a problem document, and none is HTML.
	 */
	static JsonNode problem(HttpResponse<String> response, int status) throws IOException {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type"))
			.hasValueSatisfying((type) -> assertThat(type).startsWith("application/problem+json"));
		JsonNode problem = tree(response);
		assertThat(problem.path("status").asInt()).isEqualTo(status);
		assertThat(List.copyOf(problem.properties().stream().map(Map.Entry::getKey).toList())).contains("title",
				"status", "detail");
		return problem;
	}

}
