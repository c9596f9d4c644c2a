package org.dsrhub.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes on one ledger, of which one is stopped while it has tasks and goes on later,
 * as a machine does that is moved or suspended: others have its work by then, and it does
 * not know. The second time is longer than the ledger keeps the session of somebody who
 * rests in a transaction.
 */
@Tag("faults")
class NodePausedRun {

	private static final List<Duration> PAUSES = List.of(Duration.ofSeconds(20), Duration.ofSeconds(75));

	@Test
	void a_node_stands_still_and_goes_on(@TempDir Path folder) {
		try (Scene scene = Scene.of("node-paused", folder).withPostgresql(folder.resolve("postgresql"))) {
			Node node = scene.node("paused").setting("hub.work.tasks", Node.FEW);
			scene.node("other").setting("hub.work.tasks", Node.FEW);
			scene.begin(Duration.ofMillis(400));
			Leases leases = new Leases(scene.installation().ledger());
			int taken = 0;
			for (Duration length : PAUSES) {
				Moment.pass(scene.random(), Duration.ofSeconds(2), Duration.ofSeconds(5));
				scene.awaitHeld(leases, node.name());
				node.pause();
				// Or the other would be at what is older for longer than anybody waits.
				scene.hurry();
				Set<String> held = leases.of(node.name());
				assertThat(held).as("tasks that it stands still with").isNotEmpty();
				Moment.pass(length);
				Awaitility.await("the other to take over").until(() -> leases.takenFrom(held, node.name()) > 0);
				taken += leases.takenFrom(held, node.name());
				node.resume();
				node.awaitReady();
			}
			scene.figure("pauses", PAUSES.size());
			scene.figure("tasks-taken-over", taken);
			scene.figure("work-dropped", node.said("event=work-dropped"));
			assertThat(node.said("event=work-dropped")).as("that what it was at is another's now").isPositive();
			scene.end();
		}
	}

}
