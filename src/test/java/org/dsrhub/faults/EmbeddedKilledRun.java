package org.dsrhub.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import org.awaitility.Awaitility;
import org.dsrhub.simulated.SimulatedServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The hub as it is without any settings: one node, its ledger in a file beside it. It is
 * killed at random moments, most of them in the middle of a task. {@code -Dfaults.kills}
 * says how often.
 */
@Tag("faults")
class EmbeddedKilledRun {

	private static final int KILLS = Integer.getInteger("faults.kills", 4);

	@Test
	void a_node_with_its_own_ledger_is_killed_at_random_moments(@TempDir Path folder) {
		try (Scene scene = Scene.of("embedded-killed", folder)) {
			Node node = scene.node("alone");
			scene.begin(Duration.ofMillis(300));
			int busy = 0;
			for (int kill = 0; kill < KILLS; kill++) {
				node.awaitReady();
				int calls = calls(scene);
				Awaitility.await("work").until(() -> calls(scene) > calls);
				Moment.pass(scene.random(), Duration.ZERO, Duration.ofMillis(1500));
				busy += calling(scene) ? 1 : 0;
				node.kill();
				node.start();
			}
			node.awaitReady();
			scene.figure("kills", KILLS);
			scene.figure("in-a-task", busy);
			scene.end();
			assertThat(busy).as("kills in the middle of a task").isGreaterThanOrEqualTo((KILLS + 2) / 3);
		}
	}

	private static int calls(Scene scene) {
		return scene.services().stream().mapToInt((service) -> service.calls().size()).sum();
	}

	private static boolean calling(Scene scene) {
		Instant recently = Instant.now().minusMillis(60);
		return scene.services()
			.stream()
			.map(SimulatedServer::calls)
			.flatMap((calls) -> calls.stream().skip(Math.max(0, calls.size() - 1)))
			.anyMatch((call) -> call.at().isAfter(recently));
	}

}
