package org.dsrhub.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes, one of them on a machine whose clock jumps an hour ahead and back, which
 * takes nothing from the other: all go by the ledger's clock. Then that one jumps ahead,
 * back, and ahead again, each time while both nodes hold tasks and neither has just heard
 * of another jump.
 */
@Tag("faults")
class ClockJumpsRun {

	private static final int JUMPS = 3;

	private static final Duration HOUR = Duration.ofHours(1);

	@Test
	void the_clock_of_a_machine_and_that_of_the_ledger_jump_an_hour_ahead_and_back(@TempDir Path folder) {
		Path shift = folder.resolve("shift");
		try (Scene scene = Scene.of("clock-jumps", folder)
			.withPostgresql(folder.resolve("postgresql"))
			.withClocksThatJump()) {
			ShiftedLedger ledger = ShiftedLedger.of(scene.installation().ledger());
			Node jumping = scene.node("jumping").running(ShiftedMachine.class).option(ShiftedMachine.FILE, shift);
			Node steady = scene.node("steady");
			scene.begin(Duration.ofMillis(300));
			Leases leases = new Leases(scene.installation().ledger());
			for (int jump = 1; jump <= JUMPS; jump++) {
				Moment.pass(scene.random(), Duration.ofSeconds(1), Duration.ofSeconds(4));
				scene.awaitHeld(leases, "steady");
				ShiftedMachine.shift(shift, (jump % 2 == 0) ? HOUR.negated() : HOUR);
				await(List.of(jumping), "event=clock-wrong", jump);
				Moment.pass(scene.random(), Duration.ZERO, Duration.ofSeconds(4));
				scene.hurry();
				ShiftedMachine.shift(shift, Duration.ZERO);
				await(List.of(jumping), "event=clock-right", jump);
			}
			for (int jump = 1; jump <= JUMPS; jump++) {
				Moment.pass(scene.random(), Node.LEASE, Node.LEASE.plusSeconds(2));
				scene.awaitHeld(leases, "jumping");
				scene.awaitHeld(leases, "steady");
				ledger.shift((jump % 2 == 0) ? Duration.ZERO : HOUR);
				await(List.of(jumping, steady), "event=time-jumped", jump);
				scene.hurry();
				await(List.of(jumping, steady), "event=time-set", jump);
			}
			scene.figure("jumps", 3 * JUMPS);
			scene.end();
			assertThat(jumping.said("event=work-dropped") + steady.said("event=work-dropped"))
				.as("work whose lease somebody else took while it was done")
				.isZero();
		}
	}

	private static void await(List<Node> nodes, String event, int times) {
		Awaitility.await(event)
			.atMost(Duration.ofSeconds(30))
			.until(() -> nodes.stream().allMatch((node) -> node.said(event) >= times));
	}

}
