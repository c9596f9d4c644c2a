package org.dsrhub.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Another account of the machine looks around, while one request waits for a decision,
 * another is packaged, and a third was refused.
 */
class OtherAccountsTests {

	@Test
	@EnabledIfSystemProperty(named = "user.name", matches = "root", disabledReason = "takes another account to try")
	void another_account_reads_nothing_that_holds_personal_data(@TempDir Path folder) throws Exception {
		// JUnit's folder would hide everything; an installation's does not.
		Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SamplePeople people = SamplePeople.settle(contoso, Instant.now());
			Installation installation = Installation.in(folder).with(contoso, "decision: {export: person}\n");
			HubProcess hub = HubProcess.start(installation, freePort(), folder.resolve("log"));
			try {
				file(installation, "R-1", "export", people.email());
				file(installation, "R-2", "access", people.email());
				installation.drop("contoso", "bad.csv", "right,email\nexport," + people.email() + "\nexport,x\n");
				state(installation, "R-1", "awaiting-decision");
				state(installation, "R-2", "completed");
				hub.get("/api/requests/" + installation.result("contoso", "R-2").path("id").asText() + "/package");
				Path bad = folder.resolve("inbox/contoso/.rejected/bad.csv.errors.json");
				Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(bad));

				assertThat(readable(folder, "outbox")).contains("outbox/contoso/R-1.json", "outbox/contoso/R-2.json");
				assertThat(readable(folder, "data", "inbox", "tmp")).isEmpty();
				assertThat(below(folder.resolve("data/staging"))).isNotEmpty();
				assertThat(below(folder.resolve("data/packages"))).hasSize(2);
				assertThat(Stream.of("data/staging", "data/packages")
					.flatMap((sub) -> below(folder.resolve(sub)).stream()))
					.allSatisfy((file) -> assertThat(mode(file)).isEqualTo("rw-------"));
			}
			finally {
				hub.kill();
			}
		}
	}

	/**
	 * The files that the account nobody can read.
	 */
	private static List<String> readable(Path folder, String... below) throws Exception {
		List<String> command = new ArrayList<>(
				List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "find"));
		command.addAll(List.of(below));
		command.addAll(List.of("-type", "f", "-readable"));
		Process find = new ProcessBuilder(command).directory(folder.toFile())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		List<String> found = new String(find.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
		find.waitFor();
		return found;
	}

	private static List<Path> below(Path folder) {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter(Files::isRegularFile).toList();
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	private static String mode(Path file) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
	}

	private static void state(Installation installation, String reference, String state) {
		Awaitility.await(reference)
			.atMost(Duration.ofSeconds(60))
			.until(() -> installation.result("contoso", reference).path("state").asText().equals(state));
	}

	private static void file(Installation installation, String reference, String right, String email) {
		installation.drop("contoso", reference + ".json",
				"{\"reference\":\"%s\",\"tenant\":\"contoso\",\"right\":\"%s\",\"subject\":{\"email\":\"%s\"}}"
					.formatted(reference, right, email));
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
