package org.dsrhub.simulated;

import java.io.OutputStream;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How often a fault shows, and then which one. The last call of the chain arms it.
 */
public final class FaultScript {

	private static final Duration FOREVER = Duration.ofDays(1);

	private final Faults faults;

	private final String fragment;

	private int times = 1;

	private int skipped;

	FaultScript(Faults faults, String fragment) {
		this.faults = faults;
		this.fragment = fragment;
	}

	public FaultScript times(int count) {
		this.times = count;
		return this;
	}

	public FaultScript always() {
		return times(Integer.MAX_VALUE);
	}

	/**
	 * Lets so many matching calls pass first.
	 */
	public FaultScript after(int calls) {
		this.skipped = calls;
		return this;
	}

	/**
	 * Any status, with an error body in the shape of the service.
	 */
	public void answer(int status) {
		answer(status, Map.of());
	}

	public void answer(int status, Map<String, String> headers) {
		arm((exchange) -> {
			Reply reply = exchange.error(status, "The simulated service answers " + status + ".");
			for (var header : headers.entrySet()) {
				reply = reply.with(header.getKey(), header.getValue());
			}
			exchange.send(reply);
		});
	}

	public void answer(int status, Map<String, String> headers, String body) {
		arm((exchange) -> exchange.send(Reply.text(status, headers, body)));
	}

	/**
	 * @param retryAfter seconds, whole or with a fraction
	 */
	public void throttle(String retryAfter) {
		arm((exchange) -> exchange.send(throttled(exchange).with("Retry-After", retryAfter)));
	}

	public void throttleWithoutHint() {
		arm((exchange) -> exchange.send(throttled(exchange)));
	}

	/**
	 * {@code Retry-After} as an HTTP date that lies so far ahead when the call comes.
	 */
	public void throttleUntilDate(Duration ahead) {
		arm((exchange) -> exchange.send(throttled(exchange).with("Retry-After",
				DateTimeFormatter.RFC_1123_DATE_TIME.format(exchange.now().plus(ahead).atOffset(ZoneOffset.UTC)))));
	}

	private static Reply throttled(Exchange exchange) {
		return exchange.error(429, "The request is being throttled. Try again later.");
	}

	public void forbid() {
		arm((exchange) -> exchange
			.send(exchange.error(403, "The client does not have authorization to perform the action over the scope.")));
	}

	/**
	 * Every token issued so far is refused from this call on.
	 */
	public void expireTokens() {
		arm((exchange) -> {
			exchange.expireTokens();
			exchange.send(exchange.usual());
		});
	}

	/**
	 * Never answers; the connection stays open until the server closes.
	 */
	public void hang() {
		arm((exchange) -> exchange.pause(FOREVER));
	}

	/**
	 * Answers as usual, but so much later.
	 */
	public void delay(Duration duration) {
		arm((exchange) -> {
			exchange.pause(duration);
			exchange.send(exchange.usual());
		});
	}

	/**
	 * The call stands still before anything is done for it; let go, it is answered as
	 * usual, though its caller may be gone.
	 */
	public Hold hold() {
		Hold hold = new Hold();
		arm((exchange) -> {
			hold.stand();
			exchange.send(exchange.usual());
		});
		return hold;
	}

	/**
	 * What the call asks for is done, and then the answer stands still.
	 */
	public Hold holdAnswer() {
		Hold hold = new Hold();
		arm((exchange) -> {
			Reply usual = exchange.usual();
			hold.stand();
			exchange.send(usual);
		});
		return hold;
	}

	/**
	 * Says that it is done, and does nothing.
	 */
	public void lie() {
		arm((exchange) -> exchange.send(exchange.promise()));
	}

	/**
	 * What the call asks for is done, and the connection ends without an answer.
	 */
	public void loseAnswer() {
		arm(Exchange::usual);
	}

	/**
	 * Something else happens when the call comes; then it is answered as usual.
	 */
	public void first(Runnable event) {
		arm((exchange) -> {
			event.run();
			exchange.send(exchange.usual());
		});
	}

	/**
	 * The call is answered as usual, but something else happens before the answer leaves:
	 * a reader's answer is out of date when it comes.
	 */
	public void meanwhile(Runnable event) {
		arm((exchange) -> {
			Reply usual = exchange.usual();
			event.run();
			exchange.send(usual);
		});
	}

	/**
	 * The usual body, byte by byte with a pause before each.
	 */
	public void drip(Duration pause) {
		arm((exchange) -> {
			Reply usual = exchange.usual();
			OutputStream body = exchange.send(usual, usual.body().length);
			for (byte one : usual.body()) {
				exchange.pause(pause);
				body.write(one);
				body.flush();
			}
		});
	}

	/**
	 * The connection ends without an answer.
	 */
	public void disconnect() {
		arm((exchange) -> {
		});
	}

	/**
	 * Half of the usual body under the Content-Length of the whole, then the connection
	 * ends.
	 */
	public void truncate() {
		arm((exchange) -> {
			Reply usual = exchange.usual();
			OutputStream body = exchange.send(usual, usual.body().length);
			body.write(usual.body(), 0, usual.body().length / 2);
			body.flush();
		});
	}

	/**
	 * Half of the usual body, properly sent: JSON that stops in the middle.
	 */
	public void malformedJson() {
		arm((exchange) -> {
			Reply usual = exchange.usual();
			exchange.send(new Reply(usual.status(), usual.headers(),
					Arrays.copyOf(usual.body(), Math.max(1, usual.body().length / 2))));
		});
	}

	/**
	 * 200 with a page for people, as a proxy in between shows it.
	 */
	public void html() {
		answer(200, Map.of("Content-Type", "text/html; charset=utf-8"),
				"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in.</body></html>");
	}

	public void redirectTo(String url) {
		answer(302, Map.of("Location", url), "");
	}

	/**
	 * The page links to itself.
	 */
	public void repeatNextLink() {
		arm((exchange) -> exchange.send(linked(exchange.usual(), exchange.urlOfCall())));
	}

	/**
	 * The page links elsewhere.
	 */
	public void nextLinkTo(String url) {
		arm((exchange) -> exchange.send(linked(exchange.usual(), url)));
	}

	/**
	 * The usual answer, with a header more.
	 */
	public void tell(Map<String, String> headers) {
		arm((exchange) -> {
			Reply reply = exchange.usual();
			for (var header : headers.entrySet()) {
				reply = reply.with(header.getKey(), header.getValue());
			}
			exchange.send(reply);
		});
	}

	/**
	 * The usual answer, its JSON changed.
	 */
	public void rewrite(UnaryOperator<ObjectNode> change) {
		arm((exchange) -> {
			Reply usual = exchange.usual();
			exchange.send(usual.withBody(change.apply(Json.parse(usual.body()))));
		});
	}

	private static Reply linked(Reply usual, String url) {
		ObjectNode body = Json.parse(usual.body());
		body.put(body.has("@odata.context") ? "@odata.nextLink" : "nextLink", url);
		return usual.withBody(body);
	}

	private void arm(Fault fault) {
		this.faults.add(this.fragment, this.skipped, this.times, fault);
	}

}
