package org.dsrhub.simulated;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One service of a simulated tenant, on the loopback interface. It remembers its calls,
 * and a call that hangs blocks no other.
 */
public abstract class SimulatedServer implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(SimulatedServer.class);

	static {
		// The JDK's server sends head and body apart and reads this when it is first
		// used;
		// without it each answer waits 40 ms for the client's acknowledgement.
		System.setProperty("sun.net.httpserver.nodelay", "true");
	}

	private final HttpServer http;

	private final Clock clock;

	private final Tokens tokens;

	private final ExecutorService threads = Executors.newCachedThreadPool((work) -> {
		Thread thread = new Thread(work, "simulated-service");
		thread.setDaemon(true);
		return thread;
	});

	private final CountDownLatch closing = new CountDownLatch(1);

	private final Queue<Call> calls = new ConcurrentLinkedQueue<>();

	private final Queue<Effect> effects = new ConcurrentLinkedQueue<>();

	private final Object changing = new Object();

	private final Faults faults = new Faults();

	private volatile Duration latency = Duration.ZERO;

	SimulatedServer(HttpServer http, Clock clock, Tokens tokens) {
		this.http = http;
		this.clock = clock;
		this.tokens = tokens;
	}

	/**
	 * A plain server; port 0 is any free one.
	 */
	static HttpServer plain(int port) throws IOException {
		return HttpServer.create(loopback(port), 0);
	}

	static InetSocketAddress loopback(int port) {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
	}

	/**
	 * What the service answers to this call, and what that changes, which is not yet
	 * done.
	 */
	abstract Reply answer(Call call);

	/**
	 * An error in the shape of the service.
	 */
	abstract Reply error(int status, String code, String message);

	/**
	 * The code that the service names a status with.
	 */
	String codeOf(int status) {
		return switch (status) {
			case 403 -> "AuthorizationFailed";
			case 404 -> "ResourceNotFound";
			case 409 -> "Conflict";
			case 429 -> "TooManyRequests";
			case 502 -> "BadGateway";
			case 503 -> "ServiceUnavailable";
			case 504 -> "GatewayTimeout";
			default -> "InternalServerError";
		};
	}

	/**
	 * The base address, without a slash at the end.
	 */
	public abstract String url();

	/**
	 * Every call so far, the faulty ones too, in the order they came.
	 */
	public List<Call> calls() {
		return List.copyOf(this.calls);
	}

	public void forgetCalls() {
		this.calls.clear();
	}

	/**
	 * Every change that calls made so far, in the order they were made.
	 */
	public List<Effect> effects() {
		return List.copyOf(this.effects);
	}

	public void forgetEffects() {
		this.effects.clear();
	}

	public Faults faults() {
		return this.faults;
	}

	/**
	 * Every answer takes at least so long.
	 */
	public void latency(Duration duration) {
		this.latency = duration;
	}

	void start() {
		this.http.createContext("/", this::handle);
		this.http.setExecutor(this.threads);
		this.http.start();
	}

	@Override
	public void close() {
		this.closing.countDown();
		this.http.stop(0);
		this.threads.shutdownNow();
	}

	int port() {
		return this.http.getAddress().getPort();
	}

	Tokens tokens() {
		return this.tokens;
	}

	Instant now() {
		return this.clock.instant();
	}

	/**
	 * The path of this call with these parameters instead, absolute.
	 */
	String linkTo(Call call, Map<String, String> query) {
		return url() + call.path() + (query.isEmpty() ? "" : "?" + Parameters.encode(query));
	}

	/**
	 * Answers, and does what the answer says. Calls that may change something come one
	 * after another.
	 */
	Reply keep(Call call) {
		if (call.method().equals("GET")) {
			return promise(call);
		}
		synchronized (this.changing) {
			Reply reply = promise(call);
			if (reply.change() != null) {
				reply.change().doing().run();
				this.effects.add(new Effect(now(), call.method(), call.path(), reply.change().what()));
			}
			return reply;
		}
	}

	/**
	 * What the service would answer; nothing is done.
	 */
	Reply promise(Call call) {
		try {
			return answer(call);
		}
		catch (RuntimeException ex) {
			logger.error("simulated=broken method={} path={}", call.method(), call.path(), ex);
			return error(500, "InternalServerError", "The simulator failed.");
		}
	}

	private void handle(HttpExchange exchange) throws IOException {
		try {
			Call call = Call.of(exchange, now());
			this.calls.add(call);
			Exchange answered = new Exchange(this, call, exchange, this.closing);
			answered.pause(this.latency);
			this.faults.next(call).play(answered);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			exchange.close();
		}
	}

}
