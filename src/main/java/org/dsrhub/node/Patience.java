package org.dsrhub.node;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Waits in the middle of the work, which end when this node begins to leave.
 */
@Component
public class Patience {

	private final CountDownLatch leaving = new CountDownLatch(1);

	/**
	 * Nobody waits any more.
	 */
	@EventListener(DrainBegun.class)
	public void end() {
		this.leaving.countDown();
	}

	/**
	 * Waits.
	 * @return whether the time has passed; not so if this node leaves
	 */
	public boolean waited(Duration pause) {
		if (pause.isZero() || pause.isNegative()) {
			return true;
		}
		try {
			return !this.leaving.await(pause.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
