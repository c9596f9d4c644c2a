package org.dsrhub.faults;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.dsrhub.simulated.AzuriteServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One of two nodes is cut off from the ledger and from the other node for longer than its
 * leases last, while it still reaches the services: nothing refuses it, packets are just
 * lost. In a network namespace where the machine allows one.
 */
@Tag("faults")
class CutOffRun {

	private static final int CUTS = 2;

	/** The other one takes over what it held after 10 s. */
	private static final Duration LONG = Duration.ofSeconds(20);

	@Test
	void a_node_is_cut_off_from_the_ledger_and_from_its_peers(@TempDir Path folder) {
		AzuriteServer azurite = AzuriteServer.start();
		try (Scene scene = new Scene("cut-off", folder, azurite.connectionString())
			.withPostgresql(folder.resolve("postgresql"))) {
			scene.atEnd(azurite::close);
			Node node = scene.node("cut-off");
			scene.node("connected");
			Optional<Island> island = Island.make();
			Runnable cut;
			Runnable heal;
			if (island.isPresent()) {
				scene.atEnd(island.get()::close);
				settle(scene, node, island.get(), azurite.endpoint().getPort());
				cut = island.get()::cut;
				heal = island.get()::heal;
			}
			else {
				System.out
					.println("faults NOT IN A NETWORK NAMESPACE: this machine allows none (it takes root and ip), so"
							+ " the node is cut off by a relay that keeps its connections and hands nothing on");
				Relay relay = Relay.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
						new InetSocketAddress(InetAddress.getLoopbackAddress(), scene.postgres().port()));
				scene.atEnd(relay::close);
				scene.postgres().settings("127.0.0.1", relay.port()).forEach(node::setting);
				cut = relay::cut;
				heal = relay::heal;
			}
			scene.begin(Duration.ofMillis(300));
			for (int i = 0; i < CUTS; i++) {
				Moment.pass(scene.random(), Duration.ofSeconds(2), Duration.ofSeconds(5));
				cut.run();
				Moment.pass(LONG);
				heal.run();
			}
			scene.figure("cut-off-by", island.isPresent() ? "network-namespace" : "relay");
			scene.figure("cuts", CUTS);
			scene.end();
		}
	}

	private static void settle(Scene scene, Node node, Island island, int azurite) {
		List<Integer> ports = new ArrayList<>(List.of(azurite));
		scene.addresses().forEach((address) -> ports.add(URI.create(address).getPort()));
		island.reach(ports);
		scene.postgres()
			.settings(island.reachLedger(scene.postgres().port()), scene.postgres().port())
			.forEach(node::setting);
		node.inside(island.prefix(), island.host());
	}

}
