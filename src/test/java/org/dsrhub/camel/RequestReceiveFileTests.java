package org.dsrhub.camel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import org.apache.camel.CamelContext;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.awaitility.Awaitility;
import org.dsrhub.TestDatabase;
import org.dsrhub.Workshop;
import org.dsrhub.configuration.FreeSpace;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.database.LedgerClock;
import org.dsrhub.database.MachineClock;
import org.dsrhub.database.SharedQueues;
import org.dsrhub.database.Transactions;
import org.dsrhub.evidence.Digest;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.intake.FileIntake;
import org.dsrhub.node.Drain;
import org.dsrhub.request.Registrar;
import org.dsrhub.source.Catalogue;
import org.dsrhub.tenant.Tenants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@CamelSpringBootTest
@SpringBootTest(classes = RequestReceiveFileTests.Slice.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
@ExtendWith(OutputCaptureExtension.class)
@DirtiesContext
class RequestReceiveFileTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	@TempDir
	static Path folder;

	@Autowired
	JdbcClient jdbc;

	@Autowired
	CamelContext camel;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		Workshop.configure(folder);
		registry.add("hub.config", () -> folder.resolve("config").toString());
		registry.add("hub.data", () -> folder.resolve("data").toString());
		registry.add("hub.ledger", () -> folder.resolve("data/ledger").toString());
		registry.add("hub.inbox", () -> folder.resolve("inbox").toString());
		registry.add("hub.outbox", () -> folder.resolve("outbox").toString());
		registry.add("hub.routes", () -> folder.resolve("routes").toString());
		registry.add("hub.quiet", () -> "PT0.3S");
		registry.add("hub.patience", () -> "PT3S");
		registry.add("hub.poll", () -> "PT0.1S");
		TestDatabase.settings().forEach((key, value) -> registry.add(key, () -> value));
		registry.add("management.endpoint.health.validate-group-membership", () -> false);
		registry.add("camel.main.routes-include-pattern",
				() -> "file:routes/intake/request-receive-file.camel.yaml,file:routes/policy/intake-errors.camel.yaml");
	}

	@Test
	void the_tenants_folders_are_there() {
		assertThat(inbox("contoso")).isDirectory();
		assertThat(inbox("fabrikam")).isDirectory();
	}

	@Test
	void a_dropped_file_of_any_format_is_taken() {
		drop("contoso/one.json", json("json", "one"));
		drop("contoso/two.NDJSON", json("ndjson", "two") + "\n");
		drop("fabrikam/three.csv", "reference,right,email\ncsv,export,three@contoso.example\n");
		awaitThat("contoso/.done/one.json");
		awaitThat("contoso/.done/two.NDJSON");
		awaitThat("fabrikam/.done/three.csv");
		assertThat(taken("json", "ndjson", "csv")).isEqualTo(3);
	}

	@Test
	void a_partly_bad_file_is_rejected_and_its_good_requests_are_taken() {
		drop("contoso/partly.ndjson", json("good", "four") + "\n{}\n");
		awaitThat("contoso/.rejected/partly.ndjson");
		assertThat(inbox("contoso/.rejected/partly.ndjson.errors.json")).content().contains("\"line\":2");
		assertThat(taken("good")).isOne();
	}

	@Test
	void the_same_file_again_is_taken_again_as_duplicates() {
		drop("contoso/again.json", json("again", "five"));
		awaitThat("contoso/.done/again.json");
		drop("contoso/again.json", json("again", "five"));
		awaitThat("contoso/.done/again.2.json");
		assertThat(taken("again")).isOne();
		assertThat(this.jdbc.sql("select count(*) from duplicate where reference = 'again'").query(Long.class).single())
			.isOne();
	}

	@Test
	void a_file_that_grows_is_not_read_until_it_is_whole() throws IOException {
		Path file = drop("contoso/grows.ndjson", "");
		for (int i = 0; i < 10; i++) {
			Files.writeString(file, json("grows-" + i, "grows" + i) + "\n", StandardOpenOption.APPEND);
			Awaitility.await().pollDelay(Duration.ofMillis(150)).until(() -> true);
			assertThat(file).exists();
		}
		awaitThat("contoso/.done/grows.ndjson");
		assertThat(
				this.jdbc.sql("select count(*) from request where reference like 'grows-%'").query(Long.class).single())
			.isEqualTo(10);
	}

	@Test
	void a_file_that_stands_still_half_written_is_waited_for() throws IOException {
		Path json = drop("contoso/half.json", "[" + json("half-1", "half1") + ",");
		Path csv = drop("contoso/half.csv", "reference,right,email\nhalf-2,export,half@contoso.ex");
		Awaitility.await()
			.during(Duration.ofSeconds(1))
			.atMost(LONG)
			.until(() -> Files.exists(json) && Files.exists(csv));
		Files.writeString(json, json("half-3", "half3") + "]", StandardOpenOption.APPEND);
		Files.writeString(csv, "ample\n", StandardOpenOption.APPEND);
		awaitThat("contoso/.done/half.json");
		awaitThat("contoso/.done/half.csv");
		assertThat(taken("half-1", "half-2", "half-3")).isEqualTo(3);
	}

	@Test
	void a_file_that_stays_cut_off_is_rejected_in_the_end() {
		drop("contoso/cut.json", "[" + json("cut", "cut") + ",");
		awaitThat("contoso/.rejected/cut.json");
		assertThat(taken("cut")).isOne();
	}

	@Test
	void hidden_deep_and_other_files_and_strangers_folders_are_left_alone(CapturedOutput output) {
		drop("contoso/.hidden.json", json("hidden", "hidden"));
		drop("contoso/deep/deeper.json", json("deeper", "deeper"));
		drop("shallow.json", json("shallow", "shallow"));
		drop("contoso/other.txt", json("other", "other"));
		drop("adatum/stranger.json", json("stranger", "stranger"));
		Awaitility.await().atMost(LONG).until(() -> output.toString().contains("left-alone"));
		drop("contoso/after.json", json("after", "after"));
		awaitThat("contoso/.done/after.json");
		assertThat(taken("hidden", "deeper", "shallow", "other", "stranger")).isZero();
		assertThat(inbox("adatum/stranger.json")).exists();
		assertThat(output.toString().split("left-alone", -1)).hasSize(2);
	}

	@Test
	void what_fails_stays_and_is_told_once_and_is_taken_when_it_is_mended(CapturedOutput output) throws IOException {
		// A plain file where the folder of taken files should be.
		Path place = inbox("fabrikam/.rejected");
		Files.writeString(place, "");
		Path file = drop("fabrikam/bad.ndjson", "{}\n");
		Awaitility.await().atMost(LONG).until(() -> output.toString().contains("file-not-taken"));
		Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
		assertThat(file).exists();
		assertThat(output.toString().split("file-not-taken", -1)).hasSize(2);
		assertThat(output.toString()).contains("file=fabrikam/bad.ndjson");
		Files.delete(place);
		awaitThat("fabrikam/.rejected/bad.ndjson");
	}

	@Test
	void links_pipes_and_folders_are_told_and_not_read_and_hold_nothing_up(CapturedOutput output) throws Exception {
		Path theirs = drop("fabrikam/.done/theirs.csv", "reference,right,email\ntrap,export,trap@contoso.example\n");
		Path pipe = inbox("contoso/pipe.json");
		assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
		List<Path> traps = List.of(Files.createSymbolicLink(inbox("contoso/passwd.json"), Path.of("/etc/passwd")),
				Files.createSymbolicLink(inbox("contoso/soft.csv"), theirs),
				Files.createLink(inbox("contoso/hard.csv"), theirs),
				Files.createSymbolicLink(inbox("contoso/piped.json"), pipe),
				Files.createSymbolicLink(inbox("contoso/zero.ndjson"), Path.of("/dev/zero")), pipe);
		Path directory = Files.createDirectory(inbox("contoso/folder.json"));
		for (Path trap : traps) {
			Awaitility.await(trap.toString())
				.atMost(LONG)
				.until(() -> output.toString().contains("event=left-alone path=" + trap));
		}
		drop("contoso/beside.json", json("beside", "beside"));
		awaitThat("contoso/.done/beside.json");
		assertThat(traps).allSatisfy((trap) -> assertThat(Files.exists(trap, LinkOption.NOFOLLOW_LINKS)).isTrue());
		assertThat(directory).isEmptyDirectory();
		assertThat(taken("trap")).isZero();
		assertThat(output).doesNotContain("root:");
		for (Path trap : traps) {
			Files.delete(trap);
		}
		Files.delete(directory);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{{hub.ledger}}", "{{env:PATH}}", "${camelContext.name}", "#{1+1}", "RAW(x)&y=z",
			"%2e%2e%2fx", "x..", "a\nevent=forged", "a\u2028event=forged", "-rf", "~", "ana@contoso.example" })
	void a_name_stays_a_name_and_none_that_could_harm_the_log_is_in_it(String name, CapturedOutput output) {
		drop("contoso/" + name + ".json", json("name", "name"));
		awaitThat("contoso/.done/" + name + ".json");
		Awaitility.await().atMost(LONG).until(() -> output.toString().contains("event=file-taken"));
		assertThat(output).doesNotContain("ana@contoso.example");
		assertThat(output.toString().lines()).noneMatch((line) -> line.startsWith("event=forged"));
		assertThat(folder.getParent().resolve("x.json")).doesNotExist();
	}

	private long taken(String... references) {
		return this.jdbc.sql("select count(*) from request where reference in (:references)")
			.param("references", java.util.List.of(references))
			.query(Long.class)
			.single();
	}

	private static Path drop(String file, String content) {
		Workshop.write(inbox(file), content);
		return inbox(file);
	}

	private static Path inbox(String file) {
		return folder.resolve("inbox").resolve(file);
	}

	private static void awaitThat(String file) {
		Awaitility.await().atMost(LONG).pollInterval(Duration.ofMillis(50)).until(() -> Files.exists(inbox(file)));
	}

	private static String json(String reference, String name) {
		return "{\"reference\": \"%s\", \"tenant\": \"contoso\", \"right\": \"export\", \"subject\": {\"email\": \"%s@contoso.example\"}}"
			.formatted(reference, name);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = SecurityAutoConfiguration.class)
	@EnableConfigurationProperties(HubProperties.class)
	@ConfigurationPropertiesScan(basePackageClasses = Registrar.class)
	@ComponentScan(basePackageClasses = { Registrar.class, FileIntake.class }, excludeFilters = @Filter(
			type = FilterType.REGEX,
			pattern = "org\\.dsrhub\\.intake\\.(Confirmation.*|IntakeAnswers|MailedFiles|OperatorDesk|SubjectDesk|TakenMails|Triage)"))
	@Import({ Tenants.class, Catalogue.class, Digest.class, EvidenceLog.class, Drain.class, Transactions.class,
			SharedQueues.class, QuietFile.class, InboxPoll.class, IntakeErrors.class, FreeSpace.class })
	static class Slice {

		@Bean
		Clock clock() {
			return Clock.systemUTC();
		}

		@Bean
		LedgerClock ledgerClock(HubProperties hub) {
			return LedgerClock.alone(new MachineClock(Clock.systemUTC()), hub.lease());
		}

	}

}
