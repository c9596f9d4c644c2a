package org.dsrhub.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What the benchmark counts, without running anything.
 */
class FiguresTests {

	private static final List<String> CALLS = List.of("/v1.0/organization", "/v1.0/users?$filter=a",
			"/v1.0/users?$filter=b", "/v1.0/users/1?$select=id", "/subscriptions/1/providers/x/alerts?api-version=1");

	@Test
	void the_longer_queue_of_calls_says_what_is_allowed_and_a_floor_makes_all_of_them() {
		Allowed allowed = Allowed.of(Options.of(new String[] { "latency=200", "workers=32" }), CALLS);
		assertThat(allowed.time("hub", 1000)).isEqualTo(Duration.ofMillis(200 * 3 * 1000 / 32));
		assertThat(allowed.time("integration", 1000)).isEqualTo(Duration.ofMillis(200 * 3 * 1000 / 32));
		assertThat(allowed.time("floor-b", 1000)).isEqualTo(Duration.ofMillis(200 * 5 * 1000 / 32));
	}

	@Test
	void requests_come_one_at_a_time_or_with_the_last_of_their_file() {
		Arrivals arrivals = new Arrivals(Path.of("nowhere"), new Caller(List.of()), 70, 10);
		assertThat(List.of(0, 19, 20, 39, 40, 60, 69).stream().map((number) -> after(arrivals, number)))
			.containsExactly(0L, 1900L, 3900L, 3900L, 4000L, 6900L, 6900L);
	}

	@Test
	void a_percentile_is_the_wait_that_so_many_did_not_exceed() {
		Arrivals arrivals = new Arrivals(Path.of("nowhere"), new Caller(List.of()), 20, 10);
		Map<String, Instant> ends = new HashMap<>();
		for (int number = 0; number < 20; number++) {
			ends.put(Arrivals.reference(number), arrivals.scheduled(number).plusSeconds(number + 1));
		}
		NodesFigures figures = NodesFigures.of(arrivals, ends, 10, 2, Map.of("node-1", 100L), List.of(150L),
				new Postgres.Done(400, 20_000, 40_000));
		assertThat(figures.line())
			.isEqualTo("| 1 | 20 | 10 | 22 s | 0.9 | 10.00 s | 19.00 s | 20.00 s | 20.00 s | 100 % "
					+ "| 150 MB | 2 | 20.0 | 1.0 | 2.0 |");
	}

	@Test
	void a_node_that_hardly_did_anything_is_found() {
		NodesRun.shared(Map.of("node-1", 58L, "node-2", 21L, "node-3", 21L), 3);
		assertThatIllegalStateException()
			.isThrownBy(() -> NodesRun.shared(Map.of("node-1", 40L, "node-2", 40L, "node-3", 20L), 3));
		assertThatIllegalStateException().isThrownBy(() -> NodesRun.shared(Map.of("node-1", 50L, "node-2", 50L), 3));
	}

	@Test
	void what_is_said_of_a_hub_comes_after_what_its_workers_are() {
		assertThat(Options.of(new String[] { "workers=8", "hub=--hub.work.tasks=9;--hub.lease=PT1M" }).hubSettings())
			.containsExactly("--hub.work.requests=8", "--hub.work.tasks=8", "--hub.work.tasks=9", "--hub.lease=PT1M");
	}

	private static long after(Arrivals arrivals, int number) {
		return Duration.between(arrivals.begin(), arrivals.scheduled(number)).toMillis();
	}

}
