package org.dsrhub.simulated;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;

/**
 * A call being answered, as a {@link Fault} sees it.
 */
final class Exchange {

	private final SimulatedServer server;

	private final Call call;

	private final HttpExchange http;

	private final CountDownLatch closing;

	Exchange(SimulatedServer server, Call call, HttpExchange http, CountDownLatch closing) {
		this.server = server;
		this.call = call;
		this.http = http;
		this.closing = closing;
	}

	Call call() {
		return this.call;
	}

	/**
	 * What the server answers without the fault; what that changes is changed.
	 */
	Reply usual() {
		return this.server.keep(this.call);
	}

	/**
	 * What the server would answer without the fault; nothing is changed.
	 */
	Reply promise() {
		return this.server.promise(this.call);
	}

	/**
	 * An error in the shape of the service.
	 */
	Reply error(int status, String message) {
		return this.server.error(status, this.server.codeOf(status), message);
	}

	String urlOfCall() {
		return this.server.linkTo(this.call, this.call.query());
	}

	Instant now() {
		return this.server.now();
	}

	void expireTokens() {
		this.server.tokens().revokeAll();
	}

	/**
	 * Waits, but no longer than the server lives.
	 */
	void pause(Duration duration) throws InterruptedException {
		this.closing.await(duration.toMillis(), TimeUnit.MILLISECONDS);
	}

	void send(Reply reply) throws IOException {
		OutputStream body = send(reply, reply.body().length);
		if (reply.body().length > 0) {
			body.write(reply.body());
		}
	}

	/**
	 * Sends the head alone, with the length that the body is said to have.
	 */
	OutputStream send(Reply reply, long contentLength) throws IOException {
		reply.headers().forEach(this.http.getResponseHeaders()::set);
		this.http.sendResponseHeaders(reply.status(), (contentLength == 0) ? -1 : contentLength);
		return this.http.getResponseBody();
	}

}
