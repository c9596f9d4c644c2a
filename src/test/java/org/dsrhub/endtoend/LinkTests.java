package org.dsrhub.endtoend;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.awaitility.Awaitility;
import org.dsrhub.simulated.AzuriteServer;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * From a request in a file to the package behind the link in the answer.
 */
@ExtendWith(OutputCaptureExtension.class)
class LinkTests {

	private static final ObjectMapper JSON = new ObjectMapper();

	@Test
	void the_person_gets_the_package_by_the_link_and_nobody_else_gets_a_link(@TempDir Path folder, CapturedOutput logs)
			throws IOException {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			SamplePeople people = SamplePeople.settle(contoso, Instant.now());
			Installation installation = installation(folder, contoso, "");
			String token;
			try (RunningHub hub = RunningHub.start(installation)) {
				file(installation, "R-1", "access", people.email(), people.email());
				file(installation, "R-2", "export", people.email(), people.otherSubjects().get(0));
				JsonNode result = hub.closed("contoso", "R-1");
				assertThat(result.path("state").asText()).isEqualTo("completed");
				JsonNode other = hub.closed("contoso", "R-2");
				JsonNode mail = mail(hub, result);
				String link = link(mail);
				token = link.substring(link.lastIndexOf('/') + 1);
				HttpResponse<byte[]> page = call(hub, link, "GET");
				assertThat(page.statusCode()).isEqualTo(200);
				HttpResponse<byte[]> given = call(hub, link, "POST");
				assertThat(given.statusCode()).isEqualTo(200);
				assertThat(given.body())
					.isEqualTo(hub.get("/api/requests/" + result.path("id").asText() + "/package").body());
				byte[] words = (words(mail) + words(mail(hub, other)) + new String(page.body(), StandardCharsets.UTF_8))
					.getBytes(StandardCharsets.UTF_8);
				assertThat(Leak.of(people.canaries()).in("words", words)).isEmpty();
				assertThat(Leak
					.of(List.of(people.email(), people.userPrincipalName(), people.objectId(), people.phone(),
							people.sid()))
					.in("words", words)).isEmpty();
				assertThat(words(mail(hub, other))).doesNotContain("/packages/", "defender-alerts");
				assertThat(new String(hub.get("/actuator/prometheus").body(), StandardCharsets.UTF_8))
					.doesNotContain(token);
				assertThat(new String(hub.get("/api/requests/" + result.path("id").asText() + "/evidence").body(),
						StandardCharsets.UTF_8))
					.contains("\"answer\":\"received\"", "\"answer\":\"completed\"", "\"link-made\"", "\"link-opened\"")
					.doesNotContain(token);
			}
			assertThat(logs.getAll()).contains("event=no-link").doesNotContain(token, people.email());
		}
	}

	@Test
	void the_container_itself_gives_the_package_by_a_signature_of_the_accounts_key(@TempDir Path folder)
			throws Exception {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso");
				AzuriteServer azurite = AzuriteServer.start()) {
			Path storage = Files.writeString(folder.resolve("storage"), azurite.connectionString());
			redirected(folder, contoso, azurite,
					"container: {kind: azure, endpoint: \"%s\", name: dsr, credential: {kind: connection-string, value: \"file:%s\"}}%n"
						.formatted(azurite.endpoint(), storage),
					HttpClient.newHttpClient(), "spr=https,http");
		}
	}

	@Test
	void with_a_token_a_key_is_delegated_for_the_signature(@TempDir Path folder) throws Exception {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso");
				AzuriteServer azurite = AzuriteServer.start(contoso.login().serverCertificate())) {
			redirected(folder, contoso, azurite,
					"container: {kind: azure, endpoint: \"%s\", name: dsr, credential: {kind: tenant}}%n"
						.formatted(azurite.endpoint()),
					trusting(contoso), "spr=https&");
		}
	}

	private static HttpClient trusting(SimulatedTenant contoso) throws Exception {
		KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
		roots.load(null);
		roots.setCertificateEntry("ca",
				CertificateFactory.getInstance("X.509")
					.generateCertificate(
							new ByteArrayInputStream(contoso.login().caPem().getBytes(StandardCharsets.US_ASCII))));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(roots);
		SSLContext tls = SSLContext.getInstance("TLS");
		tls.init(null, trust.getTrustManagers(), null);
		return HttpClient.newBuilder().sslContext(tls).build();
	}

	private static void redirected(Path folder, SimulatedTenant contoso, AzuriteServer azurite, String container,
			HttpClient client, String protocol) throws Exception {
		SamplePeople people = SamplePeople.settle(contoso, Instant.now());
		Installation installation = installation(folder, contoso, container);
		try (RunningHub hub = RunningHub.start(installation)) {
			file(installation, "R-1", "access", people.email(), people.email());
			JsonNode result = hub.closed("contoso", "R-1");
			HttpResponse<byte[]> answer = call(hub, link(mail(hub, result)), "POST");
			assertThat(answer.statusCode()).isEqualTo(303);
			URI address = URI.create(answer.headers().firstValue("Location").orElseThrow());
			assertThat(address.toString()).startsWith(azurite.endpoint() + "/dsr/");
			assertThat(address.getQuery()).contains("sp=r&", "sr=b", protocol);
			Instant until = Instant.parse(Arrays.stream(address.getQuery().split("&"))
				.filter((one) -> one.startsWith("se="))
				.findFirst()
				.orElseThrow()
				.substring(3));
			assertThat(until).isBetween(Instant.now().plus(Duration.ofMinutes(8)),
					Instant.now().plus(Duration.ofMinutes(10)));
			HttpResponse<byte[]> given = client.send(HttpRequest.newBuilder(address).build(),
					BodyHandlers.ofByteArray());
			assertThat(given.statusCode()).as(new String(given.body(), StandardCharsets.UTF_8)).isEqualTo(200);
			assertThat(given.body())
				.isEqualTo(hub.get("/api/requests/" + result.path("id").asText() + "/package").body());
			assertThat(given.headers().firstValue("Content-Disposition"))
				.hasValue("attachment; filename=\"package.zip\"");
			URI beside = URI.create(address.toString().replace("package.zip?", "manifest.json?"));
			assertThat(client.send(HttpRequest.newBuilder(beside).build(), BodyHandlers.ofByteArray()).statusCode())
				.isEqualTo(403);
			assertThat(client.send(HttpRequest.newBuilder(address).DELETE().build(), BodyHandlers.ofByteArray())
				.statusCode()).isEqualTo(403);
		}
	}

	private static Installation installation(Path folder, SimulatedTenant contoso, String more) throws IOException {
		return Installation.in(folder)
			.with(contoso, AnswerMailTests.mailbox(folder) + more)
			.setting("hub.public-url", "https://dsr.contoso.example");
	}

	private static void file(Installation installation, String reference, String right, String subject,
			String requester) {
		installation.drop("contoso", reference + ".json",
				"{\"reference\":\"%s\",\"tenant\":\"contoso\",\"right\":\"%s\",\"subject\":{\"email\":\"%s\"},\"requester\":{\"name\":\"A\",\"email\":\"%s\"}}"
					.formatted(reference, right, subject, requester));
	}

	private static JsonNode mail(RunningHub hub, JsonNode result) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> hub.part(JdbcClient.class)
				.sql("select content from mail where cast(request as varchar) = ? and purpose = 'answer-completed'")
				.param(result.path("id").asText())
				.query(String.class)
				.optional(), Optional::isPresent)
			.map((content) -> {
				try {
					return JSON.readTree(content);
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			})
			.orElseThrow();
	}

	private static String words(JsonNode mail) {
		return mail.path("subject").asText() + mail.path("text").asText() + mail.path("html").asText();
	}

	private static String link(JsonNode mail) {
		return Arrays.stream(mail.path("text").asText().split("\\s+"))
			.filter((word) -> word.startsWith("https://dsr.contoso.example/packages/"))
			.findFirst()
			.orElseThrow();
	}

	private static HttpResponse<byte[]> call(RunningHub hub, String link, String method) {
		return hub.answer(HttpRequest.newBuilder(URI.create(hub.address() + URI.create(link).getPath()))
			.method(method, BodyPublishers.noBody())
			.build());
	}

}
