package org.dsrhub.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.dsrhub.OwnProcess;

/**
 * A network namespace for one node, with two cables: one to the services, which stays,
 * and one to the ledger and the broker, which can be pulled. What runs outside on the
 * loopback address is reached inside under the same address and port. Needs {@code ip}
 * and to be allowed to use it, as root is.
 */
final class Island implements AutoCloseable {

	/** Of no other network: both ends of both cables are the run's own. */
	private static final String OUTSIDE = "10.213.71.1";

	private static final String INSIDE = "10.213.71.2";

	private static final String LEDGER_OUTSIDE = "10.213.72.1";

	private static final String LEDGER_INSIDE = "10.213.72.2";

	private final String name = "dsrhub" + ProcessHandle.current().pid();

	private final String cable = "dsrw" + ProcessHandle.current().pid();

	private final String ledgerCable = "dsrl" + ProcessHandle.current().pid();

	private final List<Relay> relays = new ArrayList<>();

	private Process inside;

	private Island() {
	}

	/**
	 * Makes one, or none where that is not allowed.
	 */
	static Optional<Island> make() {
		Island island = new Island();
		if (island.lay()) {
			return Optional.of(island);
		}
		island.remove();
		return Optional.empty();
	}

	private boolean lay() {
		return Shell.run("ip", "netns", "add", this.name) && inside("ip", "link", "set", "lo", "up")
				&& lay(this.cable, OUTSIDE, INSIDE) && lay(this.ledgerCable, LEDGER_OUTSIDE, LEDGER_INSIDE);
	}

	private boolean lay(String cable, String outside, String inside) {
		String end = cable + "i";
		return Shell.run("ip", "link", "add", cable, "type", "veth", "peer", "name", end, "netns", this.name)
				&& Shell.run("ip", "address", "add", outside + "/30", "dev", cable)
				&& Shell.run("ip", "link", "set", cable, "up")
				&& inside("ip", "address", "add", inside + "/30", "dev", end) && inside("ip", "link", "set", end, "up");
	}

	/**
	 * Lets these ports be reached inside as they are outside.
	 */
	void reach(Collection<Integer> ports) {
		List<String> command = new ArrayList<>(prefix());
		command.addAll(List.of(OwnProcess.java(), "-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
		command.addAll(OwnProcess.program(Relay.class));
		command.addAll(List.of("127.0.0.1", OUTSIDE));
		for (int port : ports) {
			this.relays.add(Relay.start(address(OUTSIDE, port), address("127.0.0.1", port)));
			command.add(String.valueOf(port));
		}
		try {
			this.inside = new ProcessBuilder(command).inheritIO().start();
			Process started = this.inside;
			Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Lets what listens there outside be reached inside by the cable that is pulled.
	 * @return under which host
	 */
	String reachPulled(int port) {
		this.relays.add(Relay.start(address(LEDGER_OUTSIDE, port), address("127.0.0.1", port)));
		return LEDGER_OUTSIDE;
	}

	/**
	 * What to put before a command to run it inside.
	 */
	List<String> prefix() {
		return List.of("ip", "netns", "exec", this.name);
	}

	/**
	 * The host under which what listens inside is reached.
	 */
	String host() {
		return INSIDE;
	}

	void cut() {
		ledgerCable("down");
	}

	void heal() {
		ledgerCable("up");
	}

	@Override
	public void close() {
		if (this.inside != null) {
			this.inside.destroyForcibly();
		}
		this.relays.forEach(Relay::close);
		remove();
	}

	private void remove() {
		Shell.run("ip", "link", "delete", this.cable);
		Shell.run("ip", "link", "delete", this.ledgerCable);
		Shell.run("ip", "netns", "delete", this.name);
	}

	private void ledgerCable(String state) {
		if (!Shell.run("ip", "link", "set", this.ledgerCable, state)) {
			throw new IllegalStateException("the cable to the ledger cannot be set " + state);
		}
	}

	private boolean inside(String... command) {
		List<String> whole = new ArrayList<>(prefix());
		whole.addAll(List.of(command));
		return Shell.run(whole.toArray(String[]::new));
	}

	private static InetSocketAddress address(String host, int port) {
		try {
			return new InetSocketAddress(InetAddress.getByName(host), port);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
