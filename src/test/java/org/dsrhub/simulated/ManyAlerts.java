package org.dsrhub.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Resource Manager of a tenant in which one person has very many alerts, about a kilobyte
 * each, made as they are asked for. Every other list is empty.
 */
public final class ManyAlerts implements AutoCloseable {

	private static final int PAGE = 500;

	private final HttpServer http;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final SimulatedTenant tenant;

	private final String email;

	private final int count;

	private ManyAlerts(HttpServer http, SimulatedTenant tenant, String email, int count) {
		this.http = http;
		this.tenant = tenant;
		this.email = email;
		this.count = count;
	}

	/**
	 * Stands in for a tenant's Resource Manager.
	 * @param email whom the alerts name
	 * @param count how many there are in the first subscription
	 */
	public static ManyAlerts of(SimulatedTenant tenant, String email, int count) {
		try {
			ManyAlerts alerts = new ManyAlerts(SimulatedServer.plain(0), tenant, email, count);
			alerts.http.createContext("/", alerts::answer);
			alerts.http.setExecutor(alerts.threads);
			alerts.http.start();
			tenant.login().resource(alerts.url(), Audience.ARM);
			return alerts;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The lines of the tenant file that lead here.
	 */
	public String endpoints() {
		return "endpoints: {login: \"%s\", arm: \"%s\", graph: \"%s\"}%n".formatted(this.tenant.login().url(), url(),
				this.tenant.graph().url());
	}

	@Override
	public void close() {
		this.http.stop(0);
		this.threads.shutdownNow();
	}

	private String url() {
		return "http://127.0.0.1:" + this.http.getAddress().getPort();
	}

	private void answer(HttpExchange exchange) throws IOException {
		byte[] body = page(exchange.getRequestURI().toString()).getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(200, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	private String page(String uri) {
		String subscription = this.tenant.subscriptions().get(0);
		if (!uri.contains("/alerts") || !uri.contains(subscription)) {
			return "{\"value\":[]}";
		}
		int from = uri.contains("skip=") ? Integer.parseInt(uri.replaceFirst(".*skip=", "")) : 0;
		int to = Math.min(this.count, from + PAGE);
		StringBuilder page = new StringBuilder("{\"value\":[");
		for (int i = from; i < to; i++) {
			page.append((i > from) ? "," : "").append(alert(subscription, i));
		}
		page.append(']');
		if (to < this.count) {
			page.append(",\"nextLink\":\"")
				.append(url())
				.append(uri.replaceFirst("&skip=.*", ""))
				.append("&skip=")
				.append(to)
				.append('"');
		}
		return page.append('}').toString();
	}

	private String alert(String subscription, int number) {
		String name = UUID.nameUUIDFromBytes(("alert-" + number).getBytes(StandardCharsets.UTF_8)).toString();
		return """
				{"id":"/subscriptions/%1$s/resourceGroups/shop/providers/Microsoft.Security/locations/westeurope/alerts/%2$s",\
				"name":"%2$s","type":"Microsoft.Security/Locations/alerts","properties":{"version":"2022-01-01",\
				"alertType":"VM_SuspiciousLogon","systemAlertId":"%2$s","productComponentName":"Servers",\
				"alertDisplayName":"Suspicious logon","description":"Logon number %3$d of %4$s looked suspicious.",\
				"severity":"Medium","intent":"InitialAccess","startTimeUtc":"2026-01-01T10:%5$02d:%6$02d.%7$03dZ",\
				"compromisedEntity":"vm-%8$d","remediationSteps":["Ask %4$s whether this was expected."],\
				"status":"Active","entities":[{"$id":"1","name":"%9$s","upnSuffix":"%10$s","type":"account"},\
				{"$id":"2","address":"10.%11$d.%12$d.7","type":"ip"}],"isIncident":false,\
				"extendedProperties":{"logon type":"network","attempts":"%3$d","account":"%4$s"}}}"""
			.formatted(subscription, name, number, this.email, number / 60 % 60, number % 60, number % 1000,
					number % 97, this.email.replaceFirst("@.*", ""), this.email.replaceFirst(".*@", ""),
					number / 250 % 250, number % 250);
	}

}
