package org.dsrhub.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

import org.dsrhub.simulated.FaultScript;
import org.dsrhub.simulated.SimulatedServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Services that are slow, then answer rubbish, then do what they are asked and say
 * nothing, and then answer 429 for an hour that the hub's clock makes pass.
 */
@Tag("faults")
class VendorFailsRun {

	private static final Duration EACH = Duration.ofSeconds(6);

	@Test
	void the_services_fail_in_many_ways(@TempDir Path folder) {
		Path shift = folder.resolve("shift");
		try (Scene scene = Scene.of("vendor-fails", folder).withPostgresql(folder.resolve("postgresql"))) {
			for (String name : new String[] { "a", "b" }) {
				scene.node(name).running(ShiftedHub.class).option(ShiftedHub.FILE, shift);
			}
			scene.begin(Duration.ofMillis(300));
			int calls = calls(scene);
			fail(scene, (on) -> on.delay(Duration.ofSeconds(3)));
			fail(scene, FaultScript::malformedJson);
			fail(scene, FaultScript::html);
			fail(scene, FaultScript::truncate);
			fail(scene, (on) -> on.answer(500));
			fail(scene, FaultScript::loseAnswer);
			scene.services().forEach((service) -> service.faults().on("/").always().throttle("3600"));
			Moment.pass(EACH);
			Moment.pass(EACH);
			scene.figure("calls-failed", calls(scene) - calls);
			scene.workload().stop();
			int throttled = calls(scene);
			Moment.pass(EACH);
			int meanwhile = calls(scene) - throttled;
			scene.services().forEach((service) -> service.faults().clear());
			ShiftedHub.shift(shift, Duration.ofHours(1).plusMinutes(1));
			scene.figure("calls-while-all-waited", meanwhile);
			scene.end();
		}
	}

	private static void fail(Scene scene, Consumer<FaultScript> how) {
		scene.services().forEach((service) -> how.accept(service.faults().on("/").always()));
		Moment.pass(EACH);
		scene.services().forEach((service) -> service.faults().clear());
	}

	private static int calls(Scene scene) {
		return scene.services().stream().map(SimulatedServer::calls).mapToInt(java.util.List::size).sum();
	}

}
