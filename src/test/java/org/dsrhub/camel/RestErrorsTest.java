package org.dsrhub.camel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.configuration.DiskFault;
import org.dsrhub.request.FieldError;
import org.dsrhub.request.InvalidRequest;
import org.dsrhub.request.ReferenceConflict;
import org.dsrhub.request.WrongState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.verifyNoInteractions;

/**
 * Every error, as the caller sees it.
 */
@ExtendWith(OutputCaptureExtension.class)
class RestErrorsTest extends RestTest {

	@ParameterizedTest
	@ValueSource(strings = { "{\"tenant\": \"contoso\", secretvalue", "", "   ", "{\"tenant\":\"contoso\"} {}",
			"{\"tenant\":\"contoso\",\"tenant\":\"fabrikam\"}", "NaN", "[1,]" })
	void what_is_no_json_document_is_refused_by_its_place(String body) throws Exception {
		JsonNode problem = problem(post("olga", "/api/requests", body), 400);
		assertThat(problem.path("detail").asText()).containsPattern("line \\d+, column \\d+|empty")
			.doesNotContain("secretvalue");
		verifyNoInteractions(this.registrar);
	}

	@Test
	void ten_thousand_levels_of_lists_are_refused() throws Exception {
		problem(post("olga", "/api/requests", "[".repeat(10_000) + "]".repeat(10_000)), 400);
	}

	@Test
	void bytes_that_are_no_utf_8_are_refused() throws Exception {
		byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
		body[BODY.indexOf("ana")] = (byte) 0xC3;
		problem(send(json("olga", "/api/requests", BodyPublishers.ofByteArray(body))), 400);
	}

	@Test
	void a_chunked_body_in_utf_8_arrives_whole() throws Exception {
		byte[] body = BODY.replace("ana@", "åse@").getBytes(StandardCharsets.UTF_8);
		HttpResponse<String> response = send(
				json("olga", "/api/requests", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
		org.mockito.Mockito.verify(this.reader)
			.read(org.mockito.ArgumentMatchers
				.argThat((document) -> document.at("/subject/email").asText().equals("åse@contoso.example")));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void a_body_over_the_limit_is_refused(boolean chunked) throws Exception {
		byte[] body = new byte[1_000_000];
		problem(send(json("olga", "/api/requests",
				chunked ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
						: BodyPublishers.ofByteArray(body))),
				413);
	}

	@Test
	void a_body_of_the_limit_is_taken_and_one_byte_more_is_not() throws Exception {
		String body = BODY + " ".repeat(100 * 1024 - BODY.length());
		assertThat(post("olga", "/api/requests", body).statusCode()).isEqualTo(202);
		problem(post("olga", "/api/requests", body + " "), 413);
		problem(post("olga", "/%61pi/requests", body + " "), 413);
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json; charset=utf-8", "application/json;charset=iso-8859-1",
			"APPLICATION/JSON", "application/json; profile=x" })
	void json_is_utf_8_whatever_its_type_says_of_it(String type) throws Exception {
		assertThat(send(call("olga", "/api/requests").header("Content-Type", type)
			.POST(BodyPublishers.ofString(BODY.replace("ana@", "åse@")))).statusCode()).isEqualTo(202);
		org.mockito.Mockito.verify(this.reader)
			.read(org.mockito.ArgumentMatchers
				.argThat((document) -> document.at("/subject/email").asText().equals("åse@contoso.example")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/x-www-form-urlencoded", "text/plain", "application/xml",
			"multipart/form-data; boundary=x", "application/x-java-serialized-object", "nonsense",
			"application/json; charset=nonsense" })
	void what_is_not_sent_as_json_is_refused(String type) throws Exception {
		problem(send(call("olga", "/api/requests").header("Content-Type", type).POST(BodyPublishers.ofString(BODY))),
				415);
	}

	@Test
	void a_body_without_a_type_is_refused() throws Exception {
		problem(send(call("olga", "/api/requests").POST(BodyPublishers.ofString(BODY))), 415);
	}

	@Test
	void a_compressed_body_is_refused() throws Exception {
		problem(send(json("olga", "/api/requests", BodyPublishers.ofString(BODY)).header("Content-Encoding", "gzip")),
				415);
	}

	@Test
	void an_unacceptable_type_is_refused() throws Exception {
		problem(send(call("olga", "/api/requests").header("Accept", "text/html").GET()), 406);
	}

	@ParameterizedTest
	@CsvSource({ "PUT,/api/requests,POST", "PATCH,/api/requests/1,GET", "POST,/api/sources,GET",
			"GET,/api/requests/1/decision,POST" })
	void a_wrong_method_names_the_right_ones(String method, String path, String allowed) throws Exception {
		HttpResponse<String> response = send(call("olga", path).method(method, BodyPublishers.noBody()));
		problem(response, 405);
		assertThat(response.headers().firstValue("Allow"))
			.hasValueSatisfying((allow) -> assertThat(allow).contains(allowed));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api", "/api/", "/api/requests/", "/api/nothing", "/api/requests/1/nothing",
			"/api/requests/not-a-uuid", "/api/requests/1-1-1-1-1",
			"/api/requests/00000000-0000-0000-0000-000000000000" })
	void what_is_not_there_is_told_in_the_same_words(String path) throws Exception {
		HttpResponse<String> response = get("olga", path);
		problem(response, 404);
		assertThat(response.body()).isEqualTo(get("olga", "/api/requests/" + UUID.randomUUID()).body());
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /api/requests//x;y HTTP/1.1", "GET /api/req|uests HTTP/1.1", "GET /api/%zz HTTP/1.1",
			"GET /api/%00 HTTP/1.1", "GET /api/requests/%2e%2e HTTP/1.1", "BREW /api/requests HTTP/1.1", "nonsense",
			"TRACE /api/requests HTTP/1.1", "GET /api/requests HTTP/9.9", "GET * HTTP/1.1" })
	void what_the_server_refuses_by_itself_is_no_html_either(String line) throws Exception {
		String answer = raw(line + "\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
		assertThat(answer).containsPattern("^HTTP/1.1 [45]")
			.contains("Content-Type: application/problem+json")
			.doesNotContainIgnoringCase("<html");
	}

	@Test
	void fields_at_fault_are_named() throws Exception {
		doThrow(new InvalidRequest(List.of(new FieldError("subject.email", "must be an address")))).when(this.reader)
			.read(any());
		JsonNode problem = problem(post("olga", "/api/requests", BODY), 422);
		assertThat(problem.at("/errors/0/field").asText()).isEqualTo("subject.email");
		assertThat(problem.at("/errors/0/message").asText()).isEqualTo("must be an address");
	}

	@Test
	void a_reference_that_stands_for_other_content_is_a_conflict() throws Exception {
		doThrow(new ReferenceConflict()).when(this.registrar).register(any(), any(), any());
		problem(post("olga", "/api/requests", BODY), 409);
	}

	@Test
	void a_full_disk_is_told_without_the_place_of_the_data(CapturedOutput output) throws Exception {
		doThrow(DiskFault.of(Path.of("/srv/secret-place"), new IOException("No space left on device")))
			.when(this.registrar)
			.register(any(), any(), any());
		HttpResponse<String> response = post("olga", "/api/requests", BODY);
		assertThat(problem(response, 507).path("detail").asText()).contains("short of disk space");
		assertThat(response.body()).doesNotContain("/srv");
		assertThat(output).contains("event=space-refused reason=\"/srv/secret-place cannot be written: No space left");
	}

	@Test
	void a_decision_that_nobody_waits_for_is_a_conflict() throws Exception {
		UUID id = request("contoso", "R-conflict", "export", "completed");
		doThrow(new WrongState("the request does not wait for a decision")).when(this.decisions)
			.decide(any(), any(), any());
		JsonNode problem = problem(post("olga", "/api/requests/" + id + "/decision", "{\"decision\":\"approve\"}"),
				409);
		assertThat(problem.path("detail").asText()).contains("does not wait");
	}

	@Test
	void a_fault_of_the_hub_shows_an_id_that_the_log_knows(CapturedOutput output) throws Exception {
		SQLException driver = new SQLException("value 'ana@contoso.example'");
		driver
			.setStackTrace(new StackTraceElement[] { new StackTraceElement("org.h2.Driver", "run", "Driver.java", 1) });
		doThrow(new IllegalArgumentException(driver)).when(this.registrar).register(any(), any(), any());
		HttpResponse<String> response = post("olga", "/api/requests", BODY);
		JsonNode problem = problem(response, 500);
		assertThat(response.body()).doesNotContain("ana@", "SQLException");
		assertThat(output).contains("errorId=" + problem.path("errorId").asText())
			.contains("SQLException")
			.doesNotContain("ana@contoso.example");
	}

	@Test
	void an_absent_ledger_is_told_as_such() throws Exception {
		doThrow(new CannotGetJdbcConnectionException("down")).when(this.registrar).register(any(), any(), any());
		HttpResponse<String> response = post("olga", "/api/requests", BODY);
		problem(response, 503);
		assertThat(response.headers().firstValue("Retry-After")).isPresent();
	}

	@ParameterizedTest
	@ValueSource(strings = { "limit=0", "limit=501", "limit=x", "limit=-1", "limit=1&limit=2", "state=lost", "after=x",
			"after=MSAx", "tenants=contoso", "tenant=%zz" })
	void a_query_that_is_not_understood_is_refused(String query) throws Exception {
		String raw = raw("GET /api/requests?" + query + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
				+ "Authorization: " + call("olga", "/").build().headers().firstValue("Authorization").orElseThrow()
				+ "\r\n\r\n");
		assertThat(raw).startsWith("HTTP/1.1 422").contains("application/problem+json", "\"errors\"");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "/api/requests?%0aevent=forged", "/api/requests?%00=1", "/api/requests?x=%0aevent%3dforged",
					"/api/requests?%1b[31m", "/api/sources?%c2%85event", "/api/sources#\r\nX-Odd: \u0085event=forged",
					"/api/sources#\r\nX-Odd: \u0001", "/api/sources#\r\n\u0085X: 1" })
	void odd_characters_of_a_call_are_refused_and_not_logged(String call, CapturedOutput output) throws Exception {
		String[] parts = call.split("#\r\n");
		String answer = raw("GET " + parts[0] + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
				+ ((parts.length == 2) ? parts[1] + "\r\n" : "") + "Authorization: "
				+ call("olga", "/").build().headers().firstValue("Authorization").orElseThrow() + "\r\n\r\n");
		assertThat(answer).containsPattern("^HTTP/1.1 (400|422|200)").doesNotContain("forged");
		assertThat(output).doesNotContain("forged", "Exception", "\tat ");
	}

	private String raw(String text) throws IOException {
		try (Socket socket = new Socket("localhost", this.port)) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
