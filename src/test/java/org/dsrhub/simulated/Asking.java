package org.dsrhub.simulated;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A client that asks one simulated API with a good token.
 */
final class Asking {

	private final HttpClient http = HttpClient.newHttpClient();

	private final SimulatedServer server;

	private final String token;

	private final Duration patience;

	Asking(SimulatedServer server, Audience audience) {
		this(server, audience, Duration.ofSeconds(10));
	}

	Asking(SimulatedServer server, Audience audience, Duration patience) {
		this.patience = patience;
		this.server = server;
		this.token = server.tokens().issue(audience, Duration.ofMinutes(5));
	}

	static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	HttpResponse<String> send(String method, String pathOrUrl, String body) throws IOException, InterruptedException {
		String url = pathOrUrl.startsWith("/") ? this.server.url() + pathOrUrl : pathOrUrl;
		return this.http.send(HttpRequest.newBuilder(URI.create(url))
			.timeout(this.patience)
			.header("Authorization", "Bearer " + this.token)
			.header("Content-Type", "application/json")
			.method(method, HttpRequest.BodyPublishers.ofString(body))
			.build(), HttpResponse.BodyHandlers.ofString());
	}

	HttpResponse<String> get(String pathOrUrl) throws IOException, InterruptedException {
		return send("GET", pathOrUrl, "");
	}

	/**
	 * Every page's items, page by page.
	 */
	List<List<JsonNode>> pages(String path) throws IOException, InterruptedException {
		List<List<JsonNode>> pages = new ArrayList<>();
		for (String next = path; next != null;) {
			JsonNode body = Json.parse(get(next).body());
			List<JsonNode> items = new ArrayList<>();
			body.path("value").forEach(items::add);
			pages.add(items);
			next = body.path("nextLink").asText(body.path("@odata.nextLink").asText(null));
		}
		return pages;
	}

	List<JsonNode> all(String path) throws IOException, InterruptedException {
		return pages(path).stream().flatMap(List::stream).toList();
	}

}
