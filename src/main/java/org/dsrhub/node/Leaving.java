package org.dsrhub.node;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Lets this node leave, before anything else of it is stopped: it takes nothing new,
 * finishes what it can in {@code hub.drain}, breaks off the rest and gives it back.
 */
@Component
class Leaving implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(Leaving.class);

	/** What was broken off ends by itself, within moments. */
	private static final Duration MOMENTS = Duration.ofSeconds(3);

	private static final long LOOK = 20;

	private final Drain drain;

	private final List<Held> held;

	private final Duration longest;

	private final ApplicationEventPublisher events;

	private volatile boolean running;

	Leaving(Drain drain, List<Held> held, DrainProperties hub, ApplicationEventPublisher events) {
		this.drain = drain;
		this.held = held;
		this.longest = hub.drain();
		this.events = events;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		log.info("event=drain-begun held={}", held());
		this.drain.begin();
		tell(new DrainBegun());
		await(this.longest);
		this.drain.end();
		tell(new DrainOver());
		await(MOMENTS);
		int back = handBack();
		log.info("event=drained handed-back={} held={}", back, held());
		// That something was given back is still to be told.
		await(MOMENTS);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	private int held() {
		return this.held.stream().mapToInt(Held::held).sum();
	}

	private boolean claiming() {
		return this.held.stream().anyMatch(Held::claiming);
	}

	/** Whoever does not hear of it, the drain goes on to its end. */
	private void tell(Object event) {
		try {
			this.events.publishEvent(event);
		}
		catch (RuntimeException ex) {
			log.warn("event=drain-not-heard of={} reason={}", event.getClass().getSimpleName(),
					ex.getClass().getSimpleName());
		}
	}

	/**
	 * Each part by itself and all at once: where the ledger is away, nobody waits for it
	 * one after the other.
	 */
	private int handBack() {
		List<CompletableFuture<Integer>> parts = this.held.stream().map(Leaving::handBack).toList();
		return parts.stream().mapToInt(CompletableFuture::join).sum();
	}

	private static CompletableFuture<Integer> handBack(Held part) {
		return CompletableFuture.supplyAsync(part::handBack, Leaving::begin)
			.orTimeout(MOMENTS.toMillis(), TimeUnit.MILLISECONDS)
			.exceptionally((fault) -> {
				Throwable cause = (fault instanceof CompletionException) ? fault.getCause() : fault;
				log.warn(
						"event=not-handed-back by={} reason={} advice=\"others take it up when its lease has run out\"",
						part.getClass().getSimpleName(), cause.getClass().getSimpleName());
				return 0;
			});
	}

	private static void begin(Runnable work) {
		Thread thread = new Thread(work, "hand-back");
		thread.setDaemon(true);
		thread.start();
	}

	private void await(Duration longest) {
		long begin = System.nanoTime();
		try {
			// In this order: what is claimed is held before its claim has ended.
			while ((claiming() || held() > 0) && System.nanoTime() - begin < longest.toNanos()) {
				Thread.sleep(LOOK);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
