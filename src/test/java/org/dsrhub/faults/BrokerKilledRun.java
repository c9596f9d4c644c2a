package org.dsrhub.faults;

import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes whose broker is killed with all that is in it, stays away and comes back.
 */
@Tag("faults")
class BrokerKilledRun {

	private static final int KILLS = 3;

	@Test
	void the_broker_is_killed_and_comes_back(@TempDir Path folder) {
		try (Scene scene = Scene.of("broker-killed", folder).withPostgresql(folder.resolve("postgresql"))) {
			BrokerProcess broker = BrokerProcess.start(folder.resolve("broker.log"));
			scene.atEnd(broker::close);
			broker.join(scene.installation());
			scene.node("a");
			scene.node("b");
			scene.begin(Duration.ofMillis(300));
			awaitNudge(scene);
			for (int kill = 0; kill < KILLS; kill++) {
				Moment.pass(scene.random(), Duration.ofSeconds(2), Duration.ofSeconds(5));
				broker.kill();
				Moment.pass(scene.random(), Duration.ofSeconds(1), Duration.ofSeconds(8));
				broker.restart();
			}
			assertThat(scene.nodes()).allSatisfy((node) -> assertThat(node.said("event=broker-lost")).isPositive());
			Awaitility.await("the nodes to find the broker again")
				.atMost(Duration.ofMinutes(2))
				.until(() -> scene.nodes().stream().allMatch((node) -> node.said("event=broker-back") > 0));
			awaitNudge(scene);
			scene.figure("kills", KILLS);
			scene.figure("nudges-heard", scene.nodes().stream().mapToLong(Node::heard).sum());
			scene.end();
		}
	}

	/**
	 * Waits until each node hears something by the broker.
	 */
	private static void awaitNudge(Scene scene) {
		for (Node node : scene.nodes()) {
			long heard = node.heard();
			Awaitility.await("a nudge").atMost(Duration.ofMinutes(1)).until(() -> node.heard() > heard);
		}
	}

}
