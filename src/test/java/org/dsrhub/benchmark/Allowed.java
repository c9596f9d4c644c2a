package org.dsrhub.benchmark;

import java.time.Duration;
import java.util.List;

/**
 * The time that the configured concurrency allows where services are slow: what the calls
 * of all requests take if every worker always waits for one.
 *
 * @param latency of each call
 * @param workers how many requests are worked on at once, and how many tasks
 * @param directory calls to the directory for one request, which its worker makes one
 * after the other
 * @param sources calls to sources for one request, one a task
 */
record Allowed(Duration latency, int workers, int directory, int sources) {

	static final String HEAD = """
			| contestant | requests at once | latency | workers | allowed | took | took/allowed | peak heap |
			|---|---|---|---|---|---|---|---|""";

	/**
	 * @param calls those that were recorded for one request
	 */
	static Allowed of(Options options, List<String> calls) {
		int sources = (int) calls.stream().filter(FloorCalls::asksSource).count();
		return new Allowed(options.latency(), options.workers(), calls.size() - sources, sources);
	}

	/**
	 * Of a contestant: a floor's worker makes all calls of its request; in the others
	 * requests and tasks have workers of their own, and the longer of both queues counts.
	 */
	Duration time(String contestant, int requests) {
		int calls = contestant.startsWith("floor-") ? this.directory + this.sources
				: Math.max(this.directory, this.sources);
		return this.latency.multipliedBy(calls).multipliedBy(requests).dividedBy(this.workers);
	}

	/**
	 * A row of the table.
	 */
	String line(Figures figures) {
		Duration allowed = time(figures.name(), figures.requests());
		return "| %s | %,d | %d ms | %d | %.1f s | %.1f s | %.2f | %d MB |".formatted(figures.name(),
				figures.requests(), this.latency.toMillis(), this.workers, seconds(allowed), seconds(figures.time()),
				seconds(figures.time()) / seconds(allowed), figures.peakHeap());
	}

	private static double seconds(Duration time) {
		return time.toMillis() / 1000.0;
	}

}
