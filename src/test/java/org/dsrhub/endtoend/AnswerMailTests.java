package org.dsrhub.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.awaitility.Awaitility;
import org.dsrhub.database.Timestamps;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What people are told by mail, for rows in every state: the mails are read as they wait
 * to be sent, since nobody listens at these mailboxes.
 */
class AnswerMailTests {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final List<String> HERS = List.of("Ana", "Jensen", "ana.jensen", "contoso.example", "+4533123456");

	@TempDir
	static Path folder;

	private static SimulatedTenant contoso;

	private static RunningHub hub;

	private static JdbcClient ledger;

	@BeforeAll
	static void start() throws IOException {
		contoso = SimulatedTenant.start("contoso");
		Installation installation = Installation.in(folder)
			.with(contoso, mailbox(folder)
					+ "timezone: Europe/Copenhagen\nsupervisoryAuthority: {name: Datatilsynet, url: \"https://www.datatilsynet.dk\"}\n")
			.setting("hub.public-url", "https://dsr.contoso.example");
		Path danish = Files.createDirectories(folder.resolve("config/templates/mail/da"));
		try (Stream<Path> files = Files.list(Path.of("docs/examples/mail/da"))) {
			for (Path file : files.toList()) {
				Files.copy(file, danish.resolve(file.getFileName()));
			}
		}
		Path broken = Files.createDirectories(folder.resolve("config/templates/mail/fr"));
		Files.writeString(broken.resolve("answer-received.mustache"), "Subject: {{nothing}}\n\n");
		hub = RunningHub.start(installation);
		ledger = hub.part(JdbcClient.class);
	}

	@AfterAll
	static void stop() {
		hub.close();
		contoso.close();
	}

	static String mailbox(Path folder) throws IOException {
		Path password = Files.writeString(folder.resolve("mail-password"), "not-used");
		return "mailboxes: {intake: {imap: \"imap://127.0.0.1:1\", smtp: \"smtp://127.0.0.1:1\", address: dsr@contoso.example, password: \"file:%s\", authserv: mx.contoso.example}}\n"
			.formatted(password) + "answers: {send: [received, verified, extended, declined, completed]}\n";
	}

	@ParameterizedTest(name = "{0}, own mail: {1}, extended: {2}")
	@CsvSource({ "attention, false, false, answer-received", "attention, false, true, answer-received answer-extended",
			"attention, true, false, answer-verified", "attention, true, true, answer-verified answer-extended",
			"declined, false, true, answer-declined", "completed, false, false, answer-completed",
			"completed-with-exceptions, true, false, answer-completed" })
	void a_state_calls_for_its_mails_each_once(String state, boolean own, boolean extended, String purposes) {
		UUID id = new Row().state(state).own(own).extended(extended).insert();
		List<JsonNode> mails = mails(id);
		assertThat(mails).extracting((mail) -> mail.path("purpose").asText())
			.containsExactlyInAnyOrder(purposes.split(" "));
		assertThat(mails).allSatisfy((mail) -> {
			assertThat(mail.path("to").asText()).isEqualTo("ana.jensen@contoso.example");
			assertThat(mail.path("automatic").asBoolean()).isTrue();
		});
		notice(id);
		assertThat(mails(id)).hasSameSizeAs(mails);
		assertThat(evidence(id)).contains("\"event\":\"answer-written\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "unverified", "cancelled", "expired" })
	void nothing_is_told_while_it_is_not_confirmed_or_of_what_was_given_up(String state) {
		assertThat(mails(new Row().state(state).own(true).insert())).isEmpty();
	}

	@Test
	void nothing_is_told_to_whom_nobody_noted_or_of_what_was_registered_before_answers_were_sent() {
		assertThat(mails(new Row().requester(null).insert())).isEmpty();
		assertThat(mails(new Row().set("answers", null).insert())).isEmpty();
	}

	@Test
	void what_was_done_again_is_told_again_with_a_new_link() {
		UUID id = new Row().insert();
		String first = link(mails(id).get(0));
		ledger.sql("update request set closed_at = ?, revision = 2 where id = ?")
			.params(Timestamps.of(Instant.parse("2026-02-20T09:00:00Z")), id)
			.update();
		notice(id);
		List<JsonNode> mails = mails(id);
		assertThat(mails).hasSize(2);
		String second = mails.stream()
			.map(AnswerMailTests::link)
			.filter((one) -> !one.equals(first))
			.findFirst()
			.orElseThrow();
		assertThat(hub.get(second).statusCode()).isEqualTo(200);
		assertThat(hub.get(first).statusCode()).isEqualTo(404);
	}

	@Test
	void no_mail_names_the_person_in_its_subject_line_or_its_words() {
		for (String state : List.of("attention", "completed-with-exceptions", "declined")) {
			for (String language : List.of("en", "da")) {
				UUID id = new Row().state(state).extended(state.equals("attention")).set("language", language).insert();
				List<JsonNode> mails = mails(id);
				assertThat(mails).isNotEmpty().allSatisfy((mail) -> {
					String words = (mail.path("subject").asText() + mail.path("text").asText()
							+ mail.path("html").asText())
						.replace("https://dsr.contoso.example", "");
					assertThat(words).doesNotContain(HERS);
					assertThat(mail.path("html").asText()).doesNotContain("<img", "<link", "<script", "src=", "url(")
						.contains("<html lang=\"%s\">".formatted(language));
				});
			}
		}
	}

	@Test
	void a_reference_that_holds_her_name_is_not_shown() {
		UUID id = new Row().set("reference", "ANA-jensen-2026").insert();
		JsonNode mail = mails(id).get(0);
		assertThat(mail.path("subject").asText()).isEqualTo("Answer to your request " + id);
		assertThat(mail.path("text").asText() + mail.path("html").asText()).doesNotContainIgnoringCase("ANA-jensen");
	}

	@Test
	void the_answer_in_english_says_what_was_done_and_what_was_not() {
		UUID id = new Row().state("completed-with-exceptions").insert();
		task(id, "entra-user", "found", null);
		task(id, "defender-alerts", "failed", "unreachable");
		retell(id);
		JsonNode mail = mails(id).get(0);
		String url = "https://dsr.contoso.example" + link(mail);
		assertThat(mail.path("subject").asText()).isEqualTo("Answer to your request R-" + id);
		assertThat(mail.path("text").asText()).contains(
				"You asked contoso to give you the data about you in a form that another organisation can take over (GDPR art. 20).",
				"Your request was received on 31 January 2026 and was to be answered by 2 March 2026.",
				"- a system: entra-user (", "): 1,234 records about you were found.",
				"): not known: the service could not be reached, so data about you may be held there.",
				"You can get it here, once, until ", "\n\n" + url + "\n\n", "The one for contoso is Datatilsynet");
		assertThat(mail.path("html").asText()).contains("<a href=\"" + url + "\"",
				"1,234 records about you were found.");
	}

	@Test
	void the_answer_in_danish_is_danish_to_the_last_word() {
		UUID id = new Row().state("completed-with-exceptions").set("language", "da").insert();
		task(id, "entra-user", "found", null);
		task(id, "defender-alerts", "failed", "not-permitted");
		task(id, "activity-log", "not-searchable", "no-identifier");
		retell(id);
		JsonNode mail = mails(id).get(0);
		assertThat(mail.path("subject").asText()).isEqualTo("Svar på din anmodning R-" + id);
		String text = mail.path("text").asText();
		assertThat(text).contains("Anmodningen blev modtaget 31. januar 2026 og skulle besvares senest 2. marts 2026.",
				"): 1.234 poster om dig blev fundet.",
				"): vides ikke: tjenesten gav os ikke adgang, så der kan være oplysninger om dig.",
				"): ikke gennemsøgt: det kræver ", "For contoso er det Datatilsynet, https://www.datatilsynet.dk.");
		assertThat(text).doesNotContain("You ", "you ", "What was", "was found", "not known", "Answer",
				"GDPR art. 12(3)");
		byte[] page = hub.get(link(mail)).body();
		assertThat(new String(page, StandardCharsets.UTF_8)).contains("<html lang=\"da\">", "Hent pakken");
	}

	@Test
	void a_reason_in_words_is_told_as_it_is_and_is_no_html() {
		UUID id = new Row().state("declined").set("decision_reason", "Ask <b>Fabrikam</b> & others").insert();
		JsonNode mail = mails(id).get(0);
		assertThat(mail.path("text").asText()).contains("for this reason:\n\nAsk <b>Fabrikam</b> & others\n");
		assertThat(mail.path("html").asText()).contains("Ask &lt;b&gt;Fabrikam&lt;/b&gt; &amp; others");
	}

	@ParameterizedTest
	@CsvSource({ "complexity, The reason: the request is complex.",
			"number-of-requests, The reason: we have a great number of requests to answer.",
			"we are moving house, The reason: we are moving house" })
	void an_extension_is_told_with_its_reason_and_both_days(String reason, String words) {
		UUID id = new Row().state("attention").extended(true).set("extension_reason", reason).insert();
		assertThat(mails(id)).filteredOn((mail) -> mail.path("purpose").asText().equals("answer-extended"))
			.singleElement()
			.satisfies((mail) -> assertThat(mail.path("text").asText()).contains("answered by 2 March 2026.",
					"an answer by 30 April 2026", words));
	}

	@ParameterizedTest(name = "to {0}, lookup {1}, own mail: {2}")
	@CsvSource(nullValues = "-",
			value = { "ana.jensen@contoso.example, -, false, true", "Ana.Jensen@Contoso.example, -, false, true",
					"anaj@contoso.example, -, false, true", "lawyer@example.org, -, false, false",
					"diana.jensen@contoso.example, -, false, false", "lawyer@example.org, -, true, false",
					"ana.jensen@contoso.example, unreachable, false, false",
					"ana.jensen@contoso.example, unreachable, true, true" })
	void a_link_and_what_was_found_go_to_an_address_of_the_person_only(String to, String failure, boolean own,
			boolean linked) {
		UUID id = new Row().requester(to).own(own).failure(failure).insert();
		task(id, "entra-user", "found", null);
		retell(id);
		JsonNode mail = mails(id).get(0);
		String words = mail.path("text").asText() + mail.path("html").asText();
		if (linked) {
			assertThat(words).contains("/packages/", "1,234 records");
		}
		else {
			assertThat(words).doesNotContain("/packages/", "records", "entra-user", "GDPR art. 77")
				.contains("gives you the full answer in another way");
			assertThat(evidence(id)).contains("\"link\":false,\"noLink\":\"address-not-known-as-the-subjects\"");
			assertThat(ledger.sql("select count(*) from package_link where request = ?")
				.param(id)
				.query(Integer.class)
				.single()).isZero();
		}
	}

	@Test
	void a_language_without_templates_is_english_and_one_with_a_fault_keeps_only_its_own_mail_back() {
		assertThat(mails(new Row().set("language", "sv").insert()).get(0).path("subject").asText())
			.startsWith("Answer");
		assertThat(mails(new Row().set("language", "../da").insert()).get(0).path("subject").asText())
			.startsWith("Answer");
		UUID id = new Row().state("attention").set("language", "fr").insertOnly();
		ledger.sql("update request set notice_due = registered_at where id = ?").param(id).update();
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> Files.exists(folder.resolve("outbox/contoso/R-" + id + ".json")));
		assertThat(mails(new Row().insert())).hasSize(1);
		assertThat(mails(id)).isEmpty();
	}

	private static void task(UUID request, String source, String outcome, String reason) {
		ledger
			.sql("insert into task (id, request, tenant, source, system, state, outcome, reason, found)"
					+ " values (?, ?, 'contoso', ?, 'a system', 'done', ?, ?, 1234)")
			.params(UUID.randomUUID(), request, source, outcome, reason)
			.update();
	}

	/** Writes the mails of a row anew, once what it needs is there. */
	private static void retell(UUID id) {
		ledger.sql("delete from mail where request = ?").param(id).update();
		ledger.sql("delete from package_link where request = ?").param(id).update();
		notice(id);
	}

	private static void notice(UUID id) {
		ledger.sql("update request set notice_due = registered_at where id = ?").param(id).update();
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> ledger.sql("select count(*) from request where id = ? and notice_due is null")
				.param(id)
				.query(Integer.class)
				.single() == 1);
	}

	private static List<JsonNode> mails(UUID id) {
		return ledger.sql("select content from mail where request = ?")
			.param(id)
			.query(String.class)
			.list()
			.stream()
			.map((content) -> {
				try {
					return JSON.readTree(content);
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			})
			.toList();
	}

	private static String evidence(UUID id) {
		return ledger.sql("select entry from evidence where request = ? order by seq")
			.param(id)
			.query(String.class)
			.list()
			.toString();
	}

	private static String link(JsonNode mail) {
		return Arrays.stream(mail.path("text").asText().split("\\s+"))
			.filter((word) -> word.contains("/packages/"))
			.findFirst()
			.orElseThrow()
			.replace("https://dsr.contoso.example", "");
	}

	/**
	 * A request as it stands at its end, or before.
	 */
	private static final class Row {

		private final UUID id = UUID.randomUUID();

		private final Map<String, Object> columns = new LinkedHashMap<>();

		private String requester = "ana.jensen@contoso.example";

		private String failure;

		Row() {
			set("id", this.id).set("tenant", "contoso")
				.set("reference", "R-" + this.id)
				.set("asked", "export")
				.set("fingerprint", "f")
				.set("door", "rest")
				.set("filed_by", "olga")
				.set("roles", "")
				.set("evidence_hash", "0".repeat(64))
				.set("received_at", Timestamps.of(Instant.parse("2026-01-31T10:00:00Z")))
				.set("registered_at", Timestamps.of(Instant.parse("2026-01-31T10:00:00Z")))
				.set("deadline", LocalDate.of(2026, 3, 2))
				.set("revision", 1)
				.set("package_path", "p")
				.set("package_bytes", 5)
				.set("package_sha256", "x")
				.set("answers", "received,extended,declined,completed");
			state("completed");
		}

		Row set(String column, Object value) {
			this.columns.put(column, value);
			return this;
		}

		Row state(String state) {
			if (state.startsWith("completed") || state.equals("declined")) {
				set("closed_at", Timestamps.of(Instant.parse("2026-02-14T09:00:00Z")));
			}
			else {
				set("closed_at", null);
			}
			return set("state", state);
		}

		Row own(boolean own) {
			return own ? set("answers", "verified,extended,declined,completed") : this;
		}

		Row extended(boolean extended) {
			return extended ? set("first_deadline", LocalDate.of(2026, 3, 2)).set("deadline", LocalDate.of(2026, 4, 30))
				.set("extension_reason", "complexity") : this;
		}

		Row requester(String requester) {
			this.requester = requester;
			return this;
		}

		Row failure(String failure) {
			this.failure = failure;
			return this;
		}

		UUID insert() {
			insertOnly();
			notice(this.id);
			return this.id;
		}

		UUID insertOnly() {
			set("document", "{\"right\":\"export\",\"subject\":{\"email\":\"ana.jensen@contoso.example\"}%s}"
				.formatted((this.requester != null)
						? ",\"requester\":{\"name\":\"Ana Jensen\",\"email\":\"%s\"}".formatted(this.requester) : ""));
			set("subject",
					"{\"subject\":{\"identifiers\":{\"email\":[\"ana.jensen@contoso.example\"],\"userPrincipalName\":[\"anaj@contoso.example\"],\"phone\":[\"+4533123456\"]},\"names\":[\"Ana Jensen\"],\"region\":\"DK\"},\"identified\":\"%s\",\"failure\":%s,\"notSearched\":[]}"
						.formatted((this.failure != null) ? "failed" : "member",
								(this.failure != null) ? "\"" + this.failure + "\"" : null));
			String names = String.join(", ", this.columns.keySet());
			String marks = String.join(", ", this.columns.keySet().stream().map((name) -> "?").toList());
			ledger.sql("insert into request (%s) values (%s)".formatted(names, marks))
				.params(new ArrayList<>(this.columns.values()))
				.update();
			return this.id;
		}

	}

}
