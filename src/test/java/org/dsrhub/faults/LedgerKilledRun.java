package org.dsrhub.faults;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes whose PostgreSQL server is killed with all its processes, is away for some
 * seconds and comes back.
 */
@Tag("faults")
class LedgerKilledRun {

	private static final int KILLS = 3;

	@Test
	void the_ledger_is_killed_and_comes_back(@TempDir Path folder) {
		try (Scene scene = Scene.of("ledger-killed", folder).withPostgresql(folder.resolve("postgresql"))) {
			scene.node("a");
			scene.node("b");
			scene.begin(Duration.ofMillis(250));
			long atWork = 0;
			for (int kill = 0; kill < KILLS; kill++) {
				Moment.pass(scene.random(), Duration.ofSeconds(3), Duration.ofSeconds(6));
				atWork += scene.awaitOpen();
				scene.postgres().kill();
				Moment.pass(scene.random(), Duration.ofMillis(100), Duration.ofSeconds(6));
				scene.postgres().restart();
			}
			scene.figure("kills", KILLS);
			scene.figure("open-at-kills", atWork);
			scene.end();
		}
	}

}
