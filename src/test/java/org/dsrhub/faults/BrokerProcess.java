package org.dsrhub.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.dsrhub.FreePort;
import org.dsrhub.OwnProcess;
import org.dsrhub.endtoend.Installation;
import org.dsrhub.simulated.BrokerMain;
import org.dsrhub.simulated.SimulatedBroker;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * A broker in a process of its own, which can be killed and started again on its port. It
 * keeps nothing: every message in it is lost with it.
 */
final class BrokerProcess implements AutoCloseable {

	private final int port = FreePort.any();

	private final Path log;

	private OwnProcess process;

	private BrokerProcess(Path log) {
		this.log = log;
	}

	static BrokerProcess start(Path log) {
		BrokerProcess broker = new BrokerProcess(log);
		broker.restart();
		return broker;
	}

	int port() {
		return this.port;
	}

	/**
	 * Its address.
	 * @param host where it is reached
	 */
	static String url(String host, int port) {
		return "amqp://%s:%d?amqp.idleTimeout=10000".formatted(host, port);
	}

	/**
	 * Makes the nodes of an installation a cluster that this broker joins, and lets them
	 * be asked what they heard.
	 */
	void join(Installation installation) {
		SimulatedBroker.settings(url("127.0.0.1", this.port)).forEach(installation::setting);
		installation.setting("hub.users[1].name", Node.METER)
			.setting("hub.users[1].password", "{bcrypt}" + new BCryptPasswordEncoder(4).encode(Installation.PASSWORD))
			.setting("hub.users[1].roles", "Auditor");
	}

	void kill() {
		this.process.kill();
	}

	void restart() {
		List<String> command = new ArrayList<>(
				List.of(OwnProcess.java(), "-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
		command.addAll(OwnProcess.program(BrokerMain.class));
		command.add(String.valueOf(this.port));
		this.process = OwnProcess.start(command, this.log);
		this.process.await(this::answers);
	}

	@Override
	public void close() {
		kill();
	}

	private boolean answers() {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port), 1000);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
