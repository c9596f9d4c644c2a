package org.dsrhub.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.dsrhub.FreePort;
import org.dsrhub.simulated.BrokerMain;
import org.dsrhub.simulated.SimulatedBroker;

/**
 * The broker of a cluster, in a process of its own. It keeps nothing on the disk.
 *
 * @param port where it is on this machine
 */
record Broker(JavaProcess process, int port) implements AutoCloseable {

	/**
	 * Starts one and waits until it is ready.
	 * @param folder where its logs go
	 */
	static Broker start(Path folder) throws IOException, InterruptedException {
		int port = FreePort.any();
		JavaProcess process = JavaProcess.start(Path.of(System.getProperty("java.home")),
				Files.createDirectories(folder), List.of("-Xmx128m", "-cp", System.getProperty("java.class.path"),
						BrokerMain.class.getName(), Integer.toString(port)));
		process.await("broker ");
		return new Broker(process, port);
	}

	/**
	 * The settings of a hub that joins it.
	 */
	Map<String, String> settings() {
		return SimulatedBroker.settings("amqp://127.0.0.1:" + this.port);
	}

	@Override
	public void close() {
		this.process.close();
	}

}
