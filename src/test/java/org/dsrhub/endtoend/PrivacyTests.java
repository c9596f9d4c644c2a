package org.dsrhub.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsrhub.record.Redacted;
import org.dsrhub.record.Redaction;
import org.dsrhub.simulated.ArmKind;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The first of the worst things: one person's data handed to another.
 */
@ExtendWith(OutputCaptureExtension.class)
class PrivacyTests {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final List<String> SOURCES = List.of("defender-security-contacts", "defender-jit-policies",
			"defender-alerts", "activity-log", "entra-user");

	@Test
	void everything_of_hers_is_exported_and_nothing_of_anybody_elses(@TempDir Path folder, CapturedOutput logs)
			throws IOException {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SamplePeople people = SamplePeople.settle(contoso, Instant.now());
			Installation installation = Installation.in(folder).with(contoso, "");
			try (RunningHub hub = RunningHub.start(installation)) {
				JsonNode byMail = export(hub, installation, "R-1", "\"email\":\"" + people.email() + "\"");
				JsonNode withIp = export(hub, installation, "R-2", "\"userPrincipalName\":\""
						+ people.userPrincipalName() + "\",\"ipAddresses\":[\"" + people.ipAddress() + "\"]");
				for (String source : SOURCES) {
					assertThat(ids(installation, byMail, source)).as(source)
						.containsExactlyInAnyOrderElementsOf(people.records(source));
					Set<String> more = new TreeSet<>(people.records(source));
					more.addAll(people.recordsByIpAddress(source));
					assertThat(ids(installation, withIp, source)).as(source + " with her address")
						.containsExactlyInAnyOrderElementsOf(more);
				}
				List<String> evidence = new ArrayList<>();
				for (JsonNode result : List.of(byMail, withIp)) {
					byte[] entries = hub.get("/api/requests/" + result.path("id").asText() + "/evidence").body();
					evidence.addAll(forbidden(people).in("evidence", entries));
				}
				assertThat(evidence).isEmpty();
			}
			assertThat(forbidden(people).below(installation.data())).isEmpty();
			assertThat(forbidden(people).below(folder.resolve("outbox"))).isEmpty();
			assertThat(forbidden(people).in("logs", logs.getAll().getBytes(StandardCharsets.UTF_8))).isEmpty();
			assertThat(Leak.of(List.of(people.email(), people.objectId(), people.phone(), people.sid()))
				.in("logs", logs.getAll().getBytes(StandardCharsets.UTF_8))).isEmpty();
		}
	}

	@Test
	void what_waits_for_a_decision_holds_nothing_of_anybody_elses_and_only_the_hub_can_read_it(@TempDir Path folder)
			throws IOException {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SamplePeople people = SamplePeople.settle(contoso, Instant.now());
			plantEncoded(contoso, people);
			Installation installation = Installation.in(folder).with(contoso, "decision: {export: person}\n");
			try (RunningHub hub = RunningHub.start(installation)) {
				file(installation, "R-1", "\"email\":\"" + people.email() + "\"");
				JsonNode waiting = hub.await("contoso", "R-1", "awaiting-decision");
				assertThat(forbidden(people).below(installation.data().resolve("staging"))).isEmpty();
				for (String sub : List.of("", "staging")) {
					assertThat(PosixFilePermissions
						.toString(Files.getPosixFilePermissions(installation.data().resolve(sub))))
						.isEqualTo("rwx------");
				}
				byte[] records = hub.get("/api/requests/" + waiting.path("id").asText() + "/records").body();
				assertThat(forbidden(people).in("records", records)).isEmpty();
				assertThat(new String(records, StandardCharsets.UTF_8)).contains(people.objectId());
			}
		}
	}

	@Test
	void without_redaction_the_same_search_finds_other_people(@TempDir Path folder) {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SamplePeople people = SamplePeople.settle(contoso, Instant.now());
			plantEncoded(contoso, people);
			Installation installation = Installation.in(folder).with(contoso, "");
			try (RunningHub hub = RunningHub.start(installation, NoRedaction.class)) {
				export(hub, installation, "R-1", "\"email\":\"" + people.email() + "\"");
			}
			List<String> found = forbidden(people).below(installation.data().resolve("packages"));
			assertThat(found).anyMatch((one) -> one.endsWith(" in UTF-8"))
				.anyMatch((one) -> one.contains("Base64"))
				.anyMatch((one) -> one.contains("percent-encoded"));
		}
	}

	@Test
	void the_same_person_in_two_tenants_is_two_requests_that_never_meet(@TempDir Path folder) throws IOException {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso");
				SimulatedTenant fabrikam = SimulatedTenant.start("fabrikam")) {
			SamplePeople home = SamplePeople.settle(contoso, Instant.now());
			SamplePeople away = SamplePeople.settle(fabrikam, Instant.now());
			Installation installation = Installation.in(folder).with(contoso, "").with(fabrikam, "");
			try (RunningHub hub = RunningHub.start(installation)) {
				export(hub, installation, "R-1", "\"email\":\"" + home.email() + "\"");
				installation.drop("fabrikam", "one.json",
						request("fabrikam", "R-1", "\"email\":\"" + away.email() + "\""));
				JsonNode theirs = hub.closed("fabrikam", "R-1");
				assertThat(theirs.path("package").path("path").asText()).startsWith("fabrikam/");
				for (String source : SOURCES) {
					assertThat(ids(installation, theirs, source)).as(source)
						.containsExactlyInAnyOrderElementsOf(away.records(source));
				}
			}
			assertThat(contoso.arm().calls()).noneMatch((call) -> mentions(call.line(), fabrikam));
			assertThat(fabrikam.arm().calls()).noneMatch((call) -> mentions(call.line(), contoso));
			assertThat(marks(contoso).below(folder.resolve("outbox/fabrikam"))).isEmpty();
			assertThat(marks(contoso).below(installation.data().resolve("packages/fabrikam"))).isEmpty();
			assertThat(marks(fabrikam).below(installation.data().resolve("packages/contoso"))).isEmpty();
		}
	}

	/**
	 * An alert about her that holds another person's address in the forms in which
	 * detections quote commands and links.
	 */
	private static void plantEncoded(SimulatedTenant tenant, SamplePeople people) {
		String other = people.canaries().stream().filter((one) -> one.startsWith("diana@")).findFirst().orElseThrow();
		String command = Base64.getEncoder()
			.encodeToString(("net user " + other + " /delete").getBytes(StandardCharsets.UTF_16LE));
		String payload = Base64.getEncoder()
			.encodeToString(("{\"victim\":\"" + other + "\"}").getBytes(StandardCharsets.UTF_8));
		String subscription = tenant.subscriptions().get(0);
		ObjectNode alert = JSON.createObjectNode()
			.put("id",
					"/subscriptions/" + subscription
							+ "/providers/Microsoft.Security/locations/westeurope/alerts/encoded")
			.put("name", "encoded")
			.put("type", "Microsoft.Security/Locations/alerts");
		alert.putObject("properties")
			.put("alertDisplayName", "An encoded command was run")
			.put("description", "Run by " + people.email())
			.put("alertUri",
					"https://portal.example/alert?user=" + other.replace("@", "%40") + "&again="
							+ other.replace("@", "%2540"))
			.putObject("extendedProperties")
			.put("command line", "powershell -EncodedCommand " + command)
			.put("payload", payload)
			.put("nested", "{\"caller\":\"" + other.replace("@", "\\u0040") + "\"}");
		tenant.arm().state().of(subscription, ArmKind.ALERTS).add(alert);
	}

	private static boolean mentions(String line, SimulatedTenant tenant) {
		return tenant.subscriptions().stream().anyMatch(line::contains);
	}

	private static Leak marks(SimulatedTenant tenant) {
		List<String> marks = new ArrayList<>(tenant.subscriptions());
		marks.add(tenant.entraTenantId());
		return Leak.of(marks);
	}

	private static Leak forbidden(SamplePeople people) {
		List<String> forbidden = new ArrayList<>(people.canaries());
		forbidden.addAll(people.secrets());
		return Leak.of(forbidden);
	}

	private static JsonNode export(RunningHub hub, Installation installation, String reference, String subject) {
		file(installation, reference, subject);
		JsonNode result = hub.closed("contoso", reference);
		assertThat(result.path("state").asText()).as(result.toPrettyString()).isEqualTo("completed");
		return result;
	}

	private static void file(Installation installation, String reference, String subject) {
		installation.drop("contoso", reference + ".json", request("contoso", reference, subject));
	}

	private static String request(String tenant, String reference, String subject) {
		return "{\"reference\":\"%s\",\"tenant\":\"%s\",\"right\":\"export\",\"subject\":{%s}}".formatted(reference,
				tenant, subject);
	}

	private static Set<String> ids(Installation installation, JsonNode result, String source) throws IOException {
		Path zip = installation.data().resolve("packages").resolve(result.path("package").path("path").asText());
		for (Map.Entry<String, byte[]> entry : Leak.entries(Files.readAllBytes(zip)).entrySet()) {
			if (entry.getKey().endsWith("/" + source + ".json")) {
				Set<String> ids = new TreeSet<>();
				JSON.readTree(entry.getValue()).forEach((one) -> ids.add(one.path("data").path("id").asText()));
				return ids;
			}
		}
		throw new AssertionError("no file of " + source + " in " + zip);
	}

	static class NoRedaction {

		@Bean
		@Primary
		Redaction none() {
			return (reading) -> new Redacted(reading.raw(), 0);
		}

	}

}
