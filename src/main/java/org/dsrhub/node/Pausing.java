package org.dsrhub.node;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Pauses in the middle of the work. They end when this node begins to leave.
 */
@Component
public class Pausing {

	private final CountDownLatch leaving = new CountDownLatch(1);

	/**
	 * Nobody pauses any more.
	 */
	@EventListener(DrainBegun.class)
	public void end() {
		this.leaving.countDown();
	}

	/**
	 * Waits, if there is something to wait for.
	 * @return whether the time has passed; not so if this node leaves
	 */
	public boolean pause(Duration time) {
		if (time.isZero() || time.isNegative()) {
			return true;
		}
		try {
			return !this.leaving.await(time.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
