package org.dsrhub.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A floor's calls: those that the hub was seen to make for one request, one after the
 * other.
 */
final class FloorCalls {

	private static final ObjectMapper JSON = new ObjectMapper();

	private final HttpClient http;

	private final List<URI> directory;

	private final List<URI> sources;

	private final String token;

	/**
	 * Logs in.
	 * @param calls the calls of the hub, path and query each
	 */
	FloorCalls(String services, String login, Path ca, List<String> calls) throws Exception {
		this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(trusting(ca)).build();
		this.sources = calls.stream()
			.filter(FloorCalls::asksSource)
			.map((call) -> URI.create(services + call))
			.toList();
		this.directory = calls.stream()
			.filter((call) -> !asksSource(call))
			.map((call) -> URI.create(services + call))
			.toList();
		HttpResponse<InputStream> answer = this.http
			.send(HttpRequest.newBuilder(URI.create(login + "/oauth2/v2.0/token"))
				.header("Content-Type", "application/x-www-form-urlencoded")
				.POST(BodyPublishers.ofString("grant_type=client_credentials"))
				.build(), BodyHandlers.ofInputStream());
		this.token = JSON.readTree(answer.body()).path("access_token").asText();
	}

	/**
	 * Asks the directory who the subject is.
	 * @return the entry
	 */
	JsonNode identify() throws IOException, InterruptedException {
		List<JsonNode> answers = new ArrayList<>();
		for (URI call : this.directory) {
			answers.add(get(call));
		}
		return entry(answers);
	}

	/**
	 * The subject's entry in answers of the directory.
	 */
	static JsonNode entry(Iterable<JsonNode> answers) {
		JsonNode entry = JSON.missingNode();
		for (JsonNode answer : answers) {
			JsonNode first = answer.path("value").path(0);
			entry = (first.has("userPrincipalName") && concerns(first)) ? first : entry;
		}
		return entry;
	}

	/**
	 * The subject's records of a source.
	 */
	List<JsonNode> records(FloorSource source, FloorRequest request) throws IOException, InterruptedException {
		URI call = call(source);
		return records(source, request, call, get(call));
	}

	/**
	 * The subject's records in an answer.
	 */
	static List<JsonNode> records(FloorSource source, FloorRequest request, URI call, JsonNode answer) {
		List<JsonNode> records = new ArrayList<>();
		for (JsonNode item : answer.has("value") ? answer.path("value") : List.of(answer)) {
			if (concerns(item)) {
				records.add(request.record(source, item, call.toString().replaceAll("\\?.*", "")));
			}
		}
		return records;
	}

	/**
	 * The calls to the directory, in their order.
	 */
	List<URI> directory() {
		return this.directory;
	}

	/**
	 * The first call to a source.
	 */
	URI call(FloorSource source) {
		return this.sources.stream().filter((call) -> source.answers(call.toString())).findFirst().orElseThrow();
	}

	HttpClient http() {
		return this.http;
	}

	String token() {
		return this.token;
	}

	/**
	 * Whether a call that was recorded is one to a source.
	 */
	static boolean asksSource(String call) {
		return FloorSource.ALL.stream().anyMatch((source) -> source.answers(call));
	}

	/**
	 * Whether one of the texts names the subject.
	 */
	private static boolean concerns(JsonNode node) {
		if (node.isTextual()) {
			return node.textValue().toLowerCase(java.util.Locale.ROOT).contains(VendorAnswers.SUBJECT);
		}
		for (JsonNode child : node) {
			if (concerns(child)) {
				return true;
			}
		}
		return false;
	}

	private JsonNode get(URI call) throws IOException, InterruptedException {
		HttpResponse<InputStream> answer = this.http.send(HttpRequest.newBuilder(call)
			.header("Authorization", "Bearer " + this.token)
			.header("Accept", "application/json")
			.build(), BodyHandlers.ofInputStream());
		try (InputStream body = answer.body()) {
			if (answer.statusCode() != 200) {
				throw new IOException("HTTP " + answer.statusCode());
			}
			return JSON.readTree(body);
		}
	}

	private static SSLContext trusting(Path ca) throws Exception {
		KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
		roots.load(null, null);
		try (InputStream pem = Files.newInputStream(ca)) {
			roots.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
		}
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(roots);
		SSLContext tls = SSLContext.getInstance("TLS");
		tls.init(null, trust.getTrustManagers(), null);
		return tls;
	}

}
