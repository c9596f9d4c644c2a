package org.dsrhub.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

	@TempDir
	Path folder;

	@Test
	void each_kind_of_credential_logs_in_beside_a_running_hub() throws Exception {
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
			HeldCertificate ending = ClientCertificates.until(Instant.now().plus(Duration.ofDays(9)));
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
			installation.with(cluster,
					"credential: {kind: workload-identity, clientId: %s, tokenFile: %s}\ntrust: %s\n"
						.formatted(cluster.clientId(), token, cas)
							+ CONTAINER.formatted(azurite.endpoint(),
									"kind: workload-identity, clientId: " + cluster.clientId()));
			for (SimulatedTenant tenant : List.of(pem, pfx, machine, cluster)) {
				SamplePeople.settle(tenant, Instant.now());
			}
			Map<String, String> environment = Map.of("IDENTITY_ENDPOINT", identity.url(), "IDENTITY_HEADER",
					identity.header(), "AZURE_FEDERATED_TOKEN_FILE", token.toString());
			CheckProcess check = CheckProcess.run(installation, environment);
			assertThat(check.code()).as(check.output()).isEqualTo(0);
			System.out.println(check.output());
		}
	}

}
