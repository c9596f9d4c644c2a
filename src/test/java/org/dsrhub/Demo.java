package org.dsrhub;

import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.awaitility.Awaitility;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.util.FileSystemUtils;

/**
 * Starts the hub beside two simulated tenants, drops sample requests into its inbox, and
 * tells what becomes of them; then goes on until it is stopped, for requests of one's
 * own.
 */
public final class Demo {

	private static final Path FOLDER = Path.of("target", "demo");

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final PrintStream OUT = System.out;

	private Demo() {
	}

	public static void main(String[] args) throws IOException {
		FileSystemUtils.deleteRecursively(FOLDER);
		SimulatedTenant contoso = SimulatedTenant.start("contoso");
		SimulatedTenant fabrikam = SimulatedTenant.start("fabrikam");
		SamplePeople people = SamplePeople.settle(contoso, Instant.now());
		SamplePeople.settle(fabrikam, Instant.now());
		for (SimulatedTenant tenant : List.of(contoso, fabrikam)) {
			tenant.writeTenantFile(Files.createDirectories(FOLDER.resolve("config/tenants")),
					Files.createDirectories(FOLDER.resolve("secrets")), "");
		}
		Files.createDirectories(FOLDER.resolve("config/sources"));
		try (var sources = Files.newDirectoryStream(Path.of("config/sources"))) {
			for (Path source : sources) {
				Files.copy(source, FOLDER.resolve("config/sources").resolve(source.getFileName()));
			}
		}
		byte[] random = new byte[6];
		new SecureRandom().nextBytes(random);
		String password = HexFormat.of().formatHex(random);
		int port = free(8080);
		say("Two simulated tenants are running: contoso and fabrikam. The hub starts, in %s", FOLDER);
		new SpringApplicationBuilder(DsrHub.class).run(settings(password, port));
		drop(people);
		for (String reference : List.of("DEMO-1", "DEMO-2", "DEMO-3", "DEMO-4")) {
			tell(reference);
		}
		next(password, port);
	}

	private static String[] settings(String password, int port) {
		Map<String, Object> settings = new LinkedHashMap<>();
		for (String folder : List.of("config", "data", "inbox", "outbox")) {
			settings.put("hub." + folder, FOLDER.resolve(folder));
		}
		settings.put("server.port", port);
		settings.put("hub.users[0].name", "olga");
		settings.put("hub.users[0].password", "{bcrypt}" + new BCryptPasswordEncoder().encode(password));
		settings.put("hub.users[0].roles", "PrivacyOperator,Auditor,Owner,AccountAdministrator,TenantAdministrator");
		settings.put("hub.users[0].tenants", "contoso,fabrikam");
		return settings.entrySet()
			.stream()
			.map((entry) -> "--" + entry.getKey() + "=" + entry.getValue())
			.toArray(String[]::new);
	}

	private static void drop(SamplePeople people) throws IOException {
		say("");
		say("Two files go into %s: ana.json (an export) and three.csv (three requests, one of them wrong)",
				FOLDER.resolve("inbox/contoso"));
		say("");
		put("ana.json", """
				{"reference": "DEMO-1", "tenant": "contoso", "right": "export", "subject": {"email": "%s"}}
				""".formatted(people.email()));
		put("three.csv", """
				reference,right,email,ipAddresses
				DEMO-2,access,%s,
				DEMO-3,discover,%s,%s
				DEMO-4,export,not-an-address,
				""".formatted(people.otherSubjects().get(0), people.email(), people.ipAddress()));
	}

	private static void put(String name, String text) throws IOException {
		Path written = Files.writeString(FOLDER.resolve(name), text);
		Files.move(written, FOLDER.resolve("inbox/contoso").resolve(name), StandardCopyOption.ATOMIC_MOVE);
	}

	private static void tell(String reference) {
		Path errors = FOLDER.resolve("inbox/contoso/.rejected/three.csv.errors.json");
		JsonNode result = Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.until(() -> reference.equals("DEMO-4") ? read(errors) : read(outbox(reference)), (found) -> found.isArray()
					|| Set.of("completed", "completed-with-exceptions").contains(found.path("state").asText()));
		say("");
		if (result.isArray()) {
			say("%s  rejected: %s", reference, result.path(0));
			say("        see %s", errors);
			return;
		}
		say("%s  %s of contoso: %s, answer due on %s", reference, result.path("right").asText(),
				result.path("state").asText(), result.path("deadline").asText());
		for (JsonNode task : result.path("tasks")) {
			say("        %-28s %-15s %2d records, %2d values of others or secrets taken out",
					task.path("source").asText(), task.path("outcome").asText(), task.path("count").asInt(),
					task.path("redactions").asInt());
		}
		if (result.path("package").isObject()) {
			say("        package: %s", FOLDER.resolve("data/packages").resolve(result.at("/package/path").asText()));
		}
		say("        result:  %s", outbox(reference));
	}

	private static void next(String password, int port) {
		say("");
		say("Now you: put a file into %s, or ask over REST:", FOLDER.resolve("inbox/contoso"));
		say("");
		say("  curl -u olga:%s http://localhost:%d/api/requests", password, port);
		say("  curl -u olga:%s -H 'Content-Type: application/json' http://localhost:%d/api/requests \\", password,
				port);
		say("    -d '{\"tenant\":\"contoso\",\"right\":\"export\",\"subject\":{\"email\":\"diana@contoso.example\"}}'");
		say("");
		say("Ctrl-C ends the hub and the tenants.");
	}

	private static Path outbox(String reference) {
		return FOLDER.resolve("outbox/contoso").resolve(reference + ".json");
	}

	private static JsonNode read(Path file) throws IOException {
		return Files.exists(file) ? JSON.readTree(file.toFile()) : MissingNode.getInstance();
	}

	private static int free(int wanted) throws IOException {
		try (ServerSocket socket = new ServerSocket(wanted)) {
			return socket.getLocalPort();
		}
		catch (java.net.BindException ex) {
			say("Port %d is taken; the hub takes another.", wanted);
			try (ServerSocket any = new ServerSocket(0)) {
				return any.getLocalPort();
			}
		}
	}

	private static void say(String line, Object... values) {
		OUT.println(values.length == 0 ? line : line.formatted(values));
	}

}
