package org.dsrhub.house;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.dsrhub.DsrHub;
import org.dsrhub.configuration.InvalidConfiguration;
import org.dsrhub.endtoend.Installation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.FileSystemUtils;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A hub that could not do its work does not start, and says why in words.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartTests {

	@TempDir
	Path folder;

	private Installation installation;

	@BeforeEach
	void install() {
		this.installation = Installation.in(this.folder);
	}

	@Test
	void a_hub_in_the_wrong_folder_does_not_start(CapturedOutput output) throws IOException {
		FileSystemUtils.deleteRecursively(this.folder.resolve("routes"));
		refused(output, "hub.routes: there is no folder " + this.folder.resolve("routes"));
	}

	@Test
	void a_pattern_that_matches_no_route_stops_the_start(CapturedOutput output) {
		refused(output, "there are no routes in it",
				"--camel.main.routes-include-pattern=file:" + this.folder + "/routes/kamelets/*.camel.yaml");
	}

	@Test
	void an_essential_route_that_is_missing_stops_the_start(CapturedOutput output) throws IOException {
		Files.delete(this.folder.resolve("routes/task/task-run.camel.yaml"));
		refused(output, "task-run.camel.yaml is missing; without it requests would stand still");
	}

	@Test
	void a_route_that_lies_where_nobody_looks_stops_the_start(CapturedOutput output) throws IOException {
		Path deeper = Files.createDirectories(this.folder.resolve("routes/task/deeper"));
		Files.move(this.folder.resolve("routes/task/task-run.camel.yaml"), deeper.resolve("task-run.camel.yaml"));
		refused(output, "task-run.camel.yaml is there, but no route 'task-run' was loaded");
	}

	@Test
	void a_setting_that_is_none_stops_the_start(CapturedOutput output) throws IOException {
		Path settings = Files.writeString(this.folder.resolve("config/application.yaml"),
				"hub:\n  work:\n    request: 3\n");
		refused(output, "hub.work.request: there is no such setting",
				"--spring.config.additional-location=file:" + settings);
		assertThat(output).contains("application.yaml] - 3:14");
	}

	@Test
	void leases_that_would_run_out_before_they_are_renewed_stop_the_start(CapturedOutput output) {
		refused(output, "hub.renew: 2000 ms is more than a sixth of hub.lease (PT11.9S)", "--hub.renew=2000",
				"--hub.lease=PT11.9S");
	}

	@Test
	void an_issuer_whose_tokens_may_be_for_anybody_stops_the_start(CapturedOutput output) {
		refused(output, "hub.oauth2.audience is missing", "--hub.oauth2.issuer=https://login.example/v2.0");
	}

	@Test
	void users_beside_an_issuer_stop_the_start(CapturedOutput output) {
		refused(output, "hub.users and hub.oauth2 exclude each other", "--hub.oauth2.issuer=https://login.example/v2.0",
				"--hub.oauth2.audience=hub");
	}

	@Test
	void a_node_of_a_cluster_with_a_ledger_of_its_own_does_not_start(CapturedOutput output) {
		refused(output, "the nodes of a cluster share a PostgreSQL database", "--spring.profiles.active=cluster",
				"--spring.datasource.url=jdbc:h2:mem:own", "--hub.broker.url=amqp://127.0.0.1:1");
	}

	@Test
	void a_node_of_a_cluster_without_a_broker_does_not_start(CapturedOutput output) {
		refused(output, "the nodes of a cluster share a broker", "--spring.profiles.active=cluster",
				"--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none");
	}

	@Test
	void a_cluster_without_its_profile_does_not_start(CapturedOutput output) {
		refused(output, "hub.cluster: is said by the profile cluster alone", "--hub.cluster=true");
	}

	@Test
	void a_ledger_that_another_process_has_open_is_told(CapturedOutput output) throws Exception {
		Path ledger = this.folder.resolve("data/ledger.mv.db");
		Files.createDirectories(ledger.getParent());
		try (FileChannel other = FileChannel.open(ledger, CREATE, WRITE); FileLock lock = other.lock()) {
			assertThat(lock.isValid()).isTrue();
			assertThatThrownBy(() -> new SpringApplicationBuilder(DsrHub.class).run(settings())).isNotNull();
		}
		assertThat(output).contains("Another process has the ledger in the data folder open.")
			.doesNotContain("\tat org.");
	}

	private void refused(CapturedOutput output, String expected, String... more) {
		assertThatThrownBy(() -> new SpringApplicationBuilder(DsrHub.class).run(settings(more)))
			.satisfies((refusal) -> assertThat(root(refusal)).isInstanceOf(InvalidConfiguration.class)
				.hasMessageContaining(expected));
		assertThat(output).contains(expected)
			.contains("Correct the file and start the hub again.")
			.doesNotContain("\tat org.");
	}

	private String[] settings(String... more) {
		List<String> settings = new ArrayList<>();
		this.installation.settings().forEach((name, value) -> settings.add("--" + name + "=" + value));
		settings.addAll(Arrays.asList(more));
		return settings.toArray(String[]::new);
	}

	private static Throwable root(Throwable fault) {
		return (fault.getCause() != null) ? root(fault.getCause()) : fault;
	}

}
