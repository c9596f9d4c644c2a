package org.dsrhub.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.dsrhub.DsrHub;
import org.dsrhub.OwnProcess;

/**
 * A hub in a process of its own, which can be killed.
 */
public final class HubProcess {

	private final OwnProcess process;

	private final int port;

	private final HttpClient http = HttpClient.newHttpClient();

	private HubProcess(OwnProcess process, int port) {
		this.process = process;
		this.port = port;
	}

	/**
	 * Starts a hub and waits until it answers.
	 */
	static HubProcess start(Installation installation, int port, Path log) {
		return start(installation, port, log, Map.of());
	}

	/**
	 * Starts a hub and waits until it answers.
	 * @param more settings of this one
	 * @param options for its Java instead of those that let it start soon
	 */
	static HubProcess start(Installation installation, int port, Path log, Map<String, ?> more, String... options) {
		List<String> command = command(installation, port, more, OwnProcess.program(DsrHub.class), options);
		HubProcess hub = new HubProcess(OwnProcess.start(command, log), port);
		hub.process.await(hub::open);
		return hub;
	}

	/**
	 * What starts a hub.
	 * @param program what runs it, as Java is told
	 */
	public static List<String> command(Installation installation, int port, Map<String, ?> more, List<String> program,
			String... options) {
		Path temporary = installation.folder().resolve("tmp");
		temporary.toFile().mkdir();
		List<String> command = new ArrayList<>();
		command.add(OwnProcess.java());
		command.addAll((options.length > 0) ? List.of(options)
				: List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
		command.add("-Djava.io.tmpdir=" + temporary);
		command.addAll(program);
		Map<String, Object> settings = installation.settings();
		settings.put("server.port", port);
		settings.putAll(more);
		settings.forEach((key, value) -> command.add("--" + key + "=" + value));
		return command;
	}

	/**
	 * The most memory that it had, in MB: the heap and everything else.
	 */
	long peakMemory() {
		try {
			return Files.readAllLines(Path.of("/proc/" + this.process.pid() + "/status"))
				.stream()
				.filter((line) -> line.startsWith("VmHWM:"))
				.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
				.sum();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Ends it at once, as {@code kill -9} does.
	 */
	void kill() {
		this.process.kill();
	}

	/**
	 * Tells it to end, as {@code kill} does.
	 */
	void terminate() {
		this.process.terminate();
	}

	/**
	 * Waits until it has ended.
	 */
	void join(Duration longest) {
		this.process.join(longest);
	}

	/**
	 * Whether callers are to be sent to it.
	 */
	boolean ready() {
		return status("/actuator/health/readiness") == 200;
	}

	/**
	 * Files a request.
	 * @return the status, or 0 if no answer came
	 */
	int post(String body, String key) {
		try {
			return this.http
				.send(call("/api/requests").header("Content-Type", "application/json")
					.header("Idempotency-Key", key)
					.POST(HttpRequest.BodyPublishers.ofString(body))
					.build(), BodyHandlers.discarding())
				.statusCode();
		}
		catch (IOException ex) {
			return 0;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Approves what was found for a request, but for one record.
	 */
	int approve(String request, String without) throws IOException, InterruptedException {
		return this.http.send(call("/api/requests/" + request + "/decision").header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(
					"{\"decision\":\"approve\",\"reason\":\"not theirs\",\"leaveOut\":[\"%s\"]}".formatted(without)))
			.build(), BodyHandlers.discarding()).statusCode();
	}

	/**
	 * Posts a document.
	 * @return the answer's
	 */
	byte[] send(String path, String document) {
		try {
			return this.http
				.send(call(path).header("Content-Type", "application/json")
					.POST(HttpRequest.BodyPublishers.ofString(document))
					.build(), BodyHandlers.ofByteArray())
				.body();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	byte[] get(String path, String... headers) {
		try {
			HttpRequest.Builder call = call(path);
			if (headers.length > 0) {
				call.headers(headers);
			}
			HttpResponse<byte[]> response = this.http.send(call.build(), BodyHandlers.ofByteArray());
			if (response.statusCode() != 200) {
				throw new IllegalStateException(path + ": HTTP " + response.statusCode());
			}
			return response.body();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Whether its door is open, be it ready or, say, short of space.
	 */
	private boolean open() {
		return !Set.of(0, 503).contains(status("/api/requests"));
	}

	/**
	 * What it answers to a call, or 0 if nothing.
	 */
	private int status(String path) {
		try {
			return this.http.send(call(path).build(), BodyHandlers.discarding()).statusCode();
		}
		catch (IOException ex) {
			return 0;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private HttpRequest.Builder call(String path) {
		String login = Base64.getEncoder()
			.encodeToString(("olga:" + Installation.PASSWORD).getBytes(StandardCharsets.UTF_8));
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.timeout(Duration.ofSeconds(20))
			.header("Authorization", "Basic " + login);
	}

}
