package org.dsrhub.camel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import okhttp3.tls.HeldCertificate;
import org.apache.camel.impl.DefaultCamelContext;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.configuration.InvalidConfiguration;
import org.dsrhub.endtoend.ClientCertificates;
import org.dsrhub.simulated.SimulatedTenant;
import org.dsrhub.source.Catalogue;
import org.dsrhub.tenant.Tenants;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What the start says of a credential that could log nobody in, and what the login is
 * asked for by those that can.
 */
class TokenCredentialsTests {

	private static final Instant NOW = Instant.now();

	private static final Duration DAY = Duration.ofDays(1);

	@TempDir
	static Path made;

	@TempDir
	Path folder;

	@BeforeAll
	static void certificates() throws Exception {
		HeldCertificate good = ClientCertificates.until(NOW.plus(DAY));
		ClientCertificates.pem(ClientCertificates.between(NOW.minus(DAY).minus(DAY), NOW.minus(DAY)),
				made.resolve("past.pem"));
		ClientCertificates.pem(ClientCertificates.between(NOW.plus(DAY), NOW.plus(DAY).plus(DAY)),
				made.resolve("early.pem"));
		write("bare.pem", good.certificatePem());
		write("pkcs1.pem", good.privateKeyPkcs1Pem() + good.certificatePem());
		write("key.pem", good.privateKeyPkcs8Pem());
		write("pair.pem", good.privateKeyPkcs8Pem() + ClientCertificates.until(NOW.plus(DAY)).certificatePem());
		HeldCertificate ec = new HeldCertificate.Builder().ecdsa256().build();
		write("ec.pem", ec.privateKeyPkcs8Pem() + ec.certificatePem());
		write("cut.pem", good.privateKeyPkcs8Pem() + good.certificatePem().replaceFirst("(?s)\n.{100}", "\n"));
		ClientCertificates.pfx(good, "hunter2", made.resolve("hub.pfx"));
		write("wrong", "wrong");
	}

	private static void write(String name, String text) throws IOException {
		Files.writeString(made.resolve(name), text);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{kind: secret, clientId: a, secret: 'env:NOT_THERE'}              | secret      | set the environment variable NOT_THERE
					{kind: certificate, clientId: a, certificate: 'file:@/none.pem'}  | certificate | cannot be read
					{kind: certificate, clientId: a, certificate: 'file:@/past.pem'}  | certificate | the certificate expired at
					{kind: certificate, clientId: a, certificate: 'file:@/early.pem'} | certificate | the certificate is not good before
					{kind: certificate, clientId: a, certificate: 'file:@/bare.pem'}  | certificate | expected: a key that begins with -----BEGIN PRIVATE KEY-----
					{kind: certificate, clientId: a, certificate: 'file:@/pkcs1.pem'} | certificate | expected: a key that begins with -----BEGIN PRIVATE KEY-----
					{kind: certificate, clientId: a, certificate: 'file:@/key.pem'}   | certificate | expected: a certificate that begins with -----BEGIN CERTIFICATE-----
					{kind: certificate, clientId: a, certificate: 'file:@/pair.pem'}  | certificate | do not belong together
					{kind: certificate, clientId: a, certificate: 'file:@/ec.pem'}    | certificate | expected: a PEM file whose key and certificate are whole
					{kind: certificate, clientId: a, certificate: 'file:@/cut.pem'}   | certificate | expected: a PEM file whose key and certificate are whole
					{kind: certificate, clientId: a, certificate: 'file:@/hub.pfx'}   | certificate | a PFX file and its right password
					{kind: certificate, clientId: a, certificate: 'file:@/hub.pfx', password: 'file:@/wrong'} | certificate | a PFX file and its right password
					{kind: workload-identity, clientId: a}                            | tokenFile   | the environment variable AZURE_FEDERATED_TOKEN_FILE is not set
					{kind: workload-identity, clientId: a, tokenFile: '@/none'}       | tokenFile   | cannot be read
					""")
	void a_credential_that_could_log_nobody_in_stops_the_start(String credential, String field, String fault)
			throws Exception {
		Path file = tenant("contoso", credential.replace("@", made.toString()), "");
		assertThatThrownBy(() -> credentials()).isInstanceOf(InvalidConfiguration.class)
			.hasMessageStartingWith(file + " is not valid:")
			.hasMessageContaining("line 5, field 'credential.%s': ".formatted(field))
			.hasMessageContaining(fault)
			.hasMessageNotContaining("hunter2");
	}

	@Test
	void the_containers_credential_is_looked_at_too() throws Exception {
		tenant("contoso", "{kind: managed-identity}",
				"container: {kind: azure, name: dsr, credential: {kind: connection-string, value: 'env:NOT_THERE'}}");
		assertThatThrownBy(() -> credentials()).hasMessageContaining("line 6, field 'container.credential.value': ");
	}

	@Test
	void a_file_of_roots_that_is_none_is_told_with_its_line() throws Exception {
		tenant("contoso", "{kind: managed-identity}",
				"trust: " + Files.writeString(this.folder.resolve("ca"), "hunter2"));
		assertThatThrownBy(() -> credentials()).hasMessageContaining("line 6, field 'trust': ")
			.hasMessageNotContaining("hunter2");
	}

	@Test
	void a_certificate_logs_in_by_pem_and_by_pfx() throws Exception {
		Files.writeString(this.folder.resolve("right"), "hunter2\n");
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			HeldCertificate registered = ClientCertificates.until(NOW.plus(DAY));
			contoso.login().register(registered.certificate());
			ClientCertificates.pem(registered, this.folder.resolve("hub.pem"));
			ClientCertificates.pfx(registered, "hunter2", this.folder.resolve("hub.pfx"));
			assertThat(token(contoso, "certificate: 'file:%s/hub.pem'")).isNotBlank();
			assertThat(token(contoso, "certificate: 'file:%s/hub.pfx', password: 'file:%1$s/right'")).isNotBlank();
			assertThat(contoso.login().calls().get(0).body()).contains("client_assertion=")
				.doesNotContain("client_secret");
		}
	}

	@Test
	void a_certificate_that_is_not_registered_is_refused_for_good_with_its_number() throws Exception {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			ClientCertificates.pem(ClientCertificates.until(NOW.plus(DAY)), this.folder.resolve("hub.pem"));
			assertThatThrownBy(() -> token(contoso, "certificate: 'file:%s/hub.pem'"))
				.isInstanceOfSatisfying(LoginFault.class, (fault) -> {
					assertThat(fault.retryable()).isFalse();
					assertThat(fault.code()).hasValue("AADSTS700027");
					assertThat(fault).hasMessage("the login answered HTTP 401, AADSTS700027");
				});
		}
	}

	@Test
	void a_login_that_hangs_costs_all_workers_together_one_wait() throws Exception {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			contoso.login().faults().on("/token").always().hang();
			contoso.writeTenantFile(this.folder.resolve("config/tenants"), this.folder,
					"sources: {include: all}\nlimits: {connectTimeout: PT1S, responseTimeout: PT1S}");
			AccessTokens tokens = new AccessTokens(credentials(), Clock.systemUTC());
			List<CompletableFuture<String>> workers = new ArrayList<>();
			Instant begin = Instant.now();
			for (int i = 0; i < 8; i++) {
				CompletableFuture<String> worker = new CompletableFuture<>();
				new Thread(() -> {
					try {
						worker.complete(tokens.token(tenants().get("contoso"), "https://graph.microsoft.com"));
					}
					catch (RuntimeException ex) {
						worker.completeExceptionally(ex);
					}
				}).start();
				workers.add(worker);
			}
			assertThat(workers)
				.allSatisfy((worker) -> assertThatThrownBy(worker::join).hasCauseInstanceOf(LoginFault.class));
			assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(4));
			assertThat(contoso.login().calls()).hasSize(1);
		}
	}

	private String token(SimulatedTenant tenant, String credential) throws IOException {
		tenant.writeTenantFile(this.folder.resolve("config/tenants"), this.folder,
				"sources: {include: all}\ncredential: {kind: certificate, clientId: %s, ".formatted(tenant.clientId())
						+ credential.formatted(this.folder) + "}");
		return new AccessTokens(credentials(), Clock.systemUTC()).token(tenants().get(tenant.name()),
				"https://graph.microsoft.com");
	}

	private Path tenant(String name, String credential, String more) throws IOException {
		return Files.writeString(Files.createDirectories(this.folder.resolve("config/tenants")).resolve(name + ".yaml"),
				"""
						tenant: %s
						entraTenantId: 11111111-1111-1111-1111-111111111111
						administrator: admin@contoso.example
						region: DK
						credential: %s
						%s
						""".formatted(name, credential, more));
	}

	private TokenCredentials credentials() {
		Tenants tenants = tenants();
		return new TokenCredentials(new TenantHttpClients(tenants, new DefaultCamelContext()), tenants,
				Clock.systemUTC());
	}

	private Tenants tenants() {
		Duration second = Duration.ofSeconds(1);
		HubProperties hub = new HubProperties(this.folder.resolve("config"), Path.of("routes"), null, null, null, "hub",
				second, second, second, second, new HubProperties.Work(1, 1, 1), Duration.ofDays(7), null,
				Duration.ofDays(7), new HubProperties.Evidence(null));
		return new Tenants(hub, new Catalogue(hub));
	}

}
