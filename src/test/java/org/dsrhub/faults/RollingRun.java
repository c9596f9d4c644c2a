package org.dsrhub.faults;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes, of which one after the other is stopped and started again. With
 * {@code -Dfaults.old=folder}, where another version was built, both are of that version
 * first: then for a while two versions share the ledger.
 */
@Tag("faults")
class RollingRun {

	private static final String OLD = System.getProperty("faults.old");

	private static final int RESTARTS = 2;

	@Test
	void nodes_are_restarted_one_after_the_other(@TempDir Path folder) {
		try (Scene scene = Scene.of("rolling", folder).withPostgresql(folder.resolve("postgresql"))) {
			for (String name : new String[] { "a", "b" }) {
				Node node = scene.node(name).setting("hub.work.tasks", Node.FEW);
				if (OLD != null) {
					node.running(Path.of(OLD));
				}
			}
			scene.begin(Duration.ofMillis(600));
			long open = 0;
			for (int restart = 0; restart < RESTARTS; restart++) {
				Moment.pass(scene.random(), Duration.ofSeconds(3), Duration.ofSeconds(6));
				Node node = scene.nodes().get(restart % scene.nodes().size());
				open += scene.awaitOpen();
				node.stop();
				node.runningThis().start().awaitReady();
			}
			scene.figure("restarts", RESTARTS);
			scene.figure("open-at-restarts", open);
			scene.figure("versions", (OLD != null) ? 2 : 1);
			scene.end();
			scene.nodes().forEach((node) -> assertThat(node.said("event=drained")).isPositive());
		}
	}

}
