package org.dsrhub.endtoend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.awaitility.Awaitility;
import org.dsrhub.simulated.SimulatedMail;
import org.dsrhub.simulated.SimulatedTenant;
import org.dsrhub.simulated.SimulatedVendorMail;
import org.dsrhub.simulated.SimulatedVendorMail.Asked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Defender for APIs conversation over a mail server, against a vendor that keeps its
 * own log.
 */
class ConversationTests {

	private static final String SOURCE = "defender-for-apis";

	@TempDir
	Path folder;

	private SimulatedMail server;

	private SimulatedTenant contoso;

	private SimulatedVendorMail vendor;

	private Installation installation;

	private RunningHub hub;

	@BeforeEach
	void start() throws IOException {
		this.server = SimulatedMail.start();
		this.contoso = SimulatedTenant.start("contoso");
		this.installation = Installation.in(this.folder).setting("hub.mail.poll", "PT0.3S");
		Path secrets = this.folder.resolve("secrets");
		Path trust = Files.writeString(this.folder.resolve("trust.pem"),
				this.contoso.login().caPem() + this.server.caPem());
		this.installation.with(this.contoso, """
				trust: %s
				mailboxes: {administrator: %s}
				defenderForApis: {to: d4apis@vendor.example, answersFrom: [vendor.example], acknowledge: by-rule}
				""".formatted(trust, this.server.mailbox("admin", "contoso.example", secrets)));
		this.server.mailbox("d4apis", "vendor.example", secrets);
		this.vendor = new SimulatedVendorMail(this.server, "d4apis", "vendor.example", "admin", "contoso.example");
		this.hub = RunningHub.start(this.installation, ShiftedClock.class);
	}

	@AfterEach
	void stop() {
		this.hub.close();
		this.vendor.close();
		this.contoso.close();
		this.server.close();
	}

	@Test
	void a_request_becomes_a_package_in_four_steps_whatever_else_arrives() throws IOException {
		file("R-1", "ana@contoso.example");
		Asked asked = mail(0);
		assertThat(asked.subject()).contains(asked.token()).doesNotContain("ana");
		assertThat(asked.email()).isEqualTo("ana@contoso.example");

		this.vendor.reply(asked).forged().says("Please confirm.");
		this.vendor.reply(asked).from("d4apis@vend0r.example").says("Please confirm.");
		Awaitility.await().until(() -> this.server.folder("admin", "Triage").size() == 2);
		assertThat(this.vendor.mails()).hasSize(1);

		this.vendor.reply(asked).elsewhere().says("Please confirm.");
		this.vendor.reply(asked).says("Please confirm.");
		Asked confirmed = mail(1);
		assertThat(confirmed.token()).isEqualTo(asked.token());
		Awaitility.await().until(() -> this.server.folder("admin", "Ignored").size() == 1);

		this.vendor.reply(confirmed)
			.file("export.zip", "application/zip", zip("a.json",
					"[{\"id\":\"1\",\"user\":\"ana@contoso.example\"},{\"id\":\"2\",\"user\":\"bo@contoso.example\"}]",
					"b.csv", "user,path\nana@contoso.example,/orders\n"))
			.says("Here it is.");

		JsonNode done = this.hub.closed("contoso", "R-1");
		assertThat(done.path("state").asText()).isEqualTo("completed");
		Path zip = this.installation.data().resolve("packages").resolve(done.at("/package/path").asText());
		try (ZipFile files = new ZipFile(zip.toFile())) {
			JsonNode records = new ObjectMapper()
				.readTree(files.getInputStream(files.getEntry("Defender for APIs/defender-for-apis.json")));
			assertThat(records).hasSize(2);
			assertThat(records.toString()).doesNotContain("bo@contoso.example");
		}
		Awaitility.await().until(() -> this.server.folder("admin", "Answer").size() == 2);
		assertThat(this.vendor.mails()).hasSize(2);
		this.vendor.reply(confirmed).file("late.json", "application/json", "[]").says("One more.");
		Awaitility.await().until(() -> this.server.folder("admin", "Triage").size() == 3);
		assertThat(this.vendor.log()).hasSize(6).containsOnly("said " + asked.token());
	}

	@Test
	void nobody_answers_until_a_person_has_to_and_the_late_answer_still_counts() {
		ShiftedClock clock = this.hub.part(ShiftedClock.class);
		file("R-2", "hana@contoso.example");
		Asked asked = mail(0);
		List.of(3, 4, 7).forEach((days) -> {
			int before = this.vendor.mails().size();
			clock.pass(Duration.ofDays(days));
			Asked reminder = mail(before);
			assertThat(reminder.token()).isEqualTo(asked.token());
			assertThat(reminder.subject()).startsWith("Re:").doesNotContain("hana");
		});
		JsonNode patient = this.hub.awaitThat("contoso", "R-2", (result) -> resumes(result).isAfter(clock.instant()));
		assertThat(patient.path("attention").isNull()).isTrue();
		// Holidays move the deadline, and with it when a person has to step in.
		clock.pass(Duration.between(clock.instant(), resumes(patient)));
		JsonNode waiting = this.hub.await("contoso", "R-2", "attention");
		assertThat(waiting.path("attention").asText()).startsWith(SOURCE).contains("the deadline is near");
		assertThat(this.vendor.mails()).hasSize(4);

		this.vendor.reply(asked).file("export.json", "application/json", "[]").says("Here it is.");
		JsonNode done = this.hub.closed("contoso", "R-2");
		assertThat(done.path("state").asText()).isEqualTo("completed");
		assertThat(done.at("/tasks/0/outcome").asText()).isEqualTo("nothing-found");
	}

	@Test
	void a_mail_that_comes_back_is_seen_at_once_and_a_person_asks_anew() {
		file("R-3", "ines@contoso.example");
		this.vendor.reply(mail(0)).bounces();
		JsonNode waiting = this.hub.await("contoso", "R-3", "attention");
		assertThat(waiting.path("attention").asText()).contains("came back");
		assertThat(this.hub.post("/api/requests/" + waiting.path("id").asText() + "/retry", "").statusCode())
			.isEqualTo(200);

		this.vendor.reply(mail(1)).file("export.json", "application/json", "[]").says("Here it is.");

		assertThat(this.hub.closed("contoso", "R-3").path("state").asText()).isEqualTo("completed");
	}

	private static Instant resumes(JsonNode result) {
		return Instant.parse(result.at("/tasks/0/resumeAt").asText(Instant.EPOCH.toString()));
	}

	private void file(String reference, String email) {
		this.installation.drop("contoso", reference + ".json", """
				{"reference":"%s","tenant":"contoso","right":"export","subject":{"email":"%s"},"sources":["%s"]}"""
			.formatted(reference, email, SOURCE));
	}

	/**
	 * The vendor's mail of this number, from 0, once it has it.
	 */
	private Asked mail(int number) {
		return Awaitility.await("mail " + number)
			.atMost(Duration.ofSeconds(30))
			.until(() -> this.vendor.mails(), (mails) -> mails.size() > number)
			.get(number);
	}

	private static byte[] zip(String... entries) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			for (int i = 0; i < entries.length; i += 2) {
				zip.putNextEntry(new ZipEntry(entries[i]));
				zip.write(entries[i + 1].getBytes(StandardCharsets.UTF_8));
			}
		}
		return bytes.toByteArray();
	}

}
