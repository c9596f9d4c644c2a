package org.dsrhub.simulated;

import java.util.concurrent.CountDownLatch;

/**
 * Starts a broker and waits to be ended. Argument, optional: its port (5672).
 */
public final class BrokerMain {

	private BrokerMain() {
	}

	public static void main(String[] args) throws InterruptedException {
		SimulatedBroker broker = SimulatedBroker.start((args.length > 0) ? Integer.parseInt(args[0]) : 5672);
		Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
		System.out.println("broker  %s  user %s  password %s".formatted(broker.url(), SimulatedBroker.USER,
				SimulatedBroker.PASSWORD));
		new CountDownLatch(1).await();
	}

}
