package org.dsrhub.endtoend;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A Resource Manager whose every subscription has very many alerts, made as they are
 * asked for: all of one person, each naming another one, too.
 */
final class ManyAlerts implements AutoCloseable {

	private static final Pattern FROM = Pattern.compile("\\$skiptoken=(\\d+)");

	private static final String ALERT = """
			{"id":"%1$s/%2$d","name":"%2$d","type":"Microsoft.Security/Locations/alerts","properties":{
			"version":"2022-01-01","alertType":"VM_LoginFromUnusualLocation","alertDisplayName":"Sign-in from an unusual place",
			"description":"The account %3$s signed in from 198.51.100.%4$d, a minute after other%2$d@contoso.example.",
			"severity":"Medium","intent":"CredentialAccess","status":"Active","startTimeUtc":"2026-10-01T10:00:00.0000000Z",
			"remediationSteps":["Ask the account's holder.","Reset the credentials if in doubt."],
			"resourceIdentifiers":[{"type":"AzureResource","azureResourceId":"%1$s/vm-payments-01"}],
			"entities":[{"type":"account","name":"other%2$d@contoso.example"},{"type":"host","hostName":"vm-payments-01"}],
			"extendedProperties":{"user name":"%3$s","resourceType":"Virtual Machine","trace":"%5$s"}}}""";

	private final HttpServer http;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final String subject;

	private final long alerts;

	private final int page;

	private final String text;

	private final int length;

	private ManyAlerts(HttpServer http, String subject, long alerts, int page, int length) {
		this.http = http;
		this.subject = subject;
		this.alerts = alerts;
		this.page = page;
		this.length = length;
		// Text that a zip hardly makes smaller and that no rule takes for anything.
		Random random = new Random(1);
		StringBuilder words = new StringBuilder();
		while (words.length() < 2_000_000) {
			words.append(random.ints(5, 'a', 'z' + 1).mapToObj(Character::toString).reduce("", String::concat))
				.append(' ');
		}
		this.text = words.toString();
	}

	/**
	 * Starts one.
	 * @param subject whose alerts they are, an e-mail address
	 * @param page how many come at once
	 * @param length of a text in each, which makes the rest of about 1 KB larger
	 */
	static ManyAlerts start(String subject, long alerts, int page, int length) {
		try {
			HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			ManyAlerts many = new ManyAlerts(http, subject, alerts, page, length);
			http.createContext("/", many::answer);
			http.setExecutor(many.threads);
			http.start();
			return many;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String url() {
		return "http://127.0.0.1:" + this.http.getAddress().getPort();
	}

	@Override
	public void close() {
		this.http.stop(0);
		this.threads.shutdownNow();
	}

	private void answer(HttpExchange exchange) throws IOException {
		exchange.sendResponseHeaders(200, 0);
		String path = exchange.getRequestURI().getPath();
		Matcher token = FROM.matcher(String.valueOf(exchange.getRequestURI().getQuery()));
		long from = token.find() ? Long.parseLong(token.group(1)) : 0;
		long to = Math.min(from + this.page, this.alerts);
		try (OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), 1 << 16)) {
			write(out, "{\"value\":[");
			for (long number = from; number < to; number++) {
				int at = (int) (number * 7919 % (this.text.length() - this.length));
				write(out, (number > from) ? "," : "");
				write(out, ALERT.formatted(path, number, this.subject, number % 250,
						this.text.substring(at, at + this.length)));
			}
			write(out,
					(to < this.alerts)
							? "],\"nextLink\":\"%s%s?api-version=2022-01-01&$skiptoken=%d\"}".formatted(url(), path, to)
							: "]}");
		}
	}

	private static void write(OutputStream out, String text) throws IOException {
		out.write(text.getBytes(StandardCharsets.UTF_8));
	}

}
