package org.dsrhub.endtoend;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.dsrhub.FreePort;
import org.dsrhub.simulated.Hold;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedBroker;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes that a broker joins: what one of them writes the other takes up at once, and
 * without the broker by and by.
 */
class NudgeTests {

	private static final String NEVER = "600000";

	@TempDir
	Path folder;

	private final List<HubProcess> nodes = new ArrayList<>();

	private SimulatedBroker broker;

	private SimulatedTenant contoso;

	private SamplePeople people;

	private Installation installation;

	@BeforeEach
	void install() throws IOException {
		this.broker = SimulatedBroker.start();
		this.contoso = SimulatedTenant.start("contoso");
		this.people = SamplePeople.settle(this.contoso, Instant.now());
		this.installation = Installation.in(this.folder.resolve("hub")).withPostgresql().with(this.contoso, "");
		SimulatedBroker.settings(this.broker.url()).forEach(this.installation::setting);
	}

	@AfterEach
	void end() throws InterruptedException {
		for (HubProcess node : this.nodes) {
			node.kill();
		}
		this.contoso.close();
		this.broker.close();
	}

	@Test
	void what_one_node_writes_the_other_takes_up_at_once() throws Exception {
		HubProcess small = start("small", Map.of("hub.sweep", NEVER, "hub.work.requests", 1, "hub.work.tasks", 1));
		start("large", Map.of("hub.sweep", NEVER, "hub.work.tasks", 2));
		await("both nodes to listen",
				() -> said("small", "event=broker-connected") == 1 && said("large", "event=broker-connected") == 1);
		Path sprung = this.folder.resolve("sprung");
		Hold calls = this.contoso.arm().faults().on("/").always().hold();
		try (Eavesdropper ear = new Eavesdropper(this.broker)) {
			ear.tell(new Trap(sprung));
			ear.tell("requests; drop table request");
			for (int i = 0; i < 6; i++) {
				assertThat(small.post(request(i), "key-" + i)).isEqualTo(202);
			}
			await("both nodes to have their places full", () -> shares().size() == 2);
			calls.release();
			await("all to be closed", () -> closed() == 6);

			assertThat(shares()).containsOnlyKeys("small", "large");
			assertThat(ear.heard().stream().skip(2)).isNotEmpty()
				.allMatch((word) -> word.matches("text (requests|tasks) node=(small|large)"));
		}
		assertThat(sprung).as("an object was made of what the broker sent").doesNotExist();
		assertThat(traces()).isEmpty();
	}

	@ParameterizedTest(name = "{0}")
	@ValueSource(strings = { "%s", "failover:(amqp://127.0.0.1:1,%s)" })
	void without_its_broker_a_cluster_goes_on_by_sweeping_and_finds_it_again(String address) throws Exception {
		this.installation.setting("hub.broker.url", address.formatted(this.broker.url()));
		HubProcess first = start("first", Map.of("hub.sweep", "1000"));
		await("the node to listen", () -> said("first", "event=broker-connected") == 1);

		this.broker.end();
		HubProcess second = start("second", Map.of("hub.sweep", "1000"));
		for (int i = 0; i < 3; i++) {
			assertThat(first.post(request(i), "key-" + i)).isEqualTo(202);
		}
		await("all to be closed", () -> closed() == 3);
		await("it to be told",
				() -> said("first", "event=broker-lost") == 1 && said("second", "event=broker-lost") == 1);
		assertThat(second.get("/actuator/health/readiness")).asString().contains("UP");

		this.broker.begin();
		await("both nodes to listen",
				() -> said("first", "event=broker-back") == 1 && said("second", "event=broker-back") == 1);
		try (Eavesdropper ear = new Eavesdropper(this.broker)) {
			assertThat(second.post(request(3), "key-3")).isEqualTo(202);
			await("the request to be closed", () -> closed() == 4);
			assertThat(ear.heard()).isNotEmpty();
		}
		assertThat(said("first", "event=broker-lost")).isOne();
		assertThat(traces()).isEmpty();
	}

	private HubProcess start(String node, Map<String, ?> settings) throws IOException {
		Map<String, Object> more = new HashMap<>(settings);
		more.put("hub.node", node);
		HubProcess hub = HubProcess.start(this.installation, FreePort.any(), log(node), more);
		this.nodes.add(hub);
		return hub;
	}

	/** One person, from ever another address: no two requests are the same. */
	private String request(int number) {
		return "{\"reference\":\"R-%d\",\"tenant\":\"contoso\",\"right\":\"access\",\"subject\":{\"email\":\"%s\",\"ipAddresses\":[\"10.0.0.%d\"]}}"
			.formatted(number, this.people.email(), number);
	}

	private long closed() {
		return this.installation.ledger()
			.sql("select count(*) from request where state = 'completed'")
			.query(Long.class)
			.single();
	}

	private Map<String, Long> shares() {
		Map<String, Long> shares = new HashMap<>();
		this.installation.ledger()
			.sql("select lease_node, count(*) as done from task where lease_node is not null group by lease_node")
			.query((row) -> {
				shares.put(row.getString("lease_node"), row.getLong("done"));
			});
		return shares;
	}

	private long said(String node, String event) throws IOException {
		try (Stream<String> lines = Files.lines(log(node))) {
			return lines.filter((line) -> line.contains(event)).count();
		}
	}

	private List<String> traces() throws IOException {
		List<String> traces = new ArrayList<>();
		try (Stream<Path> logs = Files.list(this.folder)) {
			for (Path log : logs.filter((file) -> file.toString().endsWith(".log")).toList()) {
				Files.readAllLines(log)
					.stream()
					.filter((line) -> line.startsWith("\tat ") || line.contains(" ERROR "))
					.forEach(traces::add);
			}
		}
		return traces;
	}

	private Path log(String node) {
		return this.folder.resolve(node + ".log");
	}

	private static void await(String what, java.util.concurrent.Callable<Boolean> condition) {
		Awaitility.await(what).atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(100)).until(condition);
	}

	/**
	 * Says when somebody has made an object of it.
	 */
	private static final class Trap implements Serializable {

		private final String path;

		Trap(Path path) {
			this.path = path.toString();
		}

		private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
			in.defaultReadObject();
			Files.writeString(Path.of(this.path), "sprung");
		}

	}

}
