package org.dsrhub.faults;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

import org.dsrhub.simulated.FaultScript;
import org.dsrhub.simulated.SimulatedBlobs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A storage account that answers every call with 500, then with 503, then not at all, and
 * then does what it is asked and says nothing.
 */
@Tag("faults")
class StoreFailsRun {

	private static final Duration EACH = Duration.ofSeconds(8);

	@Test
	void the_storage_account_fails_in_four_ways(@TempDir Path folder) {
		SimulatedBlobs account = SimulatedBlobs.start(Clock.systemUTC());
		try (Scene scene = new Scene("store-fails", folder, account.connectionString())
			.withPostgresql(folder.resolve("postgresql"))) {
			scene.atEnd(account::close);
			scene.node("a");
			scene.node("b");
			scene.begin(Duration.ofMillis(300));
			long calls = account.calls().size();
			fail(account, (on) -> on.answer(500));
			fail(account, (on) -> on.answer(503));
			fail(account, FaultScript::hang);
			fail(account, FaultScript::loseAnswer);
			scene.figure("calls-failed", account.calls().size() - calls);
			scene.end();
		}
	}

	private static void fail(SimulatedBlobs account, Consumer<FaultScript> how) {
		how.accept(account.faults().on("/").always());
		Moment.pass(EACH);
		account.faults().clear();
		Moment.pass(Duration.ofSeconds(2));
	}

}
