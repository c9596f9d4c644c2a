package org.dsrhub.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;

/**
 * One hub and many simulated tenants, each settled by the sample people, each with one
 * request {@code R}, so that many cases run at once.
 */
final class Estate implements AutoCloseable {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final String LIMITS = "limits: {connectTimeout: PT3S, responseTimeout: PT5S, maxAttempts: 3, maxWait: PT0.3S}\n";

	private final Map<String, SimulatedTenant> tenants = new LinkedHashMap<>();

	private final Map<String, SamplePeople> people = new LinkedHashMap<>();

	private final Map<String, String> requests = new LinkedHashMap<>();

	private final Installation installation;

	private RunningHub hub;

	Estate(Path folder) {
		this.installation = Installation.in(folder);
	}

	/**
	 * Adds a tenant whose services run.
	 */
	SimulatedTenant tenant(String name) {
		SimulatedTenant tenant = SimulatedTenant.start(name);
		this.tenants.put(name, tenant);
		this.people.put(name, SamplePeople.settle(tenant, Instant.now()));
		return tenant;
	}

	/**
	 * Adds a tenant and its request.
	 * @param more of its file, whole top-level keys
	 * @param request the request document's fields besides reference and tenant;
	 * {@code $email} stands for Ana's address
	 * @param faults what is to go wrong
	 */
	void settle(String name, String more, String request, Consumer<SimulatedTenant> faults) {
		SimulatedTenant tenant = tenant(name);
		faults.accept(tenant);
		connect(name, more, request);
	}

	void connect(String name, String more, String request) {
		this.installation.with(of(name), LIMITS + more);
		this.requests.put(name, "{\"reference\":\"R\",\"tenant\":\"%s\",%s}".formatted(name,
				request.replace("$email", people(name).email()).replace("$domain", of(name).domain())));
	}

	void start() {
		this.hub = RunningHub.start(this.installation);
		this.requests.forEach((name, request) -> this.installation.drop(name, "one.json", request));
	}

	void drop(String name, String file, String content) {
		this.installation.drop(name, file, content);
	}

	RunningHub hub() {
		return this.hub;
	}

	SimulatedTenant of(String name) {
		return this.tenants.get(name);
	}

	SamplePeople people(String name) {
		return this.people.get(name);
	}

	JsonNode closed(String name) {
		return this.hub.closed(name, "R");
	}

	Path data() {
		return this.installation.data();
	}

	JsonNode manifest(JsonNode result) {
		try {
			return JSON.readTree(packaged(result).resolveSibling("manifest.json").toFile());
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	/**
	 * The records of a source, as the package holds them.
	 */
	JsonNode records(JsonNode result, String source) {
		try {
			String file = task(result, source).path("system").asText() + "/" + source + ".json";
			return JSON.readTree(Leak.entries(Files.readAllBytes(packaged(result))).get(file));
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	static JsonNode task(JsonNode result, String source) {
		for (JsonNode task : result.path("tasks")) {
			if (task.path("source").asText().equals(source)) {
				return task;
			}
		}
		throw new AssertionError("no task for " + source + " in " + result);
	}

	@Override
	public void close() {
		this.hub.close();
		this.tenants.values().forEach(SimulatedTenant::close);
	}

	private Path packaged(JsonNode result) {
		return data().resolve("packages").resolve(result.path("package").path("path").asText());
	}

}
