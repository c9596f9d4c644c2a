package org.dsrhub.endtoend;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.awaitility.Awaitility;
import org.dsrhub.configuration.Sha256;
import org.dsrhub.simulated.AzuriteServer;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The second and third of the worst things: something missed, and a request lost. The hub
 * is killed at random moments under load, as often as {@code -Dkills} says;
 * {@code -Dkill.seed} repeats a run.
 */
class KillTests {

	private static final int KILLS = Integer.getInteger("kills", 6);

	private static final ObjectMapper JSON = new ObjectMapper();

	private final Random random = new Random(seed());

	/** Reference to the request's document. */
	private final Map<String, String> filed = new TreeMap<>();

	private final List<String> unanswered = new ArrayList<>();

	private final Set<String> moments = new TreeSet<>();

	private int busy;

	@Test
	void every_request_has_exactly_one_package_equal_to_that_of_an_undisturbed_run(@TempDir Path folder)
			throws Exception {
		AzuriteServer azurite = AzuriteServer.start();
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso");
				SimulatedTenant fabrikam = SimulatedTenant.start("fabrikam")) {
			List<SimulatedTenant> tenants = List.of(contoso, fabrikam);
			List<SamplePeople> people = new ArrayList<>();
			for (SimulatedTenant tenant : tenants) {
				people.add(SamplePeople.settle(tenant, Instant.now()));
				tenant.arm().latency(Duration.ofMillis(25));
				tenant.graph().latency(Duration.ofMillis(25));
			}
			Path secret = Files.writeString(folder.resolve("storage"), azurite.connectionString());
			Installation disturbed = install(folder.resolve("disturbed"), contoso, fabrikam, secret, "disturbed");
			HubProcess hub = killAndRestart(disturbed, tenants, people, folder);
			System.out.println("seed " + seed() + ", " + this.filed.size() + " requests, killed at:");
			this.moments.forEach(System.out::println);
			assertThat(this.busy).as("kills in the middle of a task or an upload").isGreaterThanOrEqualTo(KILLS / 3);
			Map<String, String> actual = results(disturbed, hub);
			assertNothingIsLeft(disturbed, azurite, "disturbed");
			hub.kill();

			Installation calm = install(folder.resolve("calm"), contoso, fabrikam, secret, "calm");
			hub = HubProcess.start(calm, free(), folder.resolve("calm.log"));
			this.filed.forEach((reference, body) -> calm.drop(tenant(reference), reference + ".json", body));
			assertThat(actual).isEqualTo(results(calm, hub));
			hub.kill();
		}
		finally {
			azurite.close();
		}
	}

	private HubProcess killAndRestart(Installation installation, List<SimulatedTenant> tenants,
			List<SamplePeople> people, Path folder) throws Exception {
		int port = free();
		Path log = folder.resolve("hub.log");
		HubProcess hub = HubProcess.start(installation, port, log);
		for (int round = 0; round < KILLS; round++) {
			load(installation, hub, people, round);
			int calls = calls(tenants);
			Awaitility.await("work in round " + round)
				.atMost(Duration.ofSeconds(30))
				.pollInterval(Duration.ofMillis(5))
				.until(() -> calls(tenants) > calls || packaging(installation));
			Instant moment = Instant.now().plusMillis(this.random.nextInt(1500));
			Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> Instant.now().isAfter(moment));
			boolean upload = packaging(installation);
			boolean task = calling(tenants);
			hub.kill();
			this.busy += (task || upload) ? 1 : 0;
			this.moments.add("%2d  %s  %s".formatted(round + 1, moment,
					upload ? "packaging or uploading" : task ? "in a task" : "between"));
			hub = HubProcess.start(installation, port, log);
		}
		for (String reference : this.unanswered) {
			assertThat(hub.post(this.filed.get(reference), reference)).isEqualTo(202);
		}
		return hub;
	}

	/**
	 * Files of three formats, and calls whose answers the next kill may cut off.
	 */
	private void load(Installation installation, HubProcess hub, List<SamplePeople> people, int round) {
		for (int i = 0; i < 2; i++) {
			String tenant = (i == 0) ? "contoso" : "fabrikam";
			List<String> subjects = new ArrayList<>(people.get(i).otherSubjects());
			subjects.add(people.get(i).email());
			StringBuilder text = new StringBuilder((round % 3 == 0) ? "reference,right,email\n" : "");
			List<String> bodies = new ArrayList<>();
			for (int row = 0; row < 2; row++) {
				String reference = "%s-%d-%d".formatted(tenant, round, row);
				String right = List.of("export", "access").get((round + row) % 2);
				String email = subjects.get((round * 3 + row) % subjects.size());
				bodies.add(body(tenant, reference, right, email));
				this.filed.put(reference, bodies.get(row));
				text.append((round % 3 == 0) ? reference + "," + right + "," + email + "\n"
						: (round % 3 == 1) ? bodies.get(row) + "\n" : "");
			}
			String name = round + List.of(".csv", ".ndjson", ".json").get(round % 3);
			installation.drop(tenant, name, (round % 3 == 2) ? bodies.toString() : text.toString());
			String reference = "%s-%d-rest".formatted(tenant, round);
			this.filed.put(reference,
					body(tenant, reference, "export", subjects.get((round * 3 + 2) % subjects.size())));
			if (hub.post(this.filed.get(reference), reference) != 202) {
				this.unanswered.add(reference);
			}
		}
	}

	private static String body(String tenant, String reference, String right, String email) {
		return "{\"reference\":\"%s\",\"tenant\":\"%s\",\"right\":\"%s\",\"subject\":{\"email\":\"%s\"}}"
			.formatted(reference, tenant, right, email);
	}

	/**
	 * For each reference what its package holds, without what differs from run to run.
	 */
	private Map<String, String> results(Installation installation, HubProcess hub) throws IOException {
		Map<String, String> results = new LinkedHashMap<>();
		for (String reference : this.filed.keySet()) {
			String tenant = tenant(reference);
			JsonNode result = Awaitility.await(reference)
				.atMost(Duration.ofMinutes(2))
				.pollInterval(Duration.ofMillis(100))
				.until(() -> installation.result(tenant, reference),
						(found) -> found.path("state").asText().startsWith("completed"));
			String id = (result.path("duplicateOf").isNull() ? result.path("id") : result.path("duplicateOf")).asText();
			byte[] zip = hub.get("/api/requests/" + id + "/package");
			assertThat(Sha256.of(new java.io.ByteArrayInputStream(zip))).as(reference)
				.isEqualTo(result.path("package").path("sha256").asText());
			List<JsonNode> evidence = new ArrayList<>();
			for (String line : new String(hub.get("/api/requests/" + id + "/evidence"), StandardCharsets.UTF_8)
				.split("\n")) {
				evidence.add(JSON.readTree(line));
			}
			for (String once : List.of("registered", "planned", "package-stored", "closed")) {
				assertThat(evidence.stream().filter((entry) -> entry.path("event").asText().equals(once)))
					.as(reference + " " + once)
					.hasSize(1);
			}
			JsonNode verification = JSON.readTree(hub.get("/api/requests/" + id + "/evidence/verification"));
			assertThat(verification.path("valid").asBoolean()).as("%s: %s %s", reference, verification, evidence)
				.isTrue();
			Set<String> content = new TreeSet<>();
			JSON.readTree(Leak.entries(zip).get("subject.json"))
				.findValues("records")
				.forEach((records) -> records.forEach(
						(item) -> content.add(item.path("source") + " " + item.path("id") + " " + item.path("data"))));
			results.put(reference, result.path("state").asText() + " " + content);
		}
		return results;
	}

	private void assertNothingIsLeft(Installation installation, AzuriteServer azurite, String container)
			throws IOException {
		for (String tenant : List.of("contoso", "fabrikam")) {
			try (Stream<Path> left = Files.list(installation.folder().resolve("inbox").resolve(tenant))) {
				assertThat(left.filter(Files::isRegularFile)).as("inbox of " + tenant).isEmpty();
			}
		}
		Awaitility.await("staging to be empty").until(() -> files(installation.data().resolve("staging")).isEmpty());
		Set<String> ids = new TreeSet<>();
		this.filed.keySet().forEach((reference) -> {
			JsonNode result = installation.result(tenant(reference), reference);
			ids.add(tenant(reference) + "/"
					+ (result.path("duplicateOf").isNull() ? result.path("id") : result.path("duplicateOf")).asText());
		});
		List<String> stored = new ArrayList<>(files(installation.data().resolve("packages")));
		new BlobServiceClientBuilder().connectionString(azurite.connectionString())
			.httpClient(new JdkHttpClientBuilder().build())
			.buildClient()
			.getBlobContainerClient(container)
			.listBlobs()
			.stream()
			.map(BlobItem::getName)
			.forEach(stored::add);
		List<String> expected = new ArrayList<>();
		ids.forEach((id) -> expected.addAll(List.of(id + "/package.zip", id + "/manifest.json")));
		assertThat(stored).containsExactlyInAnyOrderElementsOf(expected);
	}

	private static List<String> files(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter(Files::isRegularFile).map((file) -> folder.relativize(file).toString()).toList();
		}
	}

	private static boolean packaging(Installation installation) {
		Path staging = installation.data().resolve("staging");
		try (Stream<Path> files = Files.walk(staging)) {
			// What an earlier kill left there is older.
			long recently = System.currentTimeMillis() - 150;
			return files.anyMatch((file) -> file.getFileName().toString().startsWith("package")
					&& file.toFile().lastModified() > recently);
		}
		catch (IOException | java.io.UncheckedIOException ex) {
			return false;
		}
	}

	private static int calls(List<SimulatedTenant> tenants) {
		return tenants.stream().mapToInt((tenant) -> tenant.arm().calls().size() + tenant.graph().calls().size()).sum();
	}

	private static boolean calling(List<SimulatedTenant> tenants) {
		Instant recently = Instant.now().minusMillis(60);
		return tenants.stream()
			.flatMap((tenant) -> Stream.concat(tenant.arm().calls().stream(), tenant.graph().calls().stream()))
			.anyMatch((call) -> call.at().isAfter(recently));
	}

	private static Installation install(Path folder, SimulatedTenant local, SimulatedTenant azure, Path secret,
			String container) {
		return Installation.in(folder)
			.with(local, "")
			.with(azure,
					"container: {kind: azure, name: %s, credential: {kind: connection-string, value: \"file:%s\"}}%n"
						.formatted(container, secret));
	}

	private static String tenant(String reference) {
		return reference.substring(0, reference.indexOf('-'));
	}

	private static int free() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private static long seed() {
		return Long.getLong("kill.seed", 20260101L);
	}

}
