package org.dsrhub.faults;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.awaitility.Awaitility;
import org.dsrhub.simulated.AzuriteServer;
import org.dsrhub.simulated.FaultScript;
import org.dsrhub.simulated.SimulatedBlobs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A storage account that answers every package with 500, then with 503, then not at all,
 * and then keeps it and says nothing.
 */
@Tag("faults")
class StoreFailsRun {

	private static final Duration EACH = Duration.ofSeconds(8);

	/** A blob, one of its blocks or the list of them; the container stands already. */
	private static final String UPLOAD = "PUT /" + AzuriteServer.ACCOUNT + "/" + Storage.CONTAINER + "/";

	@Test
	void the_storage_account_fails_in_four_ways(@TempDir Path folder) {
		SimulatedBlobs account = SimulatedBlobs.start(Clock.systemUTC());
		try (Scene scene = new Scene("store-fails", folder, account.connectionString())
			.withPostgresql(folder.resolve("postgresql"))) {
			scene.atEnd(account::close);
			scene.node("a");
			scene.node("b");
			scene.begin(Duration.ofMillis(300));
			fail(scene, "500", account, (on) -> on.answer(500), () -> uploads(account));
			fail(scene, "503", account, (on) -> on.answer(503), () -> uploads(account));
			fail(scene, "hanging", account, FaultScript::hang, () -> uploads(account));
			fail(scene, "lost", account, FaultScript::loseAnswer, () -> account.effects().size());
			scene.end();
		}
	}

	private static void fail(Scene scene, String name, SimulatedBlobs account, Consumer<FaultScript> how,
			LongSupplier met) {
		how.accept(account.faults().on(UPLOAD).always());
		long before = met.getAsLong();
		Moment.pass(EACH);
		Awaitility.await("an upload to meet the fault " + name)
			.atMost(Duration.ofMinutes(1))
			.until(() -> met.getAsLong() > before);
		scene.figure("met-" + name, met.getAsLong() - before);
		account.faults().clear();
		Moment.pass(Duration.ofSeconds(2));
	}

	private static long uploads(SimulatedBlobs account) {
		return account.calls().stream().filter((call) -> call.line().startsWith(UPLOAD)).count();
	}

}
