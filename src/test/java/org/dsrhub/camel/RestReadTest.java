package org.dsrhub.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.notice.Results;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the ledger says, as callers read it.
 */
class RestReadTest extends RestTest {

	@Autowired
	Results results;

	@Test
	void a_result_tells_how_every_task_ended_and_what_is_wrong() throws Exception {
		UUID id = request("contoso", "R-whole", "export", "completed-with-exceptions");
		task(id, "users", "failed", "failed", "not-permitted");
		task(id, "alerts", "done", "found", null);
		task(id, "sign-ins", "waiting", null, null);
		this.jdbc
			.sql("""
					update request set revision = 1, package_path = 'contoso/x/package.zip', package_bytes = 5,
					  package_sha256 = 'abababababababababababababababababababababababababababababababab', closed_at = timestamp with time zone '2026-02-01 10:00:00+02:00',
					  received_at = timestamp with time zone '2026-01-31 23:30:00-05:00' where id = ?""")
			.param(id)
			.update();
		assertThat(get("olga", "/api/requests/" + id).body()).isEqualTo(
				"""
						{"id":"%s","reference":"R-whole","tenant":"contoso","right":"export",\
						"state":"completed-with-exceptions","receivedAt":"2026-02-01T04:30:00Z","deadline":"2026-03-02",\
						"closedAt":"2026-02-01T08:00:00Z","duplicateOf":null,"attention":null,"tasks":[\
						{"source":"alerts","system":"a system","state":"done","outcome":"found","count":3,"redactions":0,\
						"attempts":0,"reason":null,"rule":null,"retainedUntil":null,"resumeAt":null},\
						{"source":"sign-ins","system":"a system","state":"waiting","outcome":null,"count":3,"redactions":0,\
						"attempts":0,"reason":null,"rule":null,"retainedUntil":null,"resumeAt":"2026-02-01T00:00:00Z"},\
						{"source":"users","system":"a system","state":"failed","outcome":"failed","count":3,"redactions":0,\
						"attempts":0,"reason":"not-permitted","rule":null,"retainedUntil":null,"resumeAt":null}],\
						"package":{"revision":1,"path":"contoso/x/package.zip","bytes":5,"sha256":"abababababababababababababababababababababababababababababababab"},\
						"exceptions":[{"source":"users","outcome":"failed","reason":"not-permitted"}]}"""
					.formatted(id));
	}

	@Test
	void a_duplicates_receipt_tells_of_the_original_under_its_own_name() throws Exception {
		UUID original = request("contoso", "R-original", "access", "discovering");
		task(original, "alerts", "running", null, null);
		UUID duplicate = duplicate(original, "contoso", "R-duplicate");
		JsonNode document = tree(get("olga", "/api/requests/" + duplicate));
		assertThat(document.path("id").asText()).isEqualTo(duplicate.toString());
		assertThat(document.path("duplicateOf").asText()).isEqualTo(original.toString());
		assertThat(document.path("reference").asText()).isEqualTo("R-duplicate");
		assertThat(document.path("receivedAt").asText()).isEqualTo("2026-01-05T10:00:00Z");
		assertThat(document.path("state").asText()).isEqualTo("discovering");
		assertThat(document.path("tasks")).hasSize(1);
		assertThat(this.results.tenantOf(duplicate)).isEqualTo("contoso");
		assertThat(get("olga", "/api/requests/" + duplicate + "/evidence").body())
			.isEqualTo(get("olga", "/api/requests/" + original + "/evidence").body());
		assertThat(tree(get("olga", "/api/requests?reference=R-duplicate")).at("/value/0/id").asText())
			.isEqualTo(duplicate.toString());
	}

	@Test
	void a_list_is_paged_in_order_without_gaps_or_doubles() throws Exception {
		List<String> filed = new ArrayList<>();
		for (int i = 0; i < 7; i++) {
			UUID id = request("fabrikam", "P-" + i, "export", "expired");
			filed.add(id.toString());
			if (i % 3 == 0) {
				filed.add(duplicate(id, "fabrikam", "P-d" + i).toString());
			}
		}
		List<String> listed = new ArrayList<>();
		String next = "/api/requests?tenant=fabrikam&state=expired&limit=3";
		while (next != null) {
			JsonNode page = tree(get("fred", next));
			page.path("value").forEach((document) -> listed.add(document.path("id").asText()));
			assertThat(page.path("value").size()).isBetween(1, 3);
			next = page.path("next").isNull() ? null : page.path("next").asText();
		}
		assertThat(listed).containsExactlyInAnyOrderElementsOf(filed);
	}

	@Test
	void a_list_holds_what_the_filters_say_and_nothing_of_other_tenants() throws Exception {
		request("contoso", "F-1", "export", "attention");
		request("fabrikam", "F-1", "export", "attention");
		assertThat(tree(get("olga", "/api/requests?reference=F-1")).path("value")).hasSize(1);
		assertThat(tree(get("both", "/api/requests?reference=F-1")).path("value")).hasSize(2);
		assertThat(tree(get("both", "/api/requests?reference=F-1&tenant=fabrikam")).at("/value/0/tenant").asText())
			.isEqualTo("fabrikam");
		assertThat(tree(get("both", "/api/requests?reference=F-1&state=completed")).path("value")).isEmpty();
		assertThat(tree(get("homeless", "/api/requests")).path("value")).isEmpty();
		assertThat(tree(get("olga", "/api/requests?reference=x%27%20or%201%3D1")).path("value")).isEmpty();
		problem(get("olga", "/api/requests?tenant=fabrikam"), 404);
		problem(get("olga", "/api/requests?tenant=nowhere"), 404);
	}

	@Test
	void evidence_that_was_changed_shows() throws Exception {
		UUID id = request("contoso", "R-changed", "export", "received");
		this.jdbc.sql("update evidence set entry = replace(entry, 'olga', 'else') where request = ?")
			.param(id)
			.update();
		JsonNode verification = tree(get("olga", "/api/requests/" + id + "/evidence/verification"));
		assertThat(verification.path("valid").asBoolean()).isFalse();
		assertThat(verification.path("firstBad").asInt()).isEqualTo(1);
	}

	@Test
	void the_catalogue_is_told_with_its_roles() throws Exception {
		JsonNode sources = tree(get("nobody", "/api/sources")).path("value");
		assertThat(sources).hasSize(2);
		assertThat(sources.at("/0/source").asText()).isEqualTo("alerts");
		assertThat(sources.at("/0/roles/export/0").asText()).isEqualTo("AccountAdministrator");
		assertThat(sources.at("/0/searchedBy/0").asText()).isEqualTo("email");
	}

}
