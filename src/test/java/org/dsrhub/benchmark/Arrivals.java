package org.dsrhub.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests that arrive on a fixed schedule, whether the hubs keep up or not: twenty by
 * REST, one at a time, then one inbox file with twenty, and so on.
 */
final class Arrivals {

	private static final int ROWS = 20;

	private final Path folder;

	private final Caller caller;

	private final int requests;

	private final int rate;

	private final Instant begin = Instant.now().plusSeconds(1);

	private final AtomicInteger dropped = new AtomicInteger();

	/**
	 * @param folder of the inbox
	 * @param requests how many come
	 * @param rate how many a second
	 */
	Arrivals(Path folder, Caller caller, int requests, int rate) {
		this.folder = folder;
		this.caller = caller;
		this.requests = requests;
		this.rate = rate;
	}

	static String reference(int number) {
		return "N-%07d".formatted(number);
	}

	Instant begin() {
		return this.begin;
	}

	/**
	 * How many were accepted so far.
	 */
	int accepted() {
		return this.dropped.get() + this.caller.accepted();
	}

	/**
	 * When a request comes, those of a file with its last.
	 */
	Instant scheduled(int number) {
		int last = inFile(number) ? Math.min(this.requests, (number / ROWS + 1) * ROWS) - 1 : number;
		return this.begin.plus(Duration.ofSeconds(1).multipliedBy(last).dividedBy(this.rate));
	}

	/**
	 * Lets them come.
	 */
	void run() {
		try {
			StringBuilder rows = new StringBuilder();
			for (int number = 0; number < this.requests; number++) {
				if (inFile(number)) {
					rows.append(
							"%s,export,%s,%s%n".formatted(reference(number), VendorAnswers.SUBJECT, address(number)));
				}
				else {
					await(number);
					this.caller.file(reference(number),
							"""
									{"reference":"%s","tenant":"%s","right":"export","subject":{"email":"%s","ipAddresses":["%s"]}}"""
								.formatted(reference(number), Contestant.TENANT, VendorAnswers.SUBJECT,
										address(number)));
				}
				if (!rows.isEmpty() && (!inFile(number + 1) || number == this.requests - 1)) {
					await(number);
					drop(number, rows);
				}
			}
		}
		catch (IOException ex) {
			this.caller.fail(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void drop(int last, StringBuilder rows) throws IOException {
		Contestant.drop(this.folder, Contestant.TENANT, reference(last) + ".csv",
				"reference,right,email,ipAddresses\n" + rows);
		this.dropped.addAndGet(last % ROWS + 1);
		rows.setLength(0);
	}

	private void await(int number) throws InterruptedException {
		TimeUnit.NANOSECONDS.sleep(Math.max(0, Duration.between(Instant.now(), scheduled(number)).toNanos()));
	}

	private static boolean inFile(int number) {
		return number / ROWS % 2 == 1;
	}

	/**
	 * Another one for each, so that no two requests are the same.
	 */
	private static String address(int number) {
		return "10.%d.%d.%d".formatted(number >> 16, (number >> 8) & 255, number & 255);
	}

}
