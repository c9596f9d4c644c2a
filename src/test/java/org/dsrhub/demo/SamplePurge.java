package org.dsrhub.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A file that was taken long ago, and what becomes of it: a dry run tells that it would
 * go, and a run removes it.
 */
final class SamplePurge {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final Duration ENOUGH = Duration.ofSeconds(30);

	private final HttpClient http = HttpClient.newHttpClient();

	private final Path folder;

	private final String runs;

	private final String login;

	private final PrintStream out;

	SamplePurge(Path folder, int port, String password, PrintStream out) {
		this.folder = folder;
		this.runs = "http://localhost:" + port + "/api/retention/runs";
		this.login = "Basic "
				+ Base64.getEncoder().encodeToString(("olga:" + password).getBytes(StandardCharsets.UTF_8));
		this.out = out;
	}

	void show() throws IOException, InterruptedException {
		Path old = Files.writeString(this.folder.resolve("inbox/contoso/.done/of-long-ago.csv"), "reference,right\n");
		Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(40))));
		this.out.println();
		this.out.println("Retention");
		JsonNode dry = run(true, "endedAt");
		JsonNode thing = call(HttpRequest.newBuilder(URI.create(this.runs + "/" + dry.path("id").asText() + "/items")))
			.at("/value/0");
		tell("dry run", "%d would go, %d bytes, due since %s".formatted(dry.path("listed").asInt(),
				dry.path("bytes").asInt(), thing.path("since").asText()));
		JsonNode run = run(false, "storedAt");
		tell("purge", "%d removed; %s".formatted(run.at("/things/removed").asInt(),
				this.folder.resolve("data/packages/contoso/retention/" + run.path("id").asText() + ".json")));
	}

	private void tell(String what, String text) {
		this.out.println("  %-9s %-11s %-7s  %s".formatted("contoso", "inbox-files", what, text));
	}

	private JsonNode run(boolean dry, String until) throws IOException, InterruptedException {
		JsonNode run = call(HttpRequest.newBuilder(URI.create(this.runs))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers
				.ofString("{\"rule\":\"inbox-files\",\"tenant\":\"contoso\",\"dryRun\":%s}".formatted(dry))));
		Instant end = Instant.now().plus(ENOUGH);
		while (!run.hasNonNull(until) && Instant.now().isBefore(end)) {
			Thread.sleep(200);
			run = call(HttpRequest.newBuilder(URI.create(this.runs + "/" + run.path("id").asText())));
		}
		return run;
	}

	private JsonNode call(HttpRequest.Builder request) throws IOException, InterruptedException {
		return JSON.readTree(this.http
			.send(request.header("Authorization", this.login).build(), HttpResponse.BodyHandlers.ofByteArray())
			.body());
	}

}
