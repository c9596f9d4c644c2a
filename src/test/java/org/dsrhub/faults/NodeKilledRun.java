package org.dsrhub.faults;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes on one ledger, of which one after another is killed at a random moment and
 * started again. {@code -Dfaults.kills} says how often.
 */
@Tag("faults")
class NodeKilledRun {

	private static final int KILLS = Integer.getInteger("faults.kills", 9);

	@Test
	void nodes_are_killed_at_random_moments(@TempDir Path folder) {
		try (Scene scene = Scene.of("node-killed", folder).withPostgresql(folder.resolve("postgresql"))) {
			for (String name : new String[] { "a", "b", "c" }) {
				scene.node(name);
			}
			scene.begin(Duration.ofMillis(250));
			long atWork = 0;
			for (int kill = 0; kill < KILLS; kill++) {
				Moment.pass(scene.random(), Duration.ofMillis(200), Duration.ofSeconds(3));
				Node node = scene.nodes().get(kill % scene.nodes().size());
				node.awaitReady();
				atWork += scene.awaitOpen();
				node.kill();
				node.start();
			}
			scene.nodes().forEach(Node::awaitReady);
			scene.figure("kills", KILLS);
			scene.figure("open-at-kills", atWork);
			scene.end();
		}
	}

}
