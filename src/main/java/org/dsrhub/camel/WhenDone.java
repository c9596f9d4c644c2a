package org.dsrhub.camel;

import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * What is to be done when an exchange is done, however it ends.
 */
final class WhenDone extends SynchronizationAdapter {

	private final Runnable work;

	private WhenDone(Runnable work) {
		this.work = work;
	}

	static void run(Exchange exchange, Runnable work) {
		exchange.getExchangeExtension().addOnCompletion(new WhenDone(work));
	}

	@Override
	public boolean allowHandover() {
		// A nudge to another queue must not carry this away.
		return false;
	}

	@Override
	public void onDone(Exchange done) {
		this.work.run();
	}

}
