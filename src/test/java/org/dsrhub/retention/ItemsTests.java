package org.dsrhub.retention;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;

import org.dsrhub.TestDatabase;
import org.dsrhub.database.Timestamps;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

class ItemsTests {

	private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

	private static final int MANY = 20_000;

	/** Many times what it takes. */
	private static final Duration LONG = Duration.ofSeconds(2);

	@Test
	void what_became_of_a_thousand_of_many_things_is_written_quickly_also_after_a_small_run() throws SQLException {
		SingleConnectionDataSource ledger = new SingleConnectionDataSource(TestDatabase.ledger().getConnection(), true);
		try {
			Items items = new Items(ledger);
			JdbcClient jdbc = JdbcClient.create(ledger);
			settle(items, list(jdbc, items, 3), 3);
			UUID run = list(jdbc, items, MANY);
			long begin = System.nanoTime();
			settle(items, run, 1_000);
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONG);
			assertThat(items.counts(run)).isEqualTo(Map.of("listed", MANY - 1_000L, "removed", 1_000L));
		}
		finally {
			ledger.destroy();
		}
	}

	private static UUID list(JdbcClient jdbc, Items items, int things) {
		UUID run = UUID.randomUUID();
		jdbc.sql("insert into retention_run (id, tenant, rule, dry, asked_by, state, keep, asked_at)"
				+ " values (?, 'contoso', 'packages', false, 'olga', 'running', 'P30D', ?)")
			.params(run, Timestamps.of(NOW))
			.update();
		items.add(run, items(things, Removal.listed()));
		return run;
	}

	private static void settle(Items items, UUID run, int things) {
		items.settle(run, items(things, Removal.removed()));
	}

	private static List<Item> items(int things, Removal removal) {
		return LongStream.rangeClosed(1, things)
			.mapToObj((number) -> new Item(number, new Due("thing-" + number, UUID.randomUUID(), 0, NOW), removal))
			.toList();
	}

}
