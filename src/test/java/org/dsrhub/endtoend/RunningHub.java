package org.dsrhub.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.DsrHub;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A hub that runs in an installation, in this process.
 */
public final class RunningHub implements AutoCloseable {

	private static final ObjectMapper JSON = new ObjectMapper();

	private final Installation installation;

	private final ConfigurableApplicationContext context;

	private final HttpClient http = HttpClient.newHttpClient();

	private RunningHub(Installation installation, ConfigurableApplicationContext context) {
		this.installation = installation;
		this.context = context;
	}

	/**
	 * Starts a hub.
	 * @param more configuration that replaces the hub's own
	 */
	public static RunningHub start(Installation installation, Class<?>... more) {
		String[] settings = installation.settings()
			.entrySet()
			.stream()
			.map((entry) -> "--" + entry.getKey() + "=" + entry.getValue())
			.toArray(String[]::new);
		return new RunningHub(installation, new SpringApplicationBuilder(DsrHub.class).sources(more).run(settings));
	}

	/**
	 * Waits until a request is in one of these states and gives its result.
	 */
	public JsonNode await(String tenant, String reference, String... states) {
		var wanted = java.util.Set.of(states);
		return org.awaitility.Awaitility.await(reference + " to be " + String.join(" or ", states))
			.atMost(Duration.ofMinutes(2))
			.pollInterval(Duration.ofMillis(50))
			.until(() -> this.installation.result(tenant, reference),
					(result) -> wanted.contains(result.path("state").asText()));
	}

	/**
	 * Waits until a request's result is as wanted.
	 */
	public JsonNode awaitThat(String tenant, String reference, java.util.function.Predicate<JsonNode> wanted) {
		return org.awaitility.Awaitility.await(reference)
			.atMost(Duration.ofMinutes(2))
			.pollInterval(Duration.ofMillis(50))
			.until(() -> this.installation.result(tenant, reference), wanted::test);
	}

	/**
	 * Waits until a request is closed.
	 */
	public JsonNode closed(String tenant, String reference) {
		return await(tenant, reference, "completed", "completed-with-exceptions", "declined");
	}

	public HttpResponse<byte[]> get(String path) {
		return send(HttpRequest.newBuilder(uri(path)).GET());
	}

	public JsonNode getJson(String path) {
		return json(get(path));
	}

	public HttpResponse<byte[]> delete(String path) {
		return send(HttpRequest.newBuilder(uri(path)).DELETE());
	}

	public HttpResponse<byte[]> post(String path, String body) {
		return post(path, body.getBytes(StandardCharsets.UTF_8));
	}

	public HttpResponse<byte[]> post(String path, byte[] body) {
		return post(path, body, "application/json");
	}

	public HttpResponse<byte[]> post(String path, byte[] body, String type) {
		return send(path,
				(call) -> call.header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
	}

	/**
	 * Any call, with olga's login.
	 */
	public HttpResponse<byte[]> send(String path, Call call) {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
		call.make(request);
		return send(request);
	}

	public static JsonNode json(HttpResponse<byte[]> response) {
		try {
			return JSON.readTree(response.body());
		}
		catch (IOException ex) {
			throw new IllegalStateException("HTTP " + response.statusCode() + " is not JSON", ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * A part of it.
	 */
	public <T> T part(Class<T> type) {
		return this.context.getBean(type);
	}

	/**
	 * Where it listens.
	 */
	public String address() {
		return "http://127.0.0.1:" + ((ServletWebServerApplicationContext) this.context).getWebServer().getPort();
	}

	private URI uri(String path) {
		return URI.create(address() + path);
	}

	private HttpResponse<byte[]> send(HttpRequest.Builder request) {
		String login = Base64.getEncoder()
			.encodeToString(("olga:" + Installation.PASSWORD).getBytes(StandardCharsets.UTF_8));
		return answer(request.header("Authorization", "Basic " + login).build());
	}

	/**
	 * The answer to a call with another login, or none.
	 */
	public HttpResponse<byte[]> answer(HttpRequest request) {
		try {
			return this.http.send(request, HttpResponse.BodyHandlers.ofByteArray());
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Makes a call what it is: method, headers, body.
	 */
	@FunctionalInterface
	public interface Call {

		void make(HttpRequest.Builder call);

	}

}
