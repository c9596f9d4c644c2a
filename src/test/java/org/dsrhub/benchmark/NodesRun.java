package org.dsrhub.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Several nodes under requests that arrive on a schedule. What was accepted must have
 * been completed in the end, each once, and every node must have done its share.
 */
final class NodesRun {

	/**
	 * Enough for a package with its folder and manifest, a result, what the ledger keeps
	 * and what the logs tell: about sixty KB.
	 */
	private static final long BYTES_A_REQUEST = 100_000;

	/**
	 * Nodes that close nothing for so long have stopped.
	 */
	private static final Duration STOPPED = Duration.ofMinutes(2);

	private static final Duration PROGRESS = Duration.ofSeconds(10);

	private final Path java;

	private final Path folder;

	private final Options options;

	NodesRun(Path java, Path folder, Options options) {
		this.java = java;
		this.folder = folder;
		this.options = options;
	}

	/**
	 * Measures one number of nodes after the other.
	 * @return the rows of the table
	 */
	List<String> run() throws IOException, InterruptedException {
		List<String> rows = new ArrayList<>();
		for (int nodes : this.options.nodes()) {
			Path place = Files.createDirectories(this.folder.resolve(Integer.toString(nodes)));
			makeSure(place);
			try (Postgres ledger = Postgres.start(place.resolve("postgres"));
					Broker broker = Broker.start(place.resolve("broker"));
					VendorProcess vendor = VendorProcess.start(place.resolve("vendor"), this.options, 0);
					NodesUnderTest hubs = NodesUnderTest.start(this.java,
							HubFolder.usual(place, vendor, this.options.sources()), ledger, broker, this.options,
							nodes)) {
				rows.add(measured(hubs, ledger).line());
			}
			System.out.println(rows.get(rows.size() - 1));
		}
		return rows;
	}

	private NodesFigures measured(NodesUnderTest hubs, Postgres postgres) throws IOException, InterruptedException {
		NodesLedger ledger = new NodesLedger(postgres.ledger(), hubs.folder());
		Caller caller = new Caller(hubs.doors());
		warm(hubs, ledger);
		Postgres.Done before = postgres.done();
		Arrivals arrivals = new Arrivals(hubs.folder(), caller, this.options.requests(), this.options.rate());
		Thread arriving = new Thread(arrivals::run, "arrivals");
		arriving.setDaemon(true);
		arriving.start();
		closed(hubs, ledger, caller, arrivals);
		await("the results to be told", ledger::told);
		Postgres.Done done = postgres.done().since(before);
		ledger.check(this.options.warmup() + this.options.requests());
		Map<String, Long> tasks = ledger.tasks();
		shared(tasks, hubs.hubs().size());
		List<Long> peakHeaps = new ArrayList<>();
		for (JavaProcess hub : hubs.hubs()) {
			peakHeaps.add(hub.peakHeap());
		}
		return NodesFigures.of(arrivals, ledger.ends(), this.options.rate(), caller.again(), tasks, peakHeaps, done);
	}

	/**
	 * Fails unless each node did more than three fifths of what an even share would be.
	 */
	static void shared(Map<String, Long> tasks, int nodes) {
		long all = tasks.values().stream().mapToLong(Long::longValue).sum();
		if (tasks.size() < nodes || tasks.values().stream().anyMatch((done) -> done * nodes * 5 <= all * 3)) {
			throw new IllegalStateException("the tasks were not shared: " + tasks);
		}
	}

	private void warm(NodesUnderTest hubs, NodesLedger ledger) throws IOException, InterruptedException {
		StringBuilder rows = new StringBuilder("reference,right,email,ipAddresses\n");
		for (int number = 0; number < this.options.warmup(); number++) {
			rows.append("W-%06d,export,%s,172.16.%d.%d%n".formatted(number, VendorAnswers.SUBJECT, number >> 8,
					number & 255));
		}
		if (this.options.warmup() > 0) {
			Contestant.drop(hubs.folder(), Contestant.TENANT, "warm.csv", rows.toString());
		}
		closed(hubs, ledger, this.options.warmup(), () -> "warming up");
	}

	private void closed(NodesUnderTest hubs, NodesLedger ledger, Caller caller, Arrivals arrivals)
			throws InterruptedException {
		closed(hubs, ledger, this.options.warmup() + this.options.requests(), () -> {
			caller.check();
			return "accepted %,d, called again %,d".formatted(arrivals.accepted(), caller.again());
		});
	}

	/**
	 * Waits until so many are closed, and tells every ten seconds how far that is.
	 */
	private static void closed(NodesUnderTest hubs, NodesLedger ledger, int requests, Supplier<String> progress)
			throws InterruptedException {
		Instant begin = Instant.now();
		Instant told = begin;
		Instant moved = begin;
		long last = -1;
		while (last < requests) {
			Thread.sleep(500);
			long closed = ledger.closed();
			String state = progress.get();
			Instant now = Instant.now();
			moved = (closed != last) ? now : moved;
			last = closed;
			if (Duration.between(told, now).compareTo(PROGRESS) >= 0) {
				System.out.printf("%5d s: %s, closed %,d of %,d%n", Duration.between(begin, now).toSeconds(), state,
						closed, requests);
				told = now;
			}
			if (!hubs.alive() || Duration.between(moved, now).compareTo(STOPPED) > 0) {
				throw new IllegalStateException(
						"%s, and only %,d of %,d were closed".formatted(state, closed, requests));
			}
		}
	}

	private static void await(String what, BooleanSupplier condition) throws InterruptedException {
		Instant end = Instant.now().plus(STOPPED);
		while (!condition.getAsBoolean()) {
			if (Instant.now().isAfter(end)) {
				throw new IllegalStateException("waited in vain for " + what);
			}
			Thread.sleep(100);
		}
	}

	private void makeSure(Path place) throws IOException {
		long wanted = BYTES_A_REQUEST * (this.options.requests() + this.options.warmup());
		long there = Files.getFileStore(place).getUsableSpace();
		if (there < wanted) {
			throw new IllegalStateException(
					"%,d MB are free, and %,d MB may be needed".formatted(there >> 20, wanted >> 20));
		}
	}

}
