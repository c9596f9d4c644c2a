package org.dsrhub.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.awaitility.Awaitility;
import org.dsrhub.endtoend.Installation;

/**
 * Requests that come whatever becomes of those before: some by REST, at any of the nodes,
 * each filed again with its key until it has a receipt; some in files of three formats.
 */
final class Workload implements AutoCloseable {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final List<String> RIGHTS = List.of("export", "access", "discover");

	private static final Duration AGAIN = Duration.ofSeconds(1);

	private static final int FILE = 4;

	private final Installation installation;

	private final List<Node> nodes;

	private final List<Filing> kinds;

	/** Its own, so that what others do leaves no trace in what is asked for. */
	private final Random random = new Random(Moment.seed());

	/** A node that does not answer holds up none but those who wait for it. */
	private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(64, (work) -> {
		Thread thread = new Thread(work, "workload");
		thread.setDaemon(true);
		return thread;
	});

	private final Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();

	private final Queue<String> refused = new ConcurrentLinkedQueue<>();

	private final AtomicInteger unanswered = new AtomicInteger();

	private final AtomicInteger repeated = new AtomicInteger();

	private final Queue<Filing> special = new ConcurrentLinkedQueue<>();

	private List<Filing> file = new ArrayList<>();

	private int count;

	private ScheduledFuture<?> arrivals;

	/**
	 * Requests for these people.
	 * @param kinds one for each tenant and person; their rights are of no account
	 */
	Workload(Installation installation, List<Node> nodes, List<Filing> kinds) {
		this.installation = installation;
		this.nodes = nodes;
		this.kinds = List.copyOf(kinds);
	}

	/**
	 * Files this by REST.
	 */
	void file(Filing filing) {
		this.unanswered.incrementAndGet();
		this.threads.execute(() -> file(filing, this.nodes.size() + filing.hashCode()));
	}

	/**
	 * Files this by REST among the others.
	 */
	void amid(Filing filing) {
		this.special.add(filing);
	}

	/**
	 * Begins.
	 * @param pause from one arrival to the next
	 */
	void start(Duration pause) {
		this.arrivals = this.threads.scheduleAtFixedRate(this::arrive, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Ends the arrivals and waits until each has its receipt.
	 */
	void stop() {
		if (this.arrivals.isDone() && !this.arrivals.isCancelled()) {
			throw new IllegalStateException("the arrivals ended by themselves");
		}
		this.arrivals.cancel(false);
		drop();
		while (!this.special.isEmpty()) {
			file(this.special.remove());
		}
		awaitReceipts();
	}

	void awaitReceipts() {
		Awaitility.await("the receipts")
			.atMost(Duration.ofMinutes(3))
			.pollInterval(Duration.ofMillis(100))
			.until(() -> this.unanswered.get() == 0 && this.special.isEmpty());
	}

	List<Accepted> accepted() {
		return List.copyOf(this.accepted);
	}

	/**
	 * What was answered with a refusal instead of a receipt.
	 */
	List<String> refused() {
		return List.copyOf(this.refused);
	}

	/**
	 * How often something was filed again, because there was no answer or a bad one.
	 */
	int repeated() {
		return this.repeated.get();
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

	private synchronized void arrive() {
		Filing kind = this.kinds.get(this.random.nextInt(this.kinds.size()));
		int number = ++this.count;
		// One in ten asks for what another one may be asking for.
		String address = (number % 10 == 9) ? null
				: "10.%d.%d.%d".formatted(number >> 16, (number >> 8) & 255, number & 255);
		Filing filing = new Filing(kind.tenant(), "F-" + number, RIGHTS.get(this.random.nextInt(RIGHTS.size())),
				kind.subject(), address, "{}");
		if (number % 5 < 3) {
			file(filing);
		}
		else {
			this.file.add(filing);
		}
		if (this.file.size() >= FILE) {
			drop();
		}
		if (number % 8 == 0 && !this.special.isEmpty()) {
			file(this.special.remove());
		}
	}

	/**
	 * Files that are dropped are accepted, whatever the hub is doing.
	 */
	private synchronized void drop() {
		this.file.stream().collect(Collectors.groupingBy(Filing::tenant)).forEach((tenant, filings) -> {
			String name = filings.get(0).reference();
			switch (this.random.nextInt(3)) {
				case 0 -> this.installation.drop(tenant, name + ".csv", "reference,right,email,ipAddresses\n"
						+ filings.stream().map((filing) -> filing.row() + "\n").collect(Collectors.joining()));
				case 1 -> this.installation.drop(tenant, name + ".ndjson",
						filings.stream().map((filing) -> filing.document() + "\n").collect(Collectors.joining()));
				default -> this.installation.drop(tenant, name + ".json",
						filings.stream().map(Filing::document).toList().toString());
			}
			filings.forEach((filing) -> this.accepted.add(new Accepted(filing, null)));
		});
		this.file = new ArrayList<>();
	}

	private void file(Filing filing, int node) {
		Optional<HttpResponse<byte[]>> answer = this.nodes.get(Math.floorMod(node, this.nodes.size()))
			.file(filing.document(), filing.tenant() + "-" + filing.reference());
		int status = answer.map(HttpResponse::statusCode).orElse(0);
		if (status == 202) {
			this.accepted.add(new Accepted(filing, receipt(answer.get().body())));
			this.unanswered.decrementAndGet();
		}
		else if (status == 0 || status == 429 || status >= 500) {
			this.repeated.incrementAndGet();
			this.threads.schedule(() -> file(filing, node + 1), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
		}
		else {
			this.refused.add(filing.tenant() + "/" + filing.reference() + ": HTTP " + status + " "
					+ answer.map((refusal) -> new String(refusal.body(), StandardCharsets.UTF_8)).orElse(""));
			this.unanswered.decrementAndGet();
		}
	}

	private static String receipt(byte[] document) {
		try {
			return JSON.readTree(document).path("id").asText();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
