package org.dsrhub.endtoend;

import java.nio.file.Path;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.simulated.FaultScript;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsrhub.endtoend.Estate.task;

/**
 * Who the subject is, and what becomes of a request when the directory cannot say.
 */
class IdentificationTests {

	private static final String ALL = "\"right\":\"export\",\"subject\":{\"email\":\"$email\"}";

	private static final String ALERTS = ALL + ",\"sources\":[\"defender-alerts\"]";

	@TempDir
	static Path folder;

	private static Estate estate;

	@BeforeAll
	static void runAllAtOnce() {
		estate = new Estate(folder);
		directory("down", (on) -> on.answer(503));
		directory("throttles", FaultScript::throttleWithoutHint);
		directory("forbids", FaultScript::forbid);
		directory("understands-nothing", (on) -> on.answer(400));
		directory("talks-html", FaultScript::html);
		directory("links-to-itself", FaultScript::repeatNextLink);
		directory("links-elsewhere", (on) -> on.nextLinkTo("http://192.0.2.9:9/elsewhere"));
		directory("lists-nobody-with-an-id", (on) -> on.rewrite((page) -> {
			page.putArray("value").addObject().put("displayName", "Ana Jensen");
			return page;
		}));
		estate.settle("organization-forbidden", "", ALL, (tenant) -> on(tenant, "/organization").forbid());
		estate.settle("once", "", ALL, (tenant) -> tenant.graph().faults().on("/v1.0/users?").after(1).answer(503));
		estate.settle("gaps", "", ALL, (tenant) -> tenant.graph().emptyPages(true));
		subject("deleted", "\"email\":\"peter.krogh@$domain\"");
		subject("guest", "\"email\":\"lucia.romero@northwind.example\"");
		subject("personal-account", "\"email\":\"kaja.winter@outlook.example\"");
		subject("nobody", "\"email\":\"nobody@nowhere.example\"");
		subject("unknown-object-id", "\"objectId\":\"5c2f1f0e-1d7e-4c36-9a53-0f0d3c1c2b1a\"");
		subject("address-only", "\"ipAddresses\":[\"203.0.113.17\"]");
		without("no-directory", "endpoints: {login: \"%1$s\", arm: \"%2$s\"}\n");
		without("no-subscriptions", "subscriptions: []\n");
		without("no-arm", "endpoints: {login: \"%1$s\", graph: \"%3$s\"}\n");
		estate.start();
	}

	@AfterAll
	static void close() {
		estate.close();
	}

	@ParameterizedTest
	@CsvSource({ "down, unreachable", "throttles, throttled", "forbids, not-permitted",
			"understands-nothing, bad-request", "talks-html, invalid-answer", "links-to-itself, invalid-answer",
			"links-elsewhere, invalid-answer", "lists-nobody-with-an-id, invalid-answer" })
	void a_directory_that_fails_is_an_exception_and_the_rest_is_searched(String directory, String reason) {
		JsonNode result = estate.closed(directory);

		assertThat(result.path("state").asText()).isEqualTo("completed-with-exceptions");
		assertThat(task(result, "entra-user").path("reason").asText()).isEqualTo(reason);
		assertThat(result.path("exceptions").toString())
			.isEqualTo("[" + line("identification", reason) + "," + line("entra-user", reason) + "]");
		assertThat(estate.manifest(result).path("exceptions")).isEqualTo(result.path("exceptions"));
		assertThat(estate.manifest(result).at("/identification/result").asText()).isEqualTo("failed");
		assertThat(task(result, "activity-log").path("outcome").asText()).isEqualTo("found");
	}

	@ParameterizedTest
	@CsvSource({ "down, unreachable", "forbids, not-permitted", "understands-nothing, bad-request" })
	void it_is_one_also_where_the_directory_itself_was_not_asked_for(String directory, String reason) {
		JsonNode result = estate.closed(directory + "-alerts");

		assertThat(result.path("state").asText()).isEqualTo("completed-with-exceptions");
		assertThat(result.path("tasks")).hasSize(1);
		assertThat(result.path("tasks").get(0).path("outcome").asText()).isEqualTo("found");
		assertThat(result.path("exceptions").toString()).isEqualTo("[" + line("identification", reason) + "]");
		assertThat(estate.manifest(result).path("exceptions")).isEqualTo(result.path("exceptions"));
	}

	@Test
	void a_directory_that_keeps_failing_is_asked_three_times() {
		estate.closed("down");

		assertThat(estate.of("down").graph().calls()).filteredOn((call) -> call.line().contains("/v1.0/users?"))
			.hasSize(3);
	}

	@ParameterizedTest
	@CsvSource({ "organization-forbidden", "once", "gaps" })
	void what_passes_or_only_narrows_the_search_is_no_exception(String name) {
		JsonNode result = estate.closed(name);

		assertThat(result.path("state").asText()).isEqualTo("completed");
		assertThat(estate.manifest(result).at("/identification/result").asText()).isEqualTo("guest");
		assertThat(task(result, "entra-user").path("count").asInt()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "deleted, deleted-member, found, completed", "guest, guest, found, completed",
			"personal-account, personal-account, found, completed", "nobody, nobody, nothing-found, completed",
			"unknown-object-id, nobody, nothing-found, completed-with-exceptions",
			"address-only, not-searched, not-searchable, completed-with-exceptions" })
	void the_manifest_says_who_was_found(String name, String identified, String outcome, String state) {
		JsonNode result = estate.closed(name);

		assertThat(result.path("state").asText()).isEqualTo(state);
		assertThat(estate.manifest(result).at("/identification/result").asText()).isEqualTo(identified);
		assertThat(estate.manifest(result).at("/identification/meaning").asText()).isNotBlank();
		assertThat(task(result, "entra-user").path("outcome").asText()).isEqualTo(outcome);
	}

	@Test
	void a_deleted_entry_is_read_where_it_lies() {
		JsonNode result = estate.closed("deleted");

		JsonNode entry = estate.records(result, "entra-user").get(0);
		assertThat(entry.at("/data/mail").asText()).isEqualTo("peter.krogh@deleted.example");
		assertThat(entry.at("/provenance/url").asText()).contains("/v1.0/directory/deletedItems/");
	}

	@Test
	void an_address_alone_is_never_looked_up() {
		JsonNode result = estate.closed("address-only");

		assertThat(estate.of("address-only").graph().calls()).isEmpty();
		assertThat(task(result, "defender-security-contacts").path("outcome").asText()).isEqualTo("not-searchable");
		assertThat(task(result, "activity-log").path("count").asInt()).isEqualTo(1);
		assertThat(estate.records(result, "activity-log").get(0).path("matchedBy").toString())
			.isEqualTo("[\"ipAddress\"]");
	}

	@ParameterizedTest
	@CsvSource({ "no-directory, 1", "no-subscriptions, 4", "no-arm, 4" })
	void what_the_tenant_file_lacks_is_named(String name, int exceptions) {
		JsonNode result = estate.closed(name);

		assertThat(result.path("state").asText()).isEqualTo("completed-with-exceptions");
		assertThat(result.path("exceptions")).hasSize(exceptions)
			.allSatisfy((one) -> assertThat(one.path("reason").asText()).isEqualTo("not-configured"));
	}

	private static void directory(String name, Consumer<FaultScript> script) {
		for (String request : new String[] { ALL, ALERTS }) {
			estate.settle(request.equals(ALL) ? name : name + "-alerts", "", request,
					(tenant) -> script.accept(on(tenant, "/v1.0/users?")));
		}
	}

	private static FaultScript on(SimulatedTenant tenant, String fragment) {
		return tenant.graph().faults().on(fragment).always();
	}

	private static void subject(String name, String subject) {
		estate.settle(name, "", "\"right\":\"export\",\"subject\":{%s}".formatted(subject), (tenant) -> {
		});
	}

	private static void without(String name, String more) {
		SimulatedTenant tenant = estate.tenant(name);
		estate.connect(name, more.formatted(tenant.login().url(), tenant.arm().url(), tenant.graph().url()), ALL);
	}

	private static String line(String source, String reason) {
		return "{\"source\":\"%s\",\"outcome\":\"failed\",\"reason\":\"%s\"}".formatted(source, reason);
	}

}
