package org.dsrhub.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import okhttp3.tls.HeldCertificate;
import org.dsrhub.simulated.AzuriteServer;
import org.dsrhub.simulated.SamplePeople;
import org.dsrhub.simulated.SimulatedCluster;
import org.dsrhub.simulated.SimulatedIdentity;
import org.dsrhub.simulated.SimulatedTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every way to log in, as a process of its own meets it, and what stops a check before it
 * begins.
 */
class CredentialCheckTests {

	private static final String CONTAINER = "container: {kind: azure, endpoint: \"%s\", name: dsr, credential: {%s}}";

	private final Instant end = Instant.now().plus(Duration.ofDays(9));

	@TempDir
	Path folder;

	@Test
	void each_kind_of_credential_logs_in() throws Exception {
		SimulatedTenant pem = SimulatedTenant.start("pem");
		AzuriteServer azurite = AzuriteServer.start(pem.login().serverCertificate());
		SimulatedTenant pfx = SimulatedTenant.start("pfx");
		SimulatedTenant machine = SimulatedTenant.start("machine");
		SimulatedTenant cluster = SimulatedTenant.start("cluster");
		SimulatedIdentity identity = machine.startIdentity();
		try (pem; azurite; pfx; machine; cluster; identity) {
			Installation installation = Installation.in(this.folder);
			HeldCertificate certificate = ClientCertificates.until(Instant.now().plus(Duration.ofDays(90)));
			pem.login().register(certificate.certificate());
			installation.with(pem,
					"credential: {kind: certificate, clientId: %s, certificate: \"file:%s\"}\n"
						.formatted(pem.clientId(), ClientCertificates.pem(certificate, this.folder.resolve("hub.pem")))
							+ CONTAINER.formatted(azurite.endpoint(), "kind: tenant"));
			HeldCertificate ending = ClientCertificates.until(this.end);
			pfx.login().register(ending.certificate());
			Path password = Files.writeString(this.folder.resolve("password"), "pfx-password\n");
			installation.with(pfx,
					"credential: {kind: certificate, clientId: %s, certificate: \"file:%s\", password: \"file:%s\", sendCertificateChain: true}"
						.formatted(pfx.clientId(),
								ClientCertificates.pfx(ending, "pfx-password", this.folder.resolve("hub.pfx")),
								password));
			Path cas = Files.writeString(this.folder.resolve("cas.pem"),
					machine.login().caPem() + cluster.login().caPem() + pem.login().caPem());
			installation.with(machine,
					"credential: {kind: managed-identity, clientId: %s}\ntrust: %s\n".formatted(machine.clientId(), cas)
							+ CONTAINER.formatted(azurite.endpoint(), "kind: managed-identity"));
			SimulatedCluster kubernetes = new SimulatedCluster();
			kubernetes.trustedBy(cluster, "system:serviceaccount:dsr:hub");
			Path token = Files.writeString(this.folder.resolve("token"),
					kubernetes.token("system:serviceaccount:dsr:hub"));
			installation.with(cluster, "credential: {kind: workload-identity, clientId: %s, tokenFile: %s}\ntrust: %s\n"
				.formatted(cluster.clientId(), token, cas)
					+ CONTAINER.formatted(azurite.endpoint(), "kind: workload-identity, clientId: %s, tokenFile: %s"
						.formatted(cluster.clientId(), token)));
			for (SimulatedTenant tenant : List.of(pem, pfx, machine, cluster)) {
				SamplePeople.settle(tenant, Instant.now());
			}
			CheckProcess check = CheckProcess.run(installation, Map.of("IDENTITY_ENDPOINT", identity.url(),
					"IDENTITY_HEADER", identity.header(), "AZURE_FEDERATED_TOKEN_FILE", token.toString()));
			assertThat(check.code()).as(check.output()).isZero();
			assertThat(warnings(check)).containsExactly(
					"warn  pfx: credential: the certificate of the application %s is good until %s; put its successor in before that day"
						.formatted(pfx.clientId(), LocalDate.ofInstant(this.end, ZoneOffset.UTC)));
			for (String tenant : List.of("pem", "machine", "cluster")) {
				assertThat(check.lines(tenant)).contains("ok token: for https://storage.azure.com",
						"ok container: dsr at %s: written, read, listed and deleted"
							.formatted(azurite.endpoint().getRawAuthority()));
			}
			assertThat(pem.login().calls()).isNotEmpty().allMatch((call) -> call.body().contains("client_assertion="));
			assertThat(machine.login().calls()).isEmpty();
			assertThat(identity.calls()).extracting((call) -> String.valueOf(call.query().get("client_id")))
				.containsExactlyInAnyOrder(machine.clientId(), machine.clientId(), "null");
		}
	}

	@Test
	void it_checks_beside_a_running_hub_which_keeps_its_ledger() throws Exception {
		try (SimulatedTenant contoso = SimulatedTenant.start("contoso")) {
			Installation installation = Installation.in(this.folder).with(contoso, "");
			try (RunningHub hub = RunningHub.start(installation)) {
				assertThat(CheckProcess.run(installation, Map.of(), "contoso").code()).isZero();
				assertThat(hub.get("/api/requests").statusCode()).isEqualTo(200);
			}
			CheckProcess unknown = CheckProcess.run(installation, Map.of(), "contso");
			assertThat(unknown.code()).isEqualTo(2);
			assertThat(unknown.output())
				.isEqualToIgnoringNewLines("There is no tenant contso. Configured are: contoso");
			Path expired = ClientCertificates.pem(ClientCertificates.between(this.end.minus(Duration.ofDays(60)),
					this.end.minus(Duration.ofDays(30))), this.folder.resolve("expired.pem"));
			installation.with(contoso,
					"credential: {kind: certificate, clientId: a, certificate: \"file:%s\"}".formatted(expired));
			CheckProcess invalid = CheckProcess.run(installation, Map.of(), "contoso");
			assertThat(invalid.code()).isEqualTo(2);
			assertThat(invalid.output()).contains("config/tenants/contoso.yaml is not valid:")
				.containsPattern("line \\d+, field 'credential.certificate': the certificate expired at ")
				.doesNotContain("\tat ");
		}
	}

	private static List<String> warnings(CheckProcess check) {
		return check.output().lines().filter((line) -> line.startsWith("warn")).toList();
	}

}
