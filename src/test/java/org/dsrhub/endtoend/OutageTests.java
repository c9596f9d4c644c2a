package org.dsrhub.endtoend;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.dsrhub.simulated.Call;
import org.dsrhub.simulated.Effect;
import org.dsrhub.simulated.SampleColleagues;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsrhub.endtoend.Estate.task;

/**
 * Services that are away for hours, or want a pause: few calls, nothing lost, and others
 * go on. Each case is a tenant of its own in one hub, whose time a test puts forward.
 */
class OutageTests {

	private static final String ALERTS = "defender-alerts";

	private static final List<String> OTHERS = List.of("defender-security-contacts", "defender-jit-policies",
			"activity-log", "entra-user");

	private static final Map<String, SimulatedTenant> TENANTS = new HashMap<>();

	private static final Map<String, SamplePeople> PEOPLE = new HashMap<>();

	@TempDir
	static Path folder;

	private static Installation installation;

	private static SampleColleagues colleagues;

	private static RunningHub hub;

	@BeforeAll
	static void start() {
		installation = Installation.in(folder);
		String limits = "limits: {maxAttempts: 3, maxWait: PT0.3S, concurrency: 4}\n";
		for (String name : List.of("dead", "alive", "throttled", "late")) {
			settle(name, limits);
		}
		settle("gone", "limits: {maxAttempts: 6, maxWait: PT0.1S, maxOutage: PT1S}\n");
		for (String name : List.of("lost", "halfway")) {
			settle(name, "limits: {maxAttempts: 6, maxWait: PT0.1S}\n");
		}
		SimulatedTenant gentle = SimulatedTenant.start("gentle");
		TENANTS.put("gentle", gentle);
		colleagues = SampleColleagues.settle(gentle, Instant.now());
		installation.with(gentle, "decision: {erase: auto}\n");
		hub = RunningHub.start(installation, ShiftedClock.class);
	}

	@AfterAll
	static void stop() {
		hub.close();
		TENANTS.values().forEach(SimulatedTenant::close);
	}

	@Test
	void a_source_that_is_away_for_an_hour_is_asked_seldom_and_no_request_fails_by_it() {
		TENANTS.get("dead").arm().faults().on("/alerts").always().answer(503);
		List<String> requests = drop("dead", 12);
		String alive = drop("alive", 1).get(0);

		assertThat(hub.closed("alive", alive).path("state").asText()).isEqualTo("completed");
		awaitOpen("dead", ALERTS);
		Awaitility.await().until(() -> open("dead") == requests.size() && count("""
				select count(*) from task where tenant = 'dead' and source <> 'defender-alerts'
				and outcome is null""") == 0);
		int rounds = 12;
		for (int round = 0; round < rounds; round++) {
			int before = alerts("dead").size();
			pass(Duration.ofMinutes(5));
			// Also noted: time that passes before that is none of its rest.
			Awaitility.await().until(() -> alerts("dead").size() > before && count("""
					select count(*) from circuit where tenant = 'dead' and probe_until is null""") == 1);
		}
		// What opened it, what was on its way by then, and the calls that tried it.
		assertThat(alerts("dead")).hasSizeLessThan(5 + 4 + 3 * rounds);
		assertThat(open("dead")).isEqualTo(requests.size());
		TENANTS.get("dead").arm().faults().clear();
		pass(Duration.ofMinutes(10));
		for (String request : requests) {
			JsonNode result = hub.closed("dead", request);
			assertThat(result.path("state").asText()).as(result.toString()).isEqualTo("completed");
			assertThat(task(result, ALERTS).path("outcome").asText()).isEqualTo("found");
		}
	}

	@Test
	void a_source_that_stays_away_for_longer_than_the_tenant_bears_is_an_exception_that_can_be_retried() {
		TENANTS.get("gone").arm().faults().on("/alerts").always().answer(500);
		String request = drop("gone", 1).get(0);

		JsonNode result = hub.closed("gone", request);
		assertThat(result.path("state").asText()).isEqualTo("completed-with-exceptions");
		assertThat(task(result, ALERTS).path("reason").asText()).isEqualTo("unreachable");

		TENANTS.get("gone").arm().faults().clear();
		pass(Duration.ofMinutes(10));
		String path = "/api/requests/" + result.path("id").asText();
		assertThat(hub.post(path + "/retry", "").statusCode()).isEqualTo(200);
		hub.awaitThat("gone", request, (done) -> done.path("state").asText().equals("completed"));
	}

	@Test
	void what_is_overdue_does_not_wait_for_ever_for_a_service_that_wants_one_pause_after_the_other() {
		TENANTS.get("late").arm().faults().on("/alerts").always().throttle("60");
		List<String> requests = drop("late", 12, Instant.now().minus(Duration.ofDays(60)));
		Awaitility.await().until(() -> {
			Instant now = hub.part(ShiftedClock.class).instant();
			String resting = """
					select count(*) from task join circuit on task.tenant = circuit.tenant and task.source = circuit.source
					where task.tenant = 'late' and (outcome is not null or (lease is null and due >= rests_until))
					and rests_until > timestamp with time zone '%s'""";
			if (count(resting.formatted(now)) == requests.size()) {
				pass(Duration.ofSeconds(61));
			}
			return open("late") == 0;
		});
		for (String request : requests) {
			assertThat(task(hub.closed("late", request), ALERTS).path("reason").asText()).isEqualTo("throttled");
		}
		// Those that were on their way, and one after each pause.
		assertThat(alerts("late")).hasSizeLessThan(requests.size());
	}

	@Test
	void while_a_service_wants_a_pause_no_task_calls_it_on_behalf_of_its_tenant() {
		TENANTS.get("throttled").arm().faults().on("/alerts").throttle("3600");
		List<String> requests = new ArrayList<>(drop("throttled", 1));
		Awaitility.await().until(() -> alerts("throttled").size() == 1);
		awaitOpen("throttled", ALERTS);
		requests.addAll(drop("throttled", 9));

		Awaitility.await().until(() -> count("""
				select count(*) from task where tenant = 'throttled' and source = 'defender-alerts'
				and state = 'waiting'""") == 10);
		pass(Duration.ofMinutes(59));
		Awaitility.await().until(() -> count("""
				select count(*) from task where tenant = 'throttled' and source <> 'defender-alerts'
				and outcome is null""") == 0);
		assertThat(alerts("throttled")).hasSize(1);

		pass(Duration.ofMinutes(2));
		for (String request : requests) {
			assertThat(hub.closed("throttled", request).path("state").asText()).isEqualTo("completed");
		}
	}

	@ParameterizedTest
	@CsvSource({ "lost, GET /v1.0/", "halfway, GET /v1.0/users" })
	void a_directory_that_is_away_or_answers_half_leaves_its_requests_unidentified_until_it_is_back(String tenant,
			String calls) {
		TENANTS.get(tenant).graph().faults().on(calls).always().answer(503);
		String request = drop(tenant, 1).get(0);
		awaitVain(tenant, 5);
		int before = asked(tenant);
		pass(Duration.ofHours(1));
		awaitVain(tenant, before + 1);
		assertThat(
				count("select count(*) from request where tenant = '%s' and state = 'identifying'".formatted(tenant)))
			.isEqualTo(1);

		TENANTS.get(tenant).graph().faults().clear();
		pass(Duration.ofMinutes(25));
		assertThat(hub.closed(tenant, request).path("state").asText()).isEqualTo("completed");
		assertThat(
				count("select count(*) from circuit where tenant = '%s' and opened_at is not null".formatted(tenant)))
			.isZero();
	}

	@Test
	void a_change_whose_service_rests_is_not_written_down_as_begun() {
		SimulatedTenant gentle = TENANTS.get("gentle");
		gentle.arm()
			.faults()
			.on("/securityContacts/")
			.tell(Map.of("RateLimit-Remaining", "0", "RateLimit-Reset", "3600"));
		installation.drop("gentle", "E-1.json", """
				{"reference":"E-1","tenant":"gentle","right":"erase","sources":["defender-security-contacts"],\
				"subject":{"email":"%s"}}""".formatted(colleagues.email()));

		Awaitility.await().until(() -> count("""
				select count(*) from circuit where tenant = 'gentle' and rests_until is not null""") == 1);
		Awaitility.await().until(() -> count("""
				select count(*) from task where tenant = 'gentle' and phase = 'change' and state = 'waiting'""") == 1);
		String path = "/api/requests/" + installation.result("gentle", "E-1").path("id").asText();
		assertThat(new String(hub.get(path + "/evidence").body(), StandardCharsets.UTF_8)).contains("change-released")
			.doesNotContain("change-begun");
		assertThat(gentle.arm().effects()).isEmpty();

		pass(Duration.ofMinutes(61));
		JsonNode result = hub.closed("gentle", "E-1");
		assertThat(result.path("state").asText()).as(result.toString()).isEqualTo("completed");
		assertThat(gentle.arm().effects()).extracting(Effect::method).isNotEmpty();
		assertThat(new String(hub.get(path + "/evidence").body(), StandardCharsets.UTF_8)).contains("change-begun");
	}

	private static void settle(String name, String more) {
		SimulatedTenant tenant = SimulatedTenant.start(name);
		TENANTS.put(name, tenant);
		PEOPLE.put(name, SamplePeople.settle(tenant, Instant.now()));
		installation.with(tenant, more);
	}

	/**
	 * Requests that all ask for the alerts, and each for others besides.
	 */
	private static List<String> drop(String tenant, int number) {
		return drop(tenant, number, Instant.now());
	}

	private static List<String> drop(String tenant, int number, Instant received) {
		List<String> references = new ArrayList<>();
		int before = open(tenant);
		for (int i = before; i < before + number; i++) {
			List<String> sources = new ArrayList<>(List.of("\"" + ALERTS + "\""));
			for (int other = 0; other < OTHERS.size(); other++) {
				if ((i >> other & 1) == 1) {
					sources.add("\"" + OTHERS.get(other) + "\"");
				}
			}
			String reference = "R-" + i;
			references.add(reference);
			installation.drop(tenant, reference + ".json",
					"{\"reference\":\"%s\",\"tenant\":\"%s\",\"right\":\"access\",\"sources\":[%s],\"subject\":{\"email\":\"%s\"},\"receivedAt\":\"%s\"}"
						.formatted(reference, tenant, String.join(",", sources), PEOPLE.get(tenant).email(), received));
		}
		Awaitility.await()
			.until(() -> references.stream()
				.noneMatch((reference) -> installation.result(tenant, reference).isMissingNode()));
		return references;
	}

	private static void awaitOpen(String tenant, String source) {
		Awaitility.await()
			.until(() -> count(
					"select count(*) from circuit where tenant = '%s' and source = '%s' and opened_at is not null"
						.formatted(tenant, source)) == 1);
	}

	/**
	 * A person was looked up so often in vain, and the one request rests.
	 */
	private static void awaitVain(String tenant, int asked) {
		Awaitility.await().until(() -> asked(tenant) >= asked && count("""
				select count(*) from circuit join request on request.tenant = circuit.tenant
				where circuit.tenant = '%s' and source = 'directory' and opened_at is not null and probe_until is null
				and lease is null""".formatted(tenant)) == 1);
	}

	private static int asked(String tenant) {
		return (int) TENANTS.get(tenant)
			.graph()
			.calls()
			.stream()
			.filter((call) -> call.path().endsWith("/organization"))
			.count();
	}

	private static List<Call> alerts(String tenant) {
		return TENANTS.get(tenant).arm().calls().stream().filter((call) -> call.line().contains("/alerts")).toList();
	}

	private static int open(String tenant) {
		return count("select count(*) from open_request where tenant = '%s'".formatted(tenant));
	}

	private static int count(String question) {
		return hub.part(JdbcClient.class).sql(question).query(Integer.class).single();
	}

	private static void pass(Duration time) {
		hub.part(ShiftedClock.class).pass(time);
	}

}
