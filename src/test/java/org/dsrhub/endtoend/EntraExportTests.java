package org.dsrhub.endtoend;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobContainerItem;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.awaitility.Awaitility;
import org.dsrhub.operation.ExportRemoval;
import org.dsrhub.simulated.AzuriteServer;
import org.dsrhub.simulated.GraphExports.Export;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedGraph;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsrhub.endtoend.Estate.task;

/**
 * Microsoft's own export of what its services logged about a person, which may take a
 * month.
 */
@ExtendWith(OutputCaptureExtension.class)
class EntraExportTests {

	private static final String SOURCE = "entra-system-logs";

	private static final String BEGIN = "exportPersonalData";

	private static AzuriteServer azurite;

	private static BlobServiceClient account;

	/** One for each test, so that they share a hub. */
	private static final List<String> TENANTS = List.of("weeks", "two", "limit", "lost", "down", "look", "doubt",
			"mended");

	private static final Map<String, SimulatedTenant> SIMULATED = new HashMap<>();

	private static final Map<String, SamplePeople> PEOPLE = new HashMap<>();

	@TempDir
	static Path folder;

	private static Installation installation;

	private static RunningHub hub;

	private static Duration passed = Duration.ZERO;

	private String tenant;

	private SimulatedTenant simulated;

	private SamplePeople people;

	@BeforeAll
	static void startAll() throws IOException {
		azurite = AzuriteServer.start();
		account = new BlobServiceClientBuilder().connectionString(azurite.connectionString())
			.httpClient(new JdkHttpClientBuilder().build())
			.buildClient();
		Files.writeString(folder.resolve("storage"), azurite.connectionString());
		installation = Installation.in(folder).withExports();
		for (String name : TENANTS) {
			SimulatedTenant tenant = SimulatedTenant.start(name);
			SIMULATED.put(name, tenant);
			PEOPLE.put(name, SamplePeople.settle(tenant, Instant.now()));
			installation.with(tenant,
					"""
							sources: {include: [entra-user, entra-system-logs]}
							container: {kind: azure, endpoint: "%s", name: dsr, credential: {kind: connection-string, value: "file:%s"}}
							limits: {connectTimeout: PT3S, responseTimeout: PT5S, maxAttempts: 3, maxWait: PT0.3S}
							"""
						.formatted(azurite.endpoint(), folder.resolve("storage")));
		}
		startHub();
	}

	@AfterAll
	static void stopAll() {
		hub.close();
		SIMULATED.values().forEach(SimulatedTenant::close);
		azurite.close();
	}

	private void at(String name) {
		this.tenant = name;
		this.simulated = SIMULATED.get(name);
		this.people = PEOPLE.get(name);
	}

	@Test
	void a_request_waits_four_weeks_through_three_restarts_and_completes_in_time(CapturedOutput output)
			throws IOException {
		at("weeks");
		// A month from here must have thirty days.
		while (ChronoUnit.DAYS.between(now(), now().atOffset(ZoneOffset.UTC).plusMonths(1).toInstant()) < 30) {
			pass(Duration.ofDays(1));
		}
		file("R-1", "export", this.people.email());
		Export export = begun(1).get(0);
		assertThat(export.user()).isEqualTo(this.people.objectId());
		JsonNode waiting = rests("R-1");
		LocalDate deadline = LocalDate.parse(waiting.path("deadline").asText());
		for (int restart = 1; restart <= 3; restart++) {
			int before = asked();
			hub.close();
			startHub();
			pass(Duration.ofDays(29).dividedBy(3));
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> asked() > before);
			rests("R-1");
		}
		assertThat(this.simulated.graph().exports()).hasSize(1);

		assertThat(export.put("UserActivity/log.json", """
				[{"userId":"%s","activity":"FileDownloaded","file":"report.docx"},
				 {"userId":"%s","activity":"FileShared","with":"bo@contoso.example"}]""".formatted(export.user(),
				export.user())))
			.isEqualTo(201);
		assertThat(export.put("SignIns.csv",
				"userPrincipalName,when,app\n%s,2026-01-05,Teams\n".formatted(this.people.userPrincipalName())))
			.isEqualTo(201);
		export.complete();
		pass(Duration.ofHours(6));
		JsonNode result = hub.closed(this.tenant, "R-1");

		assertThat(result.path("state").asText()).isEqualTo("completed");
		assertThat(Instant.parse(result.path("closedAt").asText()))
			.isBefore(deadline.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
		assertThat(task(result, SOURCE).path("count").asInt()).isEqualTo(3);
		String records = records(result);
		assertThat(records).contains("FileDownloaded", "Teams").doesNotContain("bo@contoso.example");
		nothingIsLeft();
		assertThat(evidence(result)).contains("\"operation-starting\"", "\"operation-begun\"",
				"\"operation-completed\"", "\"operation-read\"");
		String secret = signature(export);
		hub.close();
		var leaks = Leak.of(List.of(secret)).below(folder);
		startHub();
		assertThat(leaks).isEmpty();
		assertThat(Leak.of(List.of(secret)).in("log", output.getAll().getBytes(StandardCharsets.UTF_8))).isEmpty();
	}

	@Test
	void two_peoples_files_never_meet_and_the_address_opens_nothing_else() throws IOException {
		at("two");
		String bo = this.people.otherSubjects().get(0);
		file("R-1", "export", this.people.email());
		begun(1);
		file("R-2", "export", bo);
		List<Export> both = begun(2);
		Export hers = both.get(0);
		Export his = both.get(1);
		assertThat(hers.container()).isNotEqualTo(his.container());
		assertThat(exports()).containsExactlyInAnyOrder(hers.container(), his.container());

		assertThat(hers.send("GET", hers.container(), "&restype=container&comp=list", "")).isEqualTo(403);
		assertThat(hers.put("log.json", "[{\"userId\":\"%s\",\"activity\":\"hers\"}]".formatted(hers.user())))
			.isEqualTo(201);
		assertThat(hers.send("GET", hers.container() + "/log.json", "", "")).isEqualTo(403);
		assertThat(hers.send("DELETE", hers.container() + "/log.json", "", "")).isEqualTo(403);
		assertThat(hers.send("PUT", his.container() + "/log.json", "", "[]")).isEqualTo(403);
		assertThat(hers.send("PUT", "dsr/two/planted.zip", "", "x")).isEqualTo(403);
		assertThat(his.put("log.json", "[{\"userId\":\"%s\",\"activity\":\"his\"}]".formatted(his.user())))
			.isEqualTo(201);

		hers.complete();
		his.complete();
		pass(Duration.ofHours(6));
		assertThat(records(hub.closed(this.tenant, "R-1"))).contains("hers").doesNotContain("his\"");
		assertThat(records(hub.closed(this.tenant, "R-2"))).contains("\"his\"").doesNotContain("hers");
		nothingIsLeft();
	}

	@Test
	void a_limit_for_the_day_is_waited_out_and_a_failed_export_can_be_begun_anew() throws IOException {
		at("limit");
		SimulatedGraph graph = this.simulated.graph();
		graph.faults().on(BEGIN).times(3).throttleWithoutHint();
		file("R-1", "export", this.people.email());
		for (int day = 1; day <= 3; day++) {
			JsonNode waiting = rests("R-1");
			Instant again = Instant.parse(task(waiting, SOURCE).path("resumeAt").asText());
			assertThat(again).isBetween(midnight(), midnight().plus(Duration.ofMinutes(30)));
			pass(Duration.between(now(), again).plusMillis(1));
			int turn = day + 1;
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> told() >= turn);
		}
		Export first = begun(1).get(0);

		first.fail("TenantQuotaExceeded");
		pass(Duration.ofHours(6));
		JsonNode failed = hub.closed(this.tenant, "R-1");
		assertThat(task(failed, SOURCE).path("reason").asText()).isEqualTo("operation-failed");
		String id = failed.path("id").asText();
		assertThat(evidence(failed)).contains("the service says: TenantQuotaExceeded");
		nothingIsLeft();

		assertThat(hub.post("/api/requests/" + id + "/retry", "").statusCode()).isEqualTo(200);
		Export second = begun(2).get(1);
		assertThat(second.container()).isNotEqualTo(first.container());
		rests("R-1");
		second.put("log.json", "[{\"userId\":\"%s\"}]".formatted(second.user()));
		second.complete();
		pass(Duration.ofHours(6));
		assertThat(hub.awaitThat(this.tenant, "R-1", (result) -> result.path("state").asText().equals("completed"))
			.at("/package/revision")
			.asInt()).isEqualTo(2);
		nothingIsLeft();
	}

	@Test
	void what_the_hub_cannot_read_for_sure_stays_until_a_person_has_looked() throws IOException {
		at("doubt");
		file("R-1", "export", this.people.email());
		Export export = begun(1).get(0);
		rests("R-1");
		export.complete();
		pass(Duration.ofHours(6));
		hub.awaitThat(this.tenant, "R-1",
				(result) -> task(result, SOURCE).path("reason").asText().equals("invalid-answer"));
		pass(Duration.ofHours(13));
		JsonNode empty = manual("empty");
		assertThat(empty.path("state").asText()).isEqualTo("attention");
		assertThat(empty.path("attention").asText()).contains(export.container());
		assertThat(hub.post("/api/requests/" + empty.path("id").asText() + "/retry", "").statusCode()).isEqualTo(409);
		assertThat(export.put("log.json", "[{\"userId\":\"%s\",\"n\":1},{\"app\":\"Teams\"}]".formatted(export.user())))
			.isEqualTo(201);
		String path = "/api/requests/" + empty.path("id").asText() + "/tasks/" + SOURCE;
		String again = "{\"outcome\":\"found\",\"note\":\"mended\"}";
		assertThat(hub.post(path + "/completion", again).statusCode()).isEqualTo(200);
		JsonNode waits = manual("unreadable");
		assertThat(exports()).containsExactly(export.container());
		assertThat(new String(hub.get(path + "/instructions").body(), StandardCharsets.UTF_8))
			.contains(export.container(), "attachment");
		assertThat(hub.post(path + "/completion", attached("[{\"app\":\"Teams\"}]")).statusCode()).isEqualTo(200);
		Awaitility.await().until(() -> evidence(waits).split("\"operation-needs-person\"").length == 4);
		manual("unreadable");
		assertThat(hub
			.post(path + "/completion",
					attached("[{\"userId\":\"%1$s\",\"n\":1},{\"userId\":\"%1$s\",\"app\":\"Teams\"}]"
						.formatted(export.user())))
			.statusCode()).isEqualTo(200);
		JsonNode result = hub.closed(this.tenant, "R-1");
		assertThat(result.path("state").asText()).isEqualTo("completed");
		assertThat(task(result, SOURCE).path("count").asInt()).isEqualTo(2);
		assertThat(records(result)).contains("Teams");
		nothingIsLeft();
		Awaitility.await().until(() -> evidence(result).contains("\"export-removed\""));
	}

	@Test
	void a_start_whose_answer_was_lost_is_begun_anew_in_a_place_of_its_own() throws IOException {
		at("lost");
		this.simulated.graph().faults().on(BEGIN).loseAnswer();
		file("R-1", "export", this.people.email());
		List<Export> both = begun(2);
		rests("R-1");
		Awaitility.await().until(() -> exports().equals(Set.of(both.get(1).container())));

		assertThat(both.get(0).put("log.json", "[{\"userId\":\"%s\"}]".formatted(both.get(0).user()))).isEqualTo(404);
		assertThat(both.get(1).put("log.json", "[{\"userId\":\"%s\",\"n\":2}]".formatted(both.get(1).user())))
			.isEqualTo(201);
		both.get(1).complete();
		pass(Duration.ofHours(6));

		JsonNode result = hub.closed(this.tenant, "R-1");
		assertThat(task(result, SOURCE).path("count").asInt()).isEqualTo(1);
		nothingIsLeft();
	}

	@Test
	void a_service_that_is_down_for_a_day_has_lost_nothing_and_what_a_cancelled_request_awaited_is_removed() {
		at("down");
		SimulatedGraph graph = this.simulated.graph();
		file("R-1", "export", this.people.email());
		Export export = begun(1).get(0);
		rests("R-1");
		graph.faults().on("dataPolicyOperations").times(4).answer(503);
		for (int i = 1; i <= 4; i++) {
			int before = asked();
			pass(Duration.ofHours(6));
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> asked() > before);
			rests("R-1");
		}
		assertThat(exports()).containsExactly(export.container());

		String id = installation.result(this.tenant, "R-1").path("id").asText();
		assertThat(hub.delete("/api/requests/" + id).statusCode()).isLessThan(300);
		hub.part(ExportRemoval.class).sweep();
		assertThat(exports()).isEmpty();
		assertThat(export.put("late.json", "[]")).isEqualTo(404);
	}

	@Test
	void who_only_asks_what_is_there_begins_nothing() {
		at("look");
		file("R-1", "discover", this.people.email());
		JsonNode result = hub.closed(this.tenant, "R-1");
		assertThat(task(result, SOURCE).path("outcome").asText()).isEqualTo("found");
		assertThat(this.simulated.graph().exports()).isEmpty();
		assertThat(exports()).isEmpty();
	}

	private static void startHub() {
		hub = RunningHub.start(installation, ShiftedClock.class);
		hub.part(ShiftedClock.class).pass(passed);
	}

	private static void pass(Duration time) {
		passed = passed.plus(time);
		hub.part(ShiftedClock.class).pass(time);
	}

	private static Instant now() {
		return hub.part(ShiftedClock.class).instant();
	}

	private static Instant midnight() {
		return now().truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
	}

	private void file(String reference, String right, String email) {
		installation.drop(this.tenant, reference + ".json",
				"{\"reference\":\"%s\",\"tenant\":\"%s\",\"right\":\"%s\",\"subject\":{\"email\":\"%s\"},\"receivedAt\":\"%s\"}"
					.formatted(reference, this.tenant, right, email, Instant.now().plus(passed)));
	}

	private List<Export> begun(int count) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> List.copyOf(this.simulated.graph().exports()), (exports) -> exports.size() >= count);
	}

	private JsonNode manual(String reason) {
		return hub.awaitThat(this.tenant, "R-1",
				(result) -> task(result, SOURCE).path("state").asText().equals("manual")
						&& task(result, SOURCE).path("reason").asText().equals(reason));
	}

	private static String attached(String records) {
		return "{\"outcome\":\"found\",\"note\":\"looked\",\"attachment\":{\"name\":\"x.json\",\"contentType\":\"application/json\",\"content\":\"%s\"}}"
			.formatted(Base64.getEncoder().encodeToString(records.getBytes(StandardCharsets.UTF_8)));
	}

	private static String evidence(JsonNode result) {
		return new String(hub.get("/api/requests/" + result.path("id").asText() + "/evidence").body(),
				StandardCharsets.UTF_8);
	}

	@Test
	void what_a_person_mended_in_its_place_is_read_again() throws IOException {
		at("mended");
		file("R-1", "export", this.people.email());
		Export export = begun(1).get(0);
		rests("R-1");
		assertThat(export.put("log.json", "[{\"userId\":\"%s\"},{\"app\":\"Teams\"}]".formatted(export.user())))
			.isEqualTo(201);
		export.complete();
		pass(Duration.ofHours(6));
		JsonNode waits = manual("unreadable");
		account.getBlobContainerClient(export.container())
			.getBlobClient("log.json")
			.upload(BinaryData.fromString(
					"[{\"userId\":\"%1$s\"},{\"userId\":\"%1$s\",\"app\":\"Teams\"}]".formatted(export.user())), true);
		assertThat(hub
			.post("/api/requests/" + waits.path("id").asText() + "/tasks/" + SOURCE + "/completion",
					"{\"outcome\":\"found\",\"note\":\"mended\"}")
			.statusCode()).isEqualTo(200);
		JsonNode result = hub.closed(this.tenant, "R-1");
		assertThat(result.path("state").asText()).isEqualTo("completed");
		assertThat(task(result, SOURCE).path("count").asInt()).isEqualTo(2);
		nothingIsLeft();
	}

	private JsonNode rests(String reference) {
		return hub.awaitThat(this.tenant, reference, (result) -> {
			for (JsonNode task : result.path("tasks")) {
				if (task.path("source").asText().equals(SOURCE)) {
					return task.path("state").asText().equals("waiting") && task.hasNonNull("resumeAt")
							&& Instant.parse(task.path("resumeAt").asText()).isAfter(now());
				}
			}
			return false;
		});
	}

	private int asked() {
		return (int) this.simulated.graph()
			.calls()
			.stream()
			.filter((call) -> call.path().contains("dataPolicyOperations"))
			.count();
	}

	private int told() {
		return (int) this.simulated.graph().calls().stream().filter((call) -> call.path().contains(BEGIN)).count();
	}

	private static Set<String> exports() {
		Set<String> names = new TreeSet<>();
		account.listBlobContainers()
			.stream()
			.map(BlobContainerItem::getName)
			.filter((name) -> name.startsWith("dsr-export-"))
			.forEach(names::add);
		return names;
	}

	private static void nothingIsLeft() {
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> exports().isEmpty());
	}

	private static String signature(Export export) {
		String query = export.storage().getRawQuery();
		return URLDecoder.decode(query.replaceFirst(".*sig=([^&]*).*", "$1"), StandardCharsets.UTF_8);
	}

	private static String records(JsonNode result) throws IOException {
		byte[] zip = account.getBlobContainerClient("dsr")
			.getBlobClient(result.path("package").path("path").asText())
			.downloadContent()
			.toBytes();
		return new ObjectMapper().readTree(Leak.entries(zip).get("Entra ID/" + SOURCE + ".json")).toString();
	}

}
