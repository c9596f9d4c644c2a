package org.dsrhub.benchmark;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Files requests over REST, round robin, without waiting for the answers. Who is told to
 * come again, or hears nothing, does so after a second, with the same idempotency key.
 */
final class Caller {

	private static final int ACCEPTED = 202;

	private static final Set<Integer> AGAIN = Set.of(429, 503);

	private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final List<URI> doors;

	private final AtomicInteger turn = new AtomicInteger();

	private final AtomicInteger accepted = new AtomicInteger();

	private final AtomicInteger again = new AtomicInteger();

	private final AtomicReference<Throwable> fault = new AtomicReference<>();

	Caller(List<URI> doors) {
		this.doors = doors;
	}

	/**
	 * Files one.
	 * @param key the same for the same request
	 */
	void file(String key, String document) {
		URI door = this.doors.get(Math.floorMod(this.turn.getAndIncrement(), this.doors.size()));
		HttpRequest call = HttpRequest.newBuilder(door)
			.timeout(Duration.ofSeconds(30))
			.header("Authorization", NodesUnderTest.login())
			.header("Content-Type", "application/json")
			.header("Idempotency-Key", key)
			.POST(BodyPublishers.ofString(document))
			.build();
		this.http.sendAsync(call, BodyHandlers.ofString()).whenComplete((answer, fault) -> {
			if (fault != null || AGAIN.contains(answer.statusCode())) {
				this.again.incrementAndGet();
				LATER.execute(() -> file(key, document));
			}
			else if (answer.statusCode() == ACCEPTED) {
				this.accepted.incrementAndGet();
			}
			else {
				fail(new IllegalStateException("HTTP " + answer.statusCode() + ": " + answer.body()));
			}
		});
	}

	int accepted() {
		return this.accepted.get();
	}

	/**
	 * How many calls had to be made again.
	 */
	int again() {
		return this.again.get();
	}

	void fail(Throwable cause) {
		this.fault.compareAndSet(null, cause);
	}

	/**
	 * Fails if a request cannot be filed at all.
	 */
	void check() {
		if (this.fault.get() != null) {
			throw new IllegalStateException(this.fault.get());
		}
	}

}
