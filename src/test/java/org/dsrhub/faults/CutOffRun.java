package org.dsrhub.faults;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.dsrhub.simulated.AzuriteServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One of two nodes is cut off from the ledger and from the broker, its way to the other
 * node, for longer than its leases last, while it still reaches the services: nothing
 * refuses it, packets are just lost. In a network namespace where the machine allows one.
 */
@Tag("faults")
class CutOffRun {

	/**
	 * The other one takes over after 10 s what the first one held, which hears after 60 s
	 * that its ledger does not answer.
	 */
	private static final List<Duration> CUTS = List.of(Duration.ofSeconds(20), Duration.ofSeconds(75));

	@Test
	void a_node_is_cut_off_from_the_ledger_and_from_its_peers(@TempDir Path folder) {
		AzuriteServer azurite = AzuriteServer.start();
		try (Scene scene = new Scene("cut-off", folder, azurite.connectionString())
			.withPostgresql(folder.resolve("postgresql"))) {
			scene.atEnd(azurite::close);
			Node node = scene.node("cut-off");
			scene.node("connected");
			BrokerProcess broker = BrokerProcess.start(folder.resolve("broker.log"));
			scene.atEnd(broker::close);
			broker.join(scene.installation());
			Optional<Island> island = Island.make();
			Runnable cut;
			Runnable heal;
			if (island.isPresent()) {
				scene.atEnd(island.get()::close);
				settle(scene, node, island.get(), azurite.endpoint().getPort(), broker.port());
				cut = island.get()::cut;
				heal = island.get()::heal;
			}
			else {
				System.out
					.println("faults NOT IN A NETWORK NAMESPACE: this machine allows none (it takes root and ip), so"
							+ " the node is cut off by a relay that keeps its connections and hands nothing on");
				Relay ledger = relay(scene, scene.postgres().port());
				Relay peers = relay(scene, broker.port());
				scene.postgres().settings("127.0.0.1", ledger.port()).forEach(node::setting);
				node.setting("hub.broker.url", BrokerProcess.url("127.0.0.1", peers.port()));
				cut = () -> List.of(ledger, peers).forEach(Relay::cut);
				heal = () -> List.of(ledger, peers).forEach(Relay::heal);
			}
			scene.begin(Duration.ofMillis(300));
			Leases leases = new Leases(scene.installation().ledger());
			int taken = 0;
			for (Duration length : CUTS) {
				Moment.pass(scene.random(), Duration.ofSeconds(2), Duration.ofSeconds(5));
				Set<String> held = scene.awaitHeld(leases, "cut-off");
				cut.run();
				Moment.pass(length);
				taken += leases.taken(held, "connected");
				scene.hurry();
				heal.run();
			}
			scene.figure("cut-off-by", island.isPresent() ? "network-namespace" : "relay");
			scene.figure("cuts", CUTS.size());
			scene.figure("tasks-taken-over", taken);
			scene.figure("broker-lost", node.said("event=broker-lost"));
			scene.figure("work-dropped", node.said("event=work-dropped"));
			assertThat(taken).as("tasks of the node that was cut off, taken over by the other").isPositive();
			assertThat(node.said("event=broker-lost")).as("that its peers are out of reach").isPositive();
			scene.end();
		}
	}

	private static Relay relay(Scene scene, int port) {
		Relay relay = Relay.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
				new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		scene.atEnd(relay::close);
		return relay;
	}

	private static void settle(Scene scene, Node node, Island island, int azurite, int broker) {
		List<Integer> ports = new ArrayList<>(List.of(azurite));
		scene.addresses().forEach((address) -> ports.add(URI.create(address).getPort()));
		island.reach(ports);
		scene.postgres()
			.settings(island.reachPulled(scene.postgres().port()), scene.postgres().port())
			.forEach(node::setting);
		node.setting("hub.broker.url", BrokerProcess.url(island.reachPulled(broker), broker));
		node.inside(island.prefix(), island.host());
	}

}
