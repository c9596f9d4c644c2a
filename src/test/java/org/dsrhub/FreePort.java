package org.dsrhub;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a process that has to be told one. None of those that the system gives to
 * whoever asks for any: between the telling and the listening it would give it away.
 */
public final class FreePort {

	private static final int FIRST = 10_000;

	/** Where the system's own begin, on Linux. */
	private static final int END = 32_000;

	private FreePort() {
	}

	public static int any() {
		while (true) {
			int port = ThreadLocalRandom.current().nextInt(FIRST, END);
			try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
				return socket.getLocalPort();
			}
			catch (IOException taken) {
				// Another one.
				continue;
			}
		}
	}

}
