package org.dsrhub.camel;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.database.Timestamps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs of retention rules, and evidence that is taken away, as callers see them.
 */
class RestRetentionTest extends RestTest {

	private static final String RUNS = "/api/retention/runs";

	private static final String REPLAYS = "/api/retention/replays";

	private static final String REPLAY = "{\"tenant\": \"contoso\", \"since\": \"2026-01-01T00:00:00+01:00\"}";

	private static final String ORDER = "{\"rule\": \"packages\", \"tenant\": \"contoso\", \"dryRun\": true}";

	@ParameterizedTest
	@ValueSource(strings = { "olga", "TenantAdministrator" })
	void a_run_is_planned_and_shown(String user) throws Exception {
		HttpResponse<String> started = post(user, RUNS, ORDER);
		assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
		String id = tree(started).path("id").asText();
		assertThat(started.headers().firstValue("Location")).hasValue(RUNS + "/" + id);
		assertThat(tree(started).path("state").asText()).isEqualTo("planned");
		assertThat(tree(started).path("askedBy").asText()).isEqualTo(user);
		RestContractTest.conforms("/components/schemas/Run", started.body());
		item(UUID.fromString(id), 1, "removed");
		item(UUID.fromString(id), 2, "deferred");
		JsonNode shown = tree(get("Auditor", RUNS + "/" + id));
		assertThat(shown.path("things")).hasToString("{\"deferred\":1,\"removed\":1}");
		assertThat(shown.at("/deferred/0/until").asText()).isEqualTo("2026-03-01T00:00:00Z");
		RestContractTest.conforms("/components/schemas/Run", shown.toString());
	}

	@Test
	void things_and_runs_are_paged() throws Exception {
		UUID run = UUID.fromString(tree(post("olga", RUNS, ORDER)).path("id").asText());
		post("olga", RUNS, ORDER);
		for (int number = 1; number <= 5; number++) {
			item(run, number, (number % 2 == 0) ? "held" : "removed");
		}
		HttpResponse<String> page = get("olga", RUNS + "/" + run + "/items?limit=3");
		assertThat(tree(page).path("value")).hasSize(3);
		RestContractTest.conforms(
				"/paths/~1retention~1runs~1{id}~1items/get/responses/200/content/application~1json/schema",
				page.body());
		assertThat(tree(get("olga", tree(page).path("next").asText())).path("value")).hasSize(2);
		JsonNode held = tree(get("olga", RUNS + "/" + run + "/items?state=held"));
		assertThat(held.at("/value").findValuesAsText("thing")).containsExactly("thing-2", "thing-4");
		JsonNode runs = tree(get("Auditor", RUNS + "?tenant=contoso&limit=1"));
		JsonNode next = tree(get("Auditor", runs.path("next").asText()));
		assertThat(next.at("/value/0/id").asText()).isNotEmpty().isNotEqualTo(runs.at("/value/0/id").asText());
		RestContractTest.conforms("/paths/~1retention~1runs/get/responses/200/content/application~1json/schema",
				runs.toString());
	}

	@ParameterizedTest
	@ValueSource(strings = { "nobody", "Auditor", "Approver", "Owner", "HoldKeeper" })
	void nobody_else_starts_one(String user) throws Exception {
		problem(post(user, RUNS, ORDER), 403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "nobody", "Approver", "Owner", "HoldKeeper" })
	void nobody_else_sees_them(String user) throws Exception {
		String id = tree(post("olga", RUNS, ORDER)).path("id").asText();
		problem(get(user, RUNS + "/" + id), 403);
		problem(get(user, RUNS + "/" + id + "/items"), 403);
		problem(get(user, RUNS + "?tenant=contoso"), 403);
	}

	@Test
	void what_is_of_another_tenant_is_not_there() throws Exception {
		String theirs = tree(post("fred", RUNS, ORDER.replace("contoso", "fabrikam"))).path("id").asText();
		problem(post("olga", RUNS, ORDER.replace("contoso", "fabrikam")), 404);
		problem(get("olga", RUNS + "/" + theirs), 404);
		problem(get("olga", RUNS + "/" + theirs + "/items"), 404);
		problem(get("olga", RUNS + "?tenant=fabrikam"), 404);
		problem(get("olga", RUNS + "?tenant=contoso&after=" + theirs), 404);
		problem(get("olga", RUNS + "/x"), 404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"rule\": \"pakages\", \"tenant\": \"contoso\", \"dryRun\": true}",
			"{\"rule\": \"packages\", \"tenant\": \"contoso\"}", "{\"rule\": \"packages\", \"dryRun\": true}",
			"{\"rule\": \"packages\", \"tenant\": \"contoso\", \"dryRun\": \"no\"}",
			"{\"rule\": \"packages\", \"tenant\": \"contoso\", \"dryRun\": true, \"force\": true}", "[]" })
	void what_cannot_be_taken_is_told_by_field(String order) throws Exception {
		assertThat(problem(post("olga", RUNS, order), 422).path("errors")).isNotEmpty();
	}

	@Test
	void a_run_is_not_planned_while_another_one_of_the_rule_has_not_ended() throws Exception {
		String order = ORDER.replace("packages", "sealed");
		post("olga", RUNS, order);
		assertThat(problem(post("olga", RUNS, order.replace("true", "false")), 409).path("detail").asText())
			.contains("still makes its list");
	}

	@Test
	void a_replay_says_what_it_has_planned() throws Exception {
		HttpResponse<String> replay = post("olga", REPLAYS, REPLAY);
		assertThat(replay.statusCode()).as(replay.body()).isEqualTo(202);
		RestContractTest.conforms("/paths/~1retention~1replays/post/responses/202/content/application~1json/schema",
				replay.body());
		problem(post("Auditor", REPLAYS, REPLAY), 403);
		problem(post("olga", REPLAYS, REPLAY.replace("contoso", "fabrikam")), 404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"tenant\": \"contoso\"}", "{\"since\": \"2026-01-01T00:00:00Z\"}",
			"{\"tenant\": \"contoso\", \"since\": \"yesterday\"}",
			"{\"tenant\": \"contoso\", \"since\": \"2099-01-01T00:00:00Z\"}",
			"{\"tenant\": \"contoso\", \"since\": \"2026-01-01T00:00:00Z\", \"all\": true}", "[]" })
	void a_replay_that_cannot_be_taken_is_told_by_field(String order) throws Exception {
		assertThat(problem(post("olga", REPLAYS, order), 422).path("errors")).isNotEmpty();
	}

	@Test
	void evidence_is_taken_away_by_auditors_alone() throws Exception {
		String path = "/api/requests/" + request("contoso", UUID.randomUUID().toString(), "export", "completed")
				+ "/evidence/file";
		HttpResponse<String> file = get("Auditor", path);
		assertThat(file.statusCode()).isEqualTo(200);
		assertThat(file.headers().firstValue("Content-Disposition"))
			.hasValueSatisfying((header) -> assertThat(header).startsWith("attachment; filename=\"evidence-"));
		assertThat(tree(file).path("tenant").asText()).isEqualTo("contoso");
		assertThat(tree(get("olga", "/api/evidence/keys"))).isEqualTo(tree(file).path("keys")).isNotEmpty();
		problem(get("Owner", path), 403);
		problem(get("Owner", "/api/evidence/keys"), 403);
		problem(get("fred", path), 404);
	}

	private void item(UUID run, int number, String state) {
		this.jdbc.sql(
				"insert into retention_item (run, number, thing, bytes, since, state, until) values (?, ?, ?, 1, ?, ?, ?)")
			.params(run, number, "thing-" + number, Timestamps.of(Instant.parse("2026-02-01T00:00:00Z")), state,
					Timestamps.of(Instant.parse("2026-03-01T00:00:00Z")))
			.update();
	}

}
