package org.dsrhub.endtoend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.awaitility.Awaitility;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every file of the torture set through both doors of one hub, whose ledger is in
 * PostgreSQL, the stricter of the two databases. What belongs to a person says
 * {@code hunter2}.
 */
@ExtendWith(OutputCaptureExtension.class)
class TortureTests {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final String LINES = "lines.ndjson";

	private static final String GOOD = "{%s\"tenant\":\"contoso\",\"right\":\"discover\",\"subject\":{\"email\":\"hunter2@contoso.example\"},\"sources\":[\"defender-security-contacts\"]}";

	private static final List<String> TOKENS = List.of("\"", "\\", "\\u0000", "\\uD800", "\\\"", "{", "}", "[", "]",
			",", ":", "null", "true", "0", "-1", "1e99999999999", "\u00ED\u00A0\u0080", "\u00FF", "\u0000", "\n",
			"{{hub.ledger}}", "[".repeat(100), "\"x\":1,", "\"corrections\":{\"a\":1e5},", "\"right\":\"rectify\",");

	private static final Map<String, HttpResponse<byte[]>> ANSWERS = new LinkedHashMap<>();

	@TempDir
	static Path folder;

	private static SimulatedTenant contoso;

	private static Installation installation;

	private static RunningHub hub;

	private static List<String> reported;

	@BeforeAll
	static void sendEverything() throws IOException {
		contoso = SimulatedTenant.start("contoso");
		installation = Installation.in(folder).with(contoso, "").withPostgresql();
		hub = RunningHub.start(installation);
		Stream.concat(json().stream(), csv().stream())
			.forEach((one) -> installation.drop("contoso", one.name(), one.content()));
		ByteArrayOutputStream lines = new ByteArrayOutputStream();
		for (TortureCase one : lines()) {
			lines.write((GOOD.formatted("") + "\n").getBytes(StandardCharsets.UTF_8));
			lines.write(one.content());
			lines.write('\n');
		}
		lines.write((GOOD.formatted("") + "\n").getBytes(StandardCharsets.UTF_8));
		installation.drop("contoso", LINES, lines.toByteArray());
		json().forEach((one) -> ANSWERS.put(one.name(), hub.post("/api/requests", one.content())));
		Awaitility.await("the inbox to be empty")
			.atMost(Duration.ofMinutes(2))
			.until(() -> Stream.of(folder.resolve("inbox/contoso").toFile().list())
				.allMatch((name) -> name.startsWith(".")));
		reported = report(LINES);
	}

	@AfterAll
	static void close() {
		hub.close();
		contoso.close();
	}

	static List<TortureCase> json() {
		return TortureCase.of("json");
	}

	static List<TortureCase> csv() {
		return TortureCase.of("csv");
	}

	static List<TortureCase> lines() {
		return json().stream().filter(TortureCase::isLine).toList();
	}

	@ParameterizedTest
	@MethodSource("json")
	void a_body_is_taken_or_refused_by_its_fault(TortureCase one) throws IOException {
		HttpResponse<byte[]> answer = ANSWERS.get(one.name());
		String text = new String(answer.body(), StandardCharsets.UTF_8);

		assertThat(answer.statusCode()).as(text).isEqualTo(Integer.parseInt(one.expected().get(0)));
		assertThat(text).doesNotContain("hunter2", "Exception", "org.");
		JsonNode document = JSON.readTree(answer.body());
		if (answer.statusCode() == 202) {
			assertThat(document.path("reference").asText()).isEqualTo(one.reference());
		}
		else {
			assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
				.startsWith("application/problem+json");
			assertThat(document.path("detail").asText()).isNotEmpty();
		}
		if (answer.statusCode() == 422 && !one.expected().get(1).matches("taken|.*\\(file\\)")) {
			assertThat(document.path("errors")).extracting((error) -> error.path("field").asText())
				.contains(one.expected().get(1).substring(2));
		}
	}

	@ParameterizedTest
	@MethodSource("json")
	void a_json_file_is_taken_or_reported_by_line_and_field(TortureCase one) throws IOException {
		String expected = one.expected().get(1);
		if (expected.equals("taken")) {
			assertThat(inbox(".done/" + one.name())).exists();
		}
		else {
			assertThat(report(one.name())).contains(expected.replace("+", ""));
		}
		if (expected.matches("taken|\\+.*")) {
			awaitReceipt(one.reference());
		}
		else {
			assertThat(installation.result("contoso", one.reference()).isMissingNode()).isTrue();
		}
	}

	@ParameterizedTest
	@MethodSource("csv")
	void a_csv_file_is_taken_or_reported_by_line_and_field(TortureCase one) throws IOException {
		String expected = one.expected().get(1);
		if (expected.isEmpty()) {
			assertThat(inbox(".done/" + one.name())).exists();
		}
		else {
			assertThat(report(one.name())).contains(expected);
		}
		List<String> taken = List.of(one.expected().get(0).split(" "));
		for (String row : List.of("1", "2", "3")) {
			String reference = one.reference() + "-" + row;
			if (taken.contains(row)) {
				awaitReceipt(reference);
			}
			else {
				assertThat(installation.result("contoso", reference).isMissingNode()).as(reference).isTrue();
			}
		}
	}

	@ParameterizedTest
	@MethodSource("lines")
	void a_line_is_taken_or_reported_and_the_next_one_is_taken(TortureCase one) throws IOException {
		int line = 2 * (lines().indexOf(one) + 1);
		String status = one.expected().get(0);
		String expected = one.expected().get(1);
		String field = expected.matches("taken|.*\\(file\\)") ? "(request)" : expected.substring(2);

		if (status.equals("202")) {
			assertThat(reported).noneMatch((error) -> error.startsWith(line + " "));
		}
		else {
			assertThat(reported).contains(line + " " + field);
		}
		assertThat(reported).noneMatch((error) -> error.startsWith((line + 1) + " "));
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/csv", "text/csv; header=present", "application/csv", "application/x-ndjson",
			"application/vnd.ms-excel" })
	void the_rest_door_takes_json_alone(String type) throws IOException {
		HttpResponse<byte[]> answer = hub.post("/api/requests", csv().get(0).content(), type);

		assertThat(answer.statusCode()).isEqualTo(415);
		assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(JSON.readTree(answer.body()).path("detail").asText()).contains("application/json");
	}

	@Test
	void a_request_after_all_of_them_is_fulfilled_and_the_log_holds_nothing_of_them(CapturedOutput log) {
		installation.drop("contoso", "after.json", GOOD.formatted("\"reference\":\"after\","));

		assertThat(hub.closed("contoso", "after").path("state").asText()).isEqualTo("completed");
		assertThat(log.getAll()).doesNotContain("hunter2", "Exception", "\tat ", " ERROR ");
		assertThat(log.getAll().lines()).filteredOn((line) -> !line.contains("zonky"))
			.allMatch((line) -> line.matches("\\d{4}-\\d\\d-\\d\\dT.* event=.*"));
	}

	@Test
	void good_bodies_with_bytes_changed_are_taken_or_refused() throws IOException {
		List<byte[]> good = json().stream()
			.filter((one) -> one.expected().get(0).equals("202"))
			.map(TortureCase::content)
			.toList();
		Random random = new Random(20261121);
		for (int i = 0; i < 1000; i++) {
			byte[] body = changed(good.get(random.nextInt(good.size())), random);
			HttpResponse<byte[]> answer = hub.post("/api/requests", body);
			assertThat(answer.statusCode()).as(() -> new String(body, StandardCharsets.UTF_8))
				.isIn(202, 400, 404, 409, 422);
			assertThat(JSON.readTree(answer.body()).isObject()).isTrue();
		}
	}

	@Test
	void odd_queries_are_understood_or_refused() {
		Random random = new Random(20261121);
		List<String> names = List.of("tenant", "state", "reference", "limit", "after", "x", "", "%00");
		for (int i = 0; i < 300; i++) {
			StringBuilder query = new StringBuilder(names.get(random.nextInt(names.size()))).append('=');
			for (int j = random.nextInt(12); j >= 0; j--) {
				query.append("%%%02x".formatted(random.nextInt((j % 2 == 0) ? 256 : 128)));
			}
			assertThat(hub.get("/api/requests?" + query).statusCode()).as(query.toString()).isIn(200, 400, 404, 422);
		}
	}

	private static byte[] changed(byte[] good, Random random) {
		StringBuilder text = new StringBuilder(new String(good, StandardCharsets.ISO_8859_1));
		for (int i = random.nextInt(4); i >= 0; i--) {
			int at = random.nextInt(text.length());
			switch (random.nextInt(4)) {
				case 0 -> text.setCharAt(at, (char) random.nextInt(256));
				case 1 -> text.deleteCharAt(at);
				case 2 -> text.delete(at, Math.min(text.length() - 1, at + random.nextInt(20)));
				default -> text.insert(at, TOKENS.get(random.nextInt(TOKENS.size())));
			}
		}
		return text.toString().getBytes(StandardCharsets.ISO_8859_1);
	}

	private static void awaitReceipt(String reference) {
		Awaitility.await(reference)
			.pollDelay(Duration.ZERO)
			.atMost(Duration.ofSeconds(60))
			.until(() -> !installation.result("contoso", reference).isMissingNode());
	}

	/**
	 * Line and field of each error that was reported of a file.
	 */
	private static List<String> report(String name) throws IOException {
		String report = Files.readString(inbox(".rejected/" + name + ".errors.json"));
		assertThat(report).doesNotContain("hunter2");
		return JSON.readTree(report)
			.findParents("line")
			.stream()
			.map((error) -> error.path("line").asText() + " " + error.path("field").asText())
			.toList();
	}

	private static Path inbox(String file) {
		return folder.resolve("inbox/contoso").resolve(file);
	}

}
