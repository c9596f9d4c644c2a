package org.dsrhub.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes on one ledger, of which one after another is killed while it has tasks, and
 * started again, each third time only once others have taken over its work.
 * {@code -Dfaults.kills} says how often.
 */
@Tag("faults")
class NodeKilledRun {

	private static final int KILLS = Integer.getInteger("faults.kills", 3);

	@Test
	void nodes_are_killed_at_random_moments(@TempDir Path folder) {
		try (Scene scene = Scene.of("node-killed", folder).withPostgresql(folder.resolve("postgresql"))) {
			for (String name : new String[] { "a", "b", "c" }) {
				scene.node(name).setting("hub.work.tasks", Node.FEW);
			}
			scene.begin(Duration.ofMillis(600));
			Leases leases = new Leases(scene.installation().ledger());
			int held = 0;
			int taken = 0;
			for (int kill = 0; kill < KILLS; kill++) {
				Moment.pass(scene.random(), Duration.ofMillis(200), Duration.ofSeconds(3));
				Node node = scene.nodes().get(kill % scene.nodes().size());
				boolean takeOver = kill % 3 == 2;
				(takeOver ? scene.nodes() : List.of(node)).forEach(Node::awaitReady);
				Set<String> tasks = scene.awaitHeld(leases, node.name());
				node.kill();
				scene.hurry();
				held += tasks.size();
				if (takeOver) {
					Awaitility.await("the others to take over").until(() -> leases.takenFrom(tasks, node.name()) > 0);
					taken += leases.takenFrom(tasks, node.name());
				}
				node.start();
			}
			scene.nodes().forEach(Node::awaitReady);
			scene.figure("kills", KILLS);
			scene.figure("tasks-held-at-kills", held);
			scene.figure("tasks-taken-over", taken);
			scene.end();
		}
	}

}
