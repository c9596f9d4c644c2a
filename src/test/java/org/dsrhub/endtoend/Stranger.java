package org.dsrhub.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.sun.net.httpserver.HttpServer;

/**
 * A server that no tenant file names; nothing may ever come here.
 */
final class Stranger implements AutoCloseable {

	private final HttpServer http;

	private final Queue<String> calls = new ConcurrentLinkedQueue<>();

	private Stranger(HttpServer http) {
		this.http = http;
	}

	/**
	 * One that says yes to everything.
	 */
	static Stranger start() {
		return start(200, null);
	}

	/**
	 * One that sends everybody elsewhere, with method and body.
	 */
	static Stranger sendingTo(String elsewhere) {
		return start(307, elsewhere);
	}

	private static Stranger start(int status, String location) {
		try {
			Stranger stranger = new Stranger(
					HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
			stranger.http.createContext("/", (exchange) -> {
				stranger.calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
				exchange.getRequestBody().readAllBytes();
				if (location != null) {
					exchange.getResponseHeaders().set("Location", location);
				}
				exchange.sendResponseHeaders(status, -1);
				exchange.close();
			});
			stranger.http.start();
			return stranger;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String address() {
		return "http://127.0.0.1:" + this.http.getAddress().getPort();
	}

	List<String> calls() {
		return List.copyOf(this.calls);
	}

	@Override
	public void close() {
		this.http.stop(0);
	}

}
