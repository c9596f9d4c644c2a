package org.dsrhub.simulated;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.sun.net.httpserver.HttpExchange;

/**
 * One call that a simulated server got.
 *
 * @param at when it arrived (UTC)
 * @param path as sent, percent-encoded
 * @param query decoded parameters in the order sent; of a repeated one the last
 * @param headers first value of each, names in lower case
 */
public record Call(Instant at, String method, String path, Map<String, String> query, Map<String, String> headers,
		String body) {

	static Call of(HttpExchange http, Instant at) throws IOException {
		Map<String, String> headers = new TreeMap<>();
		http.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
		return new Call(at, http.getRequestMethod(), http.getRequestURI().getRawPath(),
				Parameters.decode(http.getRequestURI().getRawQuery()), headers,
				new String(http.getRequestBody().readAllBytes(), charset(headers.get("content-type"))));
	}

	/**
	 * What is no text keeps its bytes.
	 */
	private static Charset charset(String type) {
		return "application/octet-stream".equals(type) ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
	}

	/**
	 * Whether the body is said to be JSON.
	 */
	boolean json() {
		return header("Content-Type").filter((type) -> type.startsWith("application/json")).isPresent();
	}

	public Optional<String> header(String name) {
		return Optional.ofNullable(this.headers.get(name.toLowerCase(Locale.ROOT)));
	}

	/**
	 * The path's segments, each decoded by itself: a {@code %2F} stays inside one.
	 */
	public List<String> segments() {
		return Arrays.stream(this.path.split("/"))
			.filter((segment) -> !segment.isEmpty())
			.map((segment) -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
			.toList();
	}

	/**
	 * Method, path and decoded query, as faults are matched:
	 * {@code GET /v1.0/users?$top=5}.
	 */
	public String line() {
		StringBuilder line = new StringBuilder(this.method).append(' ').append(this.path);
		this.query.forEach((name,
				value) -> line.append((line.indexOf("?") < 0) ? '?' : '&').append(name).append('=').append(value));
		return line.toString();
	}

}
