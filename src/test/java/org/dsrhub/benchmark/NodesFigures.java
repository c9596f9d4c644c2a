package org.dsrhub.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was measured of several nodes.
 *
 * @param rate how many requests came a second
 * @param again how many calls of the REST door had to be made again
 * @param seconds from the first arrival to the last end
 * @param waits from each request's scheduled arrival to its end, in seconds, in order
 * @param tasks how many each node ended
 * @param peakHeaps the most heap of each node that was in use, in MB
 * @param done what the database did meanwhile
 */
record NodesFigures(int rate, int again, double seconds, double[] waits, Map<String, Long> tasks, List<Long> peakHeaps,
		Postgres.Done done) {

	static final String HEAD = """
			| nodes | requests | arrive/s | took | requests/s | p50 | p95 | p99 | longest | tasks of each node | peak heap of each | POSTs again | transactions/request | WAL KB/request | ledger KB/request |
			|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|""";

	static NodesFigures of(Arrivals arrivals, Map<String, Instant> ends, int rate, int again, Map<String, Long> tasks,
			List<Long> peakHeaps, Postgres.Done done) {
		double[] waits = new double[ends.size()];
		Instant last = arrivals.begin();
		for (int number = 0; number < waits.length; number++) {
			Instant end = ends.get(Arrivals.reference(number));
			waits[number] = seconds(arrivals.scheduled(number), end);
			last = end.isAfter(last) ? end : last;
		}
		Arrays.sort(waits);
		return new NodesFigures(rate, again, seconds(arrivals.begin(), last), waits, tasks, peakHeaps, done);
	}

	/**
	 * A row of the table.
	 */
	String line() {
		int requests = this.waits.length;
		long all = this.tasks.values().stream().mapToLong(Long::longValue).sum();
		return "| %d | %,d | %d | %.0f s | %.1f | %.2f s | %.2f s | %.2f s | %.2f s | %s | %s MB | %d | %.1f | %.1f | %.1f |"
			.formatted(this.peakHeaps.size(), requests, this.rate, this.seconds, requests / this.seconds,
					percentile(50), percentile(95), percentile(99), percentile(100),
					this.tasks.values()
						.stream()
						.map((tasks) -> "%.0f %%".formatted(tasks * 100.0 / all))
						.collect(Collectors.joining(", ")),
					this.peakHeaps.stream().map(String::valueOf).collect(Collectors.joining(", ")), this.again,
					this.done.transactions() / (double) requests, this.done.walBytes() / 1000.0 / requests,
					this.done.bytes() / 1000.0 / requests);
	}

	private double percentile(int percent) {
		return this.waits[Math.max(0, (int) Math.ceil(this.waits.length * percent / 100.0) - 1)];
	}

	private static double seconds(Instant from, Instant to) {
		return Duration.between(from, to).toMillis() / 1000.0;
	}

}
