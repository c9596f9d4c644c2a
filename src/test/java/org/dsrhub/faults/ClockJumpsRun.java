package org.dsrhub.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes, one of which has a clock that jumps an hour ahead and back: it takes every
 * lease of the other for over, and what it says is due in an hour the other does not
 * touch. In the end the hour has passed for both.
 */
@Tag("faults")
class ClockJumpsRun {

	private static final int JUMPS = 4;

	private static final Duration HOUR = Duration.ofHours(1);

	@Test
	void the_clock_of_one_node_jumps_an_hour_ahead_and_back(@TempDir Path folder) {
		Path jumping = folder.resolve("jumping");
		Path steady = folder.resolve("steady");
		try (Scene scene = Scene.of("clock-jumps", folder).withPostgresql(folder.resolve("postgresql"))) {
			scene.node("jumping").running(ShiftedHub.class).option(ShiftedHub.FILE, jumping);
			scene.node("steady").running(ShiftedHub.class).option(ShiftedHub.FILE, steady);
			scene.begin(Duration.ofMillis(300));
			Leases leases = new Leases(scene.installation().ledger());
			int taken = 0;
			for (int jump = 0; jump < JUMPS; jump++) {
				Moment.pass(scene.random(), Duration.ofSeconds(1), Duration.ofSeconds(4));
				Set<String> held = scene.awaitHeld(leases, "steady");
				ShiftedHub.shift(jumping, HOUR);
				Moment.pass(scene.random(), Duration.ofSeconds(1), Duration.ofSeconds(6));
				taken += leases.taken(held, "jumping");
				scene.hurry();
				ShiftedHub.shift(jumping, (jump % 2 == 0) ? Duration.ZERO : HOUR.negated());
			}
			ShiftedHub.shift(jumping, Duration.ZERO);
			scene.workload().stop();
			Moment.pass(Duration.ofSeconds(8));
			scene.figure("jumps", 2 * JUMPS);
			scene.figure("tasks-taken-over", taken);
			assertThat(taken).as("tasks that one node took over because its clock jumped").isPositive();
			scene.figure("open-until-the-hour-had-passed", scene.open());
			ShiftedHub.shift(jumping, HOUR.plusMinutes(1));
			ShiftedHub.shift(steady, HOUR.plusMinutes(1));
			scene.end();
		}
	}

}
