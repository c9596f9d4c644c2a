package org.dsrhub.endtoend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;

/**
 * Passes every connection on to a server and keeps what was sent to it, byte for byte.
 */
final class Wiretap implements AutoCloseable {

	private static final Pattern HEAD = Pattern.compile("(?:GET|HEAD|PUT|POST|DELETE) \\S+ HTTP/1\\.1\r\n.*?\r\n\r\n",
			Pattern.DOTALL);

	private final URI server;

	private final ServerSocket door;

	private final Queue<ByteArrayOutputStream> heard = new ConcurrentLinkedQueue<>();

	private Wiretap(URI server, ServerSocket door) {
		this.server = server;
		this.door = door;
	}

	static Wiretap on(URI server) {
		try {
			Wiretap tap = new Wiretap(server, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
			start(tap::listen);
			return tap;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The server's address, through here.
	 */
	String address() {
		return "http://127.0.0.1:" + this.door.getLocalPort() + this.server.getPath();
	}

	/**
	 * Request line and headers of each call, as they were sent.
	 */
	List<String> heads() {
		return this.heard.stream()
			.flatMap((bytes) -> HEAD.matcher(bytes.toString(StandardCharsets.ISO_8859_1)).results())
			.map((head) -> head.group())
			.toList();
	}

	@Override
	public void close() {
		try {
			this.door.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void listen() {
		while (!this.door.isClosed()) {
			try {
				Socket caller = this.door.accept();
				Socket called = new Socket(this.server.getHost(), this.server.getPort());
				ByteArrayOutputStream sent = new ByteArrayOutputStream();
				this.heard.add(sent);
				start(() -> pass(caller, called, sent));
				start(() -> pass(called, caller, OutputStream.nullOutputStream()));
			}
			catch (IOException ex) {
				// The test is over, or a caller has gone.
				continue;
			}
		}
	}

	private static void pass(Socket from, Socket to, OutputStream copy) {
		try (from; to) {
			InputStream in = from.getInputStream();
			byte[] bytes = new byte[1 << 16];
			for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
				copy.write(bytes, 0, read);
				to.getOutputStream().write(bytes, 0, read);
			}
		}
		catch (IOException ex) {
			// One of the two has hung up, which ends the connection on both sides.
			return;
		}
	}

	private static void start(Runnable work) {
		Thread thread = new Thread(work, "wiretap");
		thread.setDaemon(true);
		thread.start();
	}

}
