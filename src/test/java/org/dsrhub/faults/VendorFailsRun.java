package org.dsrhub.faults;

import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.dsrhub.simulated.FaultScript;
import org.dsrhub.simulated.SimulatedServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Services that are slow, then answer rubbish, then do what they are asked and say
 * nothing, and then answer 429 for an hour that the hub's clock makes pass.
 */
@Tag("faults")
class VendorFailsRun {

	private static final Duration EACH = Duration.ofSeconds(6);

	/** A node looks at a circuit once in a second. */
	private static final Duration AGAIN = Duration.ofMillis(1500);

	private static final Duration HOUR = Duration.ofMinutes(61);

	/** Over which those come back that waited for the directory. */
	private static final Duration SPREAD = Duration.ofMinutes(16);

	private static final List<String> CHANGES = List.of("PUT /", "PATCH /", "DELETE /");

	@Test
	void the_services_fail_in_many_ways(@TempDir Path folder) {
		try (Scene scene = Scene.of("vendor-fails", folder)
			.withPostgresql(folder.resolve("postgresql"))
			.withClocksThatJump()) {
			ShiftedLedger ledger = ShiftedLedger.of(scene.installation().ledger());
			scene.node("a");
			scene.node("b");
			scene.beginWithoutErasures(Duration.ofMillis(300));
			scene.erase(1);
			fail(scene, "slow", (on) -> on.delay(Duration.ofSeconds(3)));
			fail(scene, "malformed", FaultScript::malformedJson);
			fail(scene, "html", FaultScript::html);
			scene.erase(1);
			fail(scene, "truncated", FaultScript::truncate);
			fail(scene, "500", (on) -> on.answer(500));
			scene.erase(1);
			fail(scene, "lost-changes", CHANGES, FaultScript::loseAnswer, scene::changed);
			scene.erase(1);
			throttle(scene, ledger);
			scene.end();
		}
	}

	/**
	 * Whoever is told to wait for an hour calls nobody meanwhile.
	 */
	private static void throttle(Scene scene, ShiftedLedger ledger) {
		arm(scene, List.of("/"), (on) -> on.throttle("3600"));
		int before = calls(scene);
		JdbcClient rows = scene.installation().ledger();
		Moment.pass(EACH.multipliedBy(2));
		scene.workload().stop();
		Awaitility.await("all to wait").atMost(Duration.ofMinutes(2)).until(() -> awake(rows) == 0);
		// A change that was just claimed to be looked up is due in a minute, and called
		// for first.
		Moment.pass(AGAIN);
		int told = calls(scene);
		Instant from = Instant.now();
		Moment.pass(EACH);
		List<String> meanwhile = scene.services()
			.stream()
			.flatMap((service) -> service.calls().stream())
			.filter((call) -> call.at().isAfter(from))
			.map((call) -> call.method() + " " + call.path())
			.toList();
		int waited = calls(scene);
		int circuits = rows.sql("select count(*) from circuit where opened_at is not null or rests_until is not null")
			.query(Integer.class)
			.single();
		clear(scene);
		ledger.shift(HOUR.plus(SPREAD));
		Awaitility.await("calls after the hour").atMost(Duration.ofMinutes(1)).until(() -> calls(scene) > waited);
		// Those that meet the call that tries the directory wait once more.
		Moment.pass(EACH);
		ledger.shift(HOUR.plus(SPREAD.multipliedBy(2)));
		scene.figure("met-429", told - before);
		scene.figure("circuits", circuits);
		scene.figure("calls-while-all-waited", meanwhile.size());
		assertThat(told - before).as("calls answered 429").isPositive();
		assertThat(waited - before).as("calls in the hour in which everything is answered 429")
			.isLessThanOrEqualTo(8 * circuits);
		assertThat(meanwhile).as("calls while all waited").isEmpty();
	}

	/**
	 * How much a node works on, or will before the pause after this is over.
	 */
	private static int awake(JdbcClient ledger) {
		return Stream
			.of("request where lease is not null or due < ?", "task where lease is not null or due < ?",
					"trace where due < ?")
			.mapToInt((rows) -> ledger.sql("select count(*) from " + rows)
				.param(Timestamp.from(Instant.now().plus(EACH.multipliedBy(2))))
				.query(Integer.class)
				.single())
			.sum();
	}

	private static void fail(Scene scene, String name, Consumer<FaultScript> how) {
		fail(scene, name, List.of("/"), how, () -> calls(scene));
	}

	/**
	 * Lets calls fail for some time, and until one did.
	 * @param met what is counted of those that fail
	 */
	private static void fail(Scene scene, String name, List<String> calls, Consumer<FaultScript> how,
			LongSupplier met) {
		arm(scene, calls, how);
		long before = met.getAsLong();
		Moment.pass(EACH);
		Awaitility.await("a call to meet the fault " + name)
			.atMost(Duration.ofMinutes(1))
			.until(() -> met.getAsLong() > before);
		scene.figure("met-" + name, met.getAsLong() - before);
		clear(scene);
		// Those that were answered late may have opened a circuit.
		Moment.pass(AGAIN);
		close(scene.installation().ledger());
		Moment.pass(AGAIN);
	}

	private static void arm(Scene scene, List<String> calls, Consumer<FaultScript> how) {
		scene.services().forEach((service) -> calls.forEach((call) -> how.accept(service.faults().on(call).always())));
	}

	private static void clear(Scene scene) {
		scene.services().forEach((service) -> service.faults().clear());
	}

	/**
	 * Forgets the trouble, so that the next fault is met by more than one call that tries
	 * the service.
	 */
	private static void close(JdbcClient ledger) {
		ledger
			.sql("update circuit set failures = 0, reason = null, opened_at = null, rests_until = null, "
					+ "probe_until = null")
			.update();
	}

	private static int calls(Scene scene) {
		return scene.services().stream().map(SimulatedServer::calls).mapToInt(List::size).sum();
	}

}
