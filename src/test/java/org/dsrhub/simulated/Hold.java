package org.dsrhub.simulated;

import java.util.concurrent.CountDownLatch;

/**
 * Where a call stands still until it is let go, so that its caller can be ended in the
 * meantime. One that is never let go is never answered.
 */
public final class Hold {

	private final CountDownLatch reached = new CountDownLatch(1);

	private final CountDownLatch released = new CountDownLatch(1);

	Hold() {
	}

	/**
	 * Whether a call has come and stands here.
	 */
	public boolean reached() {
		return this.reached.getCount() == 0;
	}

	/**
	 * Lets the call go on, and any later one through.
	 */
	public void release() {
		this.released.countDown();
	}

	void stand() throws InterruptedException {
		this.reached.countDown();
		this.released.await();
	}

}
