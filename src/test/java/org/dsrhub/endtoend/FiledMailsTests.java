package org.dsrhub.endtoend;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.dsrhub.database.Timestamps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Mails that were settled go from their mail server, too.
 */
class FiledMailsTests {

	private static final String OLGA = "olga@contoso.example";

	private static final String RUNS = "/api/retention/runs";

	@Test
	void old_mails_go_from_their_folders_but_for_those_of_open_requests_and_those_in_triage(@TempDir Path folder)
			throws Exception {
		try (MailEstate estate = new MailEstate(folder, "")) {
			ask(estate, "M-1", "discover");
			ask(estate, "M-2", "access");
			estate.send(OLGA, "Out of office", "Auto-Submitted: auto-replied\n", "I am away.");
			estate.send("eve@contoso.example", "Hello", "", "What is this?");
			estate.send(OLGA, "Requests", "", "reference: M-3\nright: access\nemail: %s\n".formatted(OLGA));
			estate.hub.closed("contoso", "M-1");
			estate.hub.closed("contoso", "M-2");
			estate.await(estate::quiet);
			List<String> folders = List.of("Taken", "Ignored", "Triage");
			assertThat(folders).extracting((name) -> estate.server.folder("dsr", name).size()).containsExactly(3, 1, 1);
			Instant then = Instant.now().minus(Duration.ofDays(40));
			folders.forEach((name) -> estate.server.age("dsr", name, then));
			estate.ledger().sql("update inbound_mail set settled_at = ?").param(Timestamps.of(then)).update();
			estate.ledger()
				.sql("update request set closed_at = ? where reference = 'M-1'")
				.param(Timestamps.of(then))
				.update();
			JsonNode dry = run(estate, true);
			assertThat(dry.path("things")).hasToString("{\"listed\":2}");
			JsonNode items = estate.hub.getJson(RUNS + "/" + dry.path("id").asText() + "/items").path("value");
			assertThat(items.findValuesAsText("thing")).allMatch((thing) -> thing.matches("intake/(Taken|Ignored)/.+"));
			assertThat(run(estate, false).path("things")).hasToString("{\"removed\":2}");
			assertThat(folders).extracting((name) -> estate.server.folder("dsr", name).size()).containsExactly(2, 0, 1);
			assertThat(estate.server.folder("dsr", "Taken"))
				.allSatisfy((mail) -> assertThat(mail.getContent().toString()).doesNotContain("M-1"));
			assertThat(run(estate, false).path("things")).isEmpty();
		}
	}

	private static void ask(MailEstate estate, String reference, String right) {
		estate.send(OLGA, "Requests", "",
				"reference: %s\nright: %s\nemail: ana@contoso.example\n".formatted(reference, right));
	}

	private static JsonNode run(MailEstate estate, boolean dry) {
		JsonNode asked = RunningHub.json(estate.hub.post(RUNS,
				"{\"rule\":\"filed-mails\",\"tenant\":\"contoso\",\"dryRun\":%s}".formatted(dry)));
		return Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> estate.hub.getJson(RUNS + "/" + asked.path("id").asText()),
					(run) -> run.hasNonNull("endedAt"));
	}

}
