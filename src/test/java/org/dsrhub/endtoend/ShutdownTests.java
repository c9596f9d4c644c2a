package org.dsrhub.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.dsrhub.FreePort;
import org.dsrhub.simulated.Hold;
import org.dsrhub.simulated.SampleColleagues;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node that is told to end (SIGTERM) while others go on. No lease runs out in here.
 */
class ShutdownTests {

	/** For what ends after the drain: routes, connections, the process. */
	private static final Duration MOMENTS = Duration.ofSeconds(12);

	/** How long calls are waited for, as {@code application.yaml} has it. */
	private static final Duration ANSWERS = Duration.ofSeconds(10);

	@TempDir
	Path folder;

	private final List<HubProcess> nodes = new ArrayList<>();

	private SimulatedTenant contoso;

	private SampleColleagues people;

	private Installation installation;

	@BeforeEach
	void settle() {
		this.contoso = SimulatedTenant.start("contoso");
		this.people = SampleColleagues.settle(this.contoso, Instant.now());
		this.installation = Installation.in(this.folder.resolve("hub"))
			.withPostgresql()
			.with(this.contoso, "decision: {erase: auto}\n")
			.setting("hub.lease", "PT10M");
	}

	@AfterEach
	void end() throws InterruptedException {
		for (HubProcess node : this.nodes) {
			node.kill();
		}
		this.contoso.close();
	}

	@Test
	void a_node_that_is_told_to_end_gives_back_what_hangs_and_another_does_it() throws Exception {
		Hold hang = this.contoso.arm().faults().on("/alerts").hold();
		HubProcess leaving = start("leaving", "PT4S");
		drop("D-1", "access", "\"sources\":[\"defender-alerts\",\"entra-user\"]");
		await("the call to hang and the rest to be done",
				() -> hang.reached() && count("select count(*) from task where outcome is null") == 1);

		Instant begin = Instant.now();
		leaving.terminate();
		await("the node to refuse callers", () -> !leaving.ready());
		assertThat(leaving.get("/api/requests")).as("an answer to who calls all the same").isNotEmpty();
		drop("D-2", "access", "\"sources\":[\"entra-user\"]");
		leaving.join(Duration.ofSeconds(4).plus(MOMENTS));
		assertThat(Duration.between(begin, Instant.now())).isGreaterThan(Duration.ofSeconds(4));
		assertThat(log("leaving")).contains("event=drain-begun held=1")
			.contains("event=drained handed-back=1 held=0")
			.doesNotContain("\tat ", "event=waiting");
		assertThat(count("select count(*) from request where reference = 'D-2'")).isZero();

		start("staying", "PT4S");
		await("both to be closed", () -> count("select count(*) from request where state = 'completed'") == 2);
		for (String event : List.of("registered", "identified", "planned", "package-stored", "closed")) {
			assertThat(ledger().sql("select count(*) from evidence where entry like ? group by request")
				.param("%\"event\":\"" + event + "\"%")
				.query(Long.class)
				.list()).as(event).containsExactly(1L, 1L);
		}
		assertThat(count("select count(*) from evidence where entry like '%\"event\":\"task-ended\"%'")).isEqualTo(3);
		assertThat(ledger().sql("select lease_node from task where source = 'defender-alerts'")
			.query(String.class)
			.single()).isEqualTo("staying");
		hang.release();
	}

	@Test
	void a_directory_that_is_broken_off_is_not_at_fault_and_another_node_asks_it() throws Exception {
		Hold hang = this.contoso.graph().faults().on("/v1.0/users").hold();
		HubProcess leaving = start("leaving", "PT1S");
		drop("I-1", "access", "\"sources\":[\"entra-user\"]");
		await("the question to hang", hang::reached);

		leaving.terminate();
		leaving.join(Duration.ofSeconds(1).plus(MOMENTS));
		assertThat(log("leaving")).contains("event=work-left row=", "event=drained handed-back=1 held=0")
			.doesNotContain("\tat ", "event=waiting", "event=identified");
		assertThat(count("select count(*) from circuit where failures > 0 or opened_at is not null")).isZero();
		assertThat(count("select count(*) from request where failures = 0 and lease is null")).isOne();

		start("staying", "PT1S");
		await("it to be closed", () -> count("select count(*) from request where state = 'completed'") == 1);
		assertThat(count("select count(*) from request where subject like '%\"objectId\":\"%'")).isOne();
		hang.release();
	}

	@Test
	void a_node_whose_ledger_is_away_ends_all_the_same() throws Exception {
		Hold hang = this.contoso.arm().faults().on("/alerts").hold();
		HubProcess leaving;
		try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
			this.installation.withLedger(Map.of("spring.datasource.url", postgres.getJdbcUrl("postgres", "postgres"),
					"spring.datasource.username", "postgres", "spring.datasource.password", "postgres"));
			leaving = start("leaving", "PT2S");
			drop("L-1", "access", "\"sources\":[\"defender-alerts\"]");
			await("the call to hang", hang::reached);
		}

		leaving.terminate();
		leaving.join(Duration.ofSeconds(60));
		assertThat(log("leaving")).contains("event=drain-begun held=1", "event=work-left row=",
				"event=not-handed-back by=", "event=drained handed-back=0");
		hang.release();
	}

	@Test
	void a_node_that_is_at_nothing_ends_at_once() throws Exception {
		HubProcess idle = start("idle", "PT20S");
		idle.terminate();
		idle.join(MOMENTS);
		assertThat(log("idle")).contains("event=drain-begun held=0")
			.contains("event=drained handed-back=0 held=0")
			.doesNotContain("\tat ", "Forcing the routes");
	}

	@Test
	void a_caller_who_comes_to_no_end_is_waited_for_for_seconds_only() throws Exception {
		int port = FreePort.any();
		HubProcess leaving = start("leaving", "PT1S", port);
		ScheduledExecutorService words = Executors.newSingleThreadScheduledExecutor();
		try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), port)) {
			caller.getOutputStream()
				.write(("""
						POST /api/requests HTTP/1.1\r
						Host: 127.0.0.1\r
						Authorization: Basic %s\r
						Content-Type: application/json\r
						Content-Length: 1000\r
						Expect: 100-continue\r
						\r
						""".formatted(Base64.getEncoder().encodeToString(("olga:" + Installation.PASSWORD).getBytes())))
					.getBytes());
			assertThat(new BufferedReader(new InputStreamReader(caller.getInputStream())).readLine()).contains("100");
			words.scheduleAtFixedRate(() -> say(caller), 0, 1, TimeUnit.SECONDS);

			Instant begin = Instant.now();
			leaving.terminate();
			leaving.join(ANSWERS.plus(MOMENTS));
			assertThat(Duration.between(begin, Instant.now())).isGreaterThan(ANSWERS);
		}
		finally {
			words.shutdownNow();
		}
		assertThat(log("leaving")).contains("event=drain-begun held=0");
	}

	private static void say(Socket caller) {
		try {
			caller.getOutputStream().write(' ');
		}
		catch (IOException ex) {
			throw new UncheckedIOException("nobody listens any more", ex);
		}
	}

	@Test
	void a_file_that_is_being_read_is_left_to_the_others() throws Exception {
		int rows = 100_000;
		HubProcess leaving = start("leaving", "PT20S");
		this.installation.drop("contoso", "many.csv", "right,email\n" + "nonsense,\n".repeat(rows));
		await("the file to be read", () -> count("select count(*) from inbox_row") > 0);

		leaving.terminate();
		leaving.join(MOMENTS);
		assertThat(count("select count(*) from inbox_row")).isLessThan(rows);
		assertThat(count("select count(*) from inbox_file where lease is null and unsettled is not null")).isOne();
		assertThat(log("leaving")).contains("event=work-dropped file=").doesNotContain("\tat ");
	}

	@Test
	void what_may_have_its_effect_yet_is_not_given_back() throws Exception {
		Hold change = this.contoso.arm().faults().on("PUT " + this.people.sharedContact()).hold();
		HubProcess leaving = start("leaving", "PT1S");
		drop("E-1", "erase", "\"sources\":[\"defender-security-contacts\"]");
		await("the change to be on its way", change::reached);

		leaving.terminate();
		leaving.join(Duration.ofSeconds(1).plus(MOMENTS));
		assertThat(log("leaving")).contains("event=drained handed-back=0 held=0").doesNotContain("event=waiting");
		assertThat(count("select count(*) from task where phase = 'change' and lease is not null "
				+ "and lease_node = 'leaving' and due > now() + interval '5 minutes'"))
			.isOne();
		change.release();
	}

	private HubProcess start(String node, String drain) throws IOException {
		return start(node, drain, FreePort.any());
	}

	private HubProcess start(String node, String drain, int port) throws IOException {
		HubProcess hub = HubProcess.start(this.installation, port, file(node),
				new HashMap<>(Map.of("hub.node", node, "hub.drain", drain)));
		this.nodes.add(hub);
		return hub;
	}

	private void drop(String reference, String right, String more) {
		this.installation.drop("contoso", reference + ".json",
				"{\"reference\":\"%s\",\"tenant\":\"contoso\",\"right\":\"%s\",\"subject\":{\"email\":\"%s\"},%s}"
					.formatted(reference, right, this.people.email(), more));
	}

	private JdbcClient ledger() {
		return this.installation.ledger();
	}

	private long count(String sql) {
		return ledger().sql(sql).query(Long.class).single();
	}

	private Path file(String node) {
		return this.folder.resolve(node + ".log");
	}

	private String log(String node) throws IOException {
		return Files.readString(file(node));
	}

	private static void await(String what, Callable<Boolean> condition) {
		Awaitility.await(what).atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50)).until(condition);
	}

}
