package org.dsrhub.faults;

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
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.dsrhub.DsrHub;
import org.dsrhub.FreePort;
import org.dsrhub.OwnProcess;
import org.dsrhub.endtoend.HubProcess;
import org.dsrhub.endtoend.Installation;

/**
 * One process of the hub, which can be killed and started again under its name.
 */
final class Node {

	/** Whom a node of a cluster tells its figures. */
	static final String METER = "meter";

	private static final Pattern HEARD = Pattern
		.compile("(?m)^camel_exchanges_total\\{[^}]*routeId=\"nudge-receive\"[^}]*} (\\S+)$");

	/** Short enough for a run, and long enough for a busy machine. */
	static final Duration LEASE = Duration.ofSeconds(10);

	/**
	 * Tasks at once where nodes start while others work, on processors that they share.
	 */
	static final int FEW = 8;

	private final Installation installation;

	private final String name;

	private final int port = FreePort.any();

	private final Map<String, Object> settings = new TreeMap<>();

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

	private final List<String> options = new ArrayList<>(
			List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));

	private List<String> prefix = List.of();

	private String host = "127.0.0.1";

	private List<String> program = OwnProcess.program(DsrHub.class);

	private volatile OwnProcess process;

	Node(Installation installation, String name) {
		this.installation = installation;
		this.name = name;
		this.settings.putAll(
				Map.of("hub.node", name, "hub.lease", LEASE.toString(), "hub.renew", LEASE.dividedBy(6).toMillis()));
	}

	/**
	 * Sets what is this node's alone.
	 */
	Node setting(String key, Object value) {
		this.settings.put(key, value);
		return this;
	}

	/**
	 * Sets a system property, which is no setting of the hub's.
	 */
	Node option(String key, Object value) {
		this.options.add("-D" + key + "=" + value);
		return this;
	}

	/**
	 * Runs it with another main class.
	 */
	Node running(Class<?> main) {
		this.program = OwnProcess.program(main);
		return this;
	}

	/**
	 * Runs the jar of another version, which was built in its folder, with its routes.
	 */
	Node running(Path version) {
		this.program = List.of("-jar", version.resolve("target/dsr-hub.jar").toString());
		return setting("hub.routes", version.resolve("routes"));
	}

	/**
	 * Runs what is tested, as it does unless something else is said.
	 */
	Node runningThis() {
		this.program = OwnProcess.program(DsrHub.class);
		this.settings.remove("hub.routes");
		return this;
	}

	/**
	 * Runs it behind this command, where it is reached by another address.
	 */
	Node inside(List<String> prefix, String host) {
		this.prefix = List.copyOf(prefix);
		this.host = host;
		return this;
	}

	String name() {
		return this.name;
	}

	Path log() {
		return this.installation.folder().resolve(this.name + ".log");
	}

	/**
	 * Starts it and does not wait.
	 */
	Node start() {
		List<String> command = new ArrayList<>(this.prefix);
		command.addAll(HubProcess.command(this.installation, this.port, this.settings, this.program,
				this.options.toArray(String[]::new)));
		this.process = OwnProcess.start(command, log());
		return this;
	}

	Node awaitReady() {
		this.process.await(this::answers);
		return this;
	}

	/**
	 * Ends it at once, as {@code kill -9} does.
	 */
	void kill() {
		this.process.kill();
	}

	/**
	 * Lets it stand still, with all its connections, until it is told to go on.
	 */
	void pause() {
		signal("STOP");
	}

	void resume() {
		signal("CONT");
	}

	private void signal(String name) {
		if (!Shell.run("kill", "-" + name, Long.toString(this.process.pid()))) {
			throw new IllegalStateException("kill -" + name + " failed");
		}
	}

	/**
	 * Tells it to end, as {@code kill} does, and waits until it has.
	 */
	void stop() {
		this.process.terminate();
		this.process.join(Duration.ofSeconds(40));
	}

	boolean isAlive() {
		return this.process != null && this.process.isAlive();
	}

	/**
	 * Files a request.
	 * @return the answer, or none if none came
	 */
	Optional<HttpResponse<byte[]>> file(String document, String key) {
		try {
			return Optional.of(this.http.send(call("/api/requests", "olga").header("Content-Type", "application/json")
				.header("Idempotency-Key", key)
				.POST(HttpRequest.BodyPublishers.ofString(document))
				.build(), BodyHandlers.ofByteArray()));
		}
		catch (IOException ex) {
			return Optional.empty();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What it answers to a call.
	 */
	byte[] get(String path) {
		return get(path, "olga");
	}

	/**
	 * How many messages it got from the broker, its own among them.
	 */
	long heard() {
		return HEARD.matcher(new String(get("/actuator/prometheus", METER), StandardCharsets.UTF_8))
			.results()
			.mapToLong((figure) -> (long) Double.parseDouble(figure.group(1)))
			.sum();
	}

	private byte[] get(String path, String user) {
		try {
			HttpResponse<byte[]> response = this.http.send(call(path, user).build(), BodyHandlers.ofByteArray());
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
	 * How many lines of its log have this in them.
	 */
	long said(String words) {
		try {
			return Files.readAllLines(log()).stream().filter((line) -> line.contains(words)).count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean answers() {
		try {
			return this.http.send(call("/actuator/health/readiness", "olga").build(), BodyHandlers.discarding())
				.statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private HttpRequest.Builder call(String path, String user) {
		String login = Base64.getEncoder()
			.encodeToString((user + ":" + Installation.PASSWORD).getBytes(StandardCharsets.UTF_8));
		return HttpRequest.newBuilder(URI.create("http://" + this.host + ":" + this.port + path))
			.timeout(Duration.ofSeconds(10))
			.header("Authorization", "Basic " + login);
	}

}
