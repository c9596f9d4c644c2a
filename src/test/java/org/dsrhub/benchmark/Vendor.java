package org.dsrhub.benchmark;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * The vendor's side in a process of its own: Resource Manager and Graph with small
 * answers that cost next to nothing, and a login over HTTPS. It counts its calls and
 * remembers the first ones, so that the floors can make the same.
 */
final class Vendor {

	/**
	 * Where it tells how many calls came.
	 */
	static final String CALLS = "/benchmark/calls";

	/**
	 * Where it tells what the first calls since the last time were, and forgets them.
	 */
	static final String RECORDING = "/benchmark/recording";

	private static final int REMEMBERED = 64;

	private final VendorAnswers answers;

	private final AtomicLong count = new AtomicLong();

	private final Queue<String> first = new ConcurrentLinkedQueue<>();

	private final long latency;

	private Vendor(VendorAnswers answers, long latency) {
		this.answers = answers;
		this.latency = latency;
	}

	/**
	 * Arguments: where to write the login's CA, how many alerts the large subscription
	 * has, how many of them a page holds, and how many milliseconds an answer of the
	 * services takes. Prints the addresses of the services and of the login, and answers
	 * until it is killed.
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		Vendor vendor = new Vendor(new VendorAnswers(Long.parseLong(args[1]), Integer.parseInt(args[2])),
				Long.parseLong(args[3]));
		ExecutorService threads = Executors.newCachedThreadPool();
		HttpServer services = HttpServer.create(loopback(), 0);
		HttpsServer login = HttpsServer.create(loopback(), 0);
		login.setHttpsConfigurator(new HttpsConfigurator(certificates(Path.of(args[0])).sslContext()));
		services.createContext("/", vendor::answer);
		login.createContext("/", (exchange) -> send(exchange, vendor.answers.token()));
		for (HttpServer server : new HttpServer[] { services, login }) {
			server.setExecutor(threads);
			server.start();
		}
		System.out.println("ready http://127.0.0.1:" + services.getAddress().getPort() + " https://localhost:"
				+ login.getAddress().getPort());
		new CountDownLatch(1).await();
	}

	private static InetSocketAddress loopback() {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
	}

	private static HandshakeCertificates certificates(Path ca) throws IOException {
		HeldCertificate authority = new HeldCertificate.Builder().commonName("Benchmark CA")
			.certificateAuthority(0)
			.duration(1, TimeUnit.DAYS)
			.build();
		HeldCertificate server = new HeldCertificate.Builder().commonName("localhost")
			.addSubjectAlternativeName("localhost")
			.duration(1, TimeUnit.DAYS)
			.signedBy(authority)
			.build();
		Files.writeString(ca, authority.certificatePem());
		return new HandshakeCertificates.Builder().heldCertificate(server, authority.certificate()).build();
	}

	private void answer(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getRawPath();
		if (path.equals(CALLS)) {
			send(exchange, Long.toString(this.count.get()).getBytes(StandardCharsets.UTF_8));
		}
		else if (path.equals(RECORDING)) {
			send(exchange, String.join("\n", this.first).getBytes(StandardCharsets.UTF_8));
			this.first.clear();
		}
		else {
			this.count.incrementAndGet();
			if (this.first.size() < REMEMBERED) {
				this.first.add(exchange.getRequestURI().toString());
			}
			take(this.latency);
			send(exchange, this.answers.to("http://" + exchange.getRequestHeaders().getFirst("Host"),
					exchange.getRequestURI()));
		}
	}

	private static void take(long milliseconds) {
		try {
			Thread.sleep(milliseconds);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void send(HttpExchange exchange, byte[] body) throws IOException {
		exchange.getRequestBody().readAllBytes();
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders((body.length > 0) ? 200 : 404, (body.length > 0) ? body.length : -1);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(body);
		}
	}

}
