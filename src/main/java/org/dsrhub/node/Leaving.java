package org.dsrhub.node;

import java.time.Duration;
import java.util.List;

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
		this.events.publishEvent(new DrainBegun());
		await(this.longest);
		int back = 0;
		if (held() > 0) {
			this.drain.end();
			this.events.publishEvent(new DrainOver());
			await(MOMENTS);
			back = handBack();
		}
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

	/** Where the ledger is away, leases run out. */
	private int handBack() {
		try {
			return this.held.stream().mapToInt(Held::handBack).sum();
		}
		catch (RuntimeException ex) {
			log.warn("event=not-handed-back reason={} advice=\"others take it up when its lease has run out\"",
					ex.getClass().getSimpleName());
			return 0;
		}
	}

	private void await(Duration longest) {
		long begin = System.nanoTime();
		try {
			while (held() > 0 && System.nanoTime() - begin < longest.toNanos()) {
				Thread.sleep(LOOK);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
