package org.dsrhub.camel;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.util.Configuration;
import com.azure.identity.AadCredentialBuilderBase;
import com.azure.identity.ClientAssertionCredentialBuilder;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.CredentialBuilderBase;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import org.dsrhub.configuration.InvalidConfiguration;
import org.dsrhub.tenant.ClientCertificate;
import org.dsrhub.tenant.Credential;
import org.dsrhub.tenant.SecretReference;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.springframework.stereotype.Component;

/**
 * Makes of a tenant file's credential what Azure's SDK logs in with.
 */
@Component
class TokenCredentials {

	private static final String MICROSOFT = "login.microsoftonline.com";

	private static final String TOKEN_FILE = "AZURE_FEDERATED_TOKEN_FILE";

	private final TenantHttpClients clients;

	private final Clock clock;

	/**
	 * Looks at each tenant's secrets and certificates once, so that one that is missing
	 * or has expired stops the start and is no failure of a request's.
	 * @throws InvalidConfiguration naming file, line and field
	 */
	TokenCredentials(TenantHttpClients clients, Tenants tenants, Clock clock) {
		this.clients = clients;
		this.clock = clock;
		for (Tenant tenant : tenants.all()) {
			look(tenants, tenant, "credential", tenant.credential());
			if (tenant.container().azure()) {
				look(tenants, tenant, "container.credential", tenant.container().credential());
			}
		}
	}

	/**
	 * What logs a tenant in. It calls nobody yet.
	 * @throws InvalidConfiguration if what the credential refers to has gone since the
	 * start
	 */
	TokenCredential of(Tenant tenant, Credential credential) {
		if (credential instanceof Credential.Secret secret) {
			return at(new ClientSecretCredentialBuilder(), tenant, secret)
				.clientSecret(SecretReference.resolve(secret.secret()))
				.build();
		}
		if (credential instanceof Credential.Certificate certificate) {
			return certificate(tenant, certificate);
		}
		if (credential instanceof Credential.WorkloadIdentity identity) {
			// The SDK's own credential of that name calls by a client of its own, with
			// neither the tenant's trust nor a time limit.
			return at(new ClientAssertionCredentialBuilder(), tenant, identity)
				.clientAssertion(() -> SecretReference.resolve("file:" + tokenFile(identity)))
				.build();
		}
		if (credential instanceof Credential.ManagedIdentity) {
			return sparing(new ManagedIdentityCredentialBuilder(), tenant).clientId(credential.clientId()).build();
		}
		throw new IllegalArgumentException("no login: " + credential);
	}

	private TokenCredential certificate(Tenant tenant, Credential.Certificate credential) {
		ClientCertificate certificate = ClientCertificate.of(credential).goodAt(this.clock.instant());
		ByteArrayInputStream content = new ByteArrayInputStream(certificate.content());
		ClientCertificateCredentialBuilder builder = at(new ClientCertificateCredentialBuilder(), tenant, credential)
			.sendCertificateChain(credential.sendCertificateChain());
		if (certificate.pem()) {
			return builder.pemCertificate(content).build();
		}
		return builder.pfxCertificate(content)
			.clientCertificatePassword((certificate.password() != null) ? certificate.password() : "")
			.build();
	}

	private <T extends AadCredentialBuilderBase<T>> T at(T builder, Tenant tenant, Credential credential) {
		T known = sparing(builder, tenant).tenantId(tenant.entraTenantId().toString())
			.clientId(credential.clientId())
			.authorityHost(tenant.endpoints().login().toString());
		return MICROSOFT.equals(tenant.endpoints().login().getHost()) ? known : known.disableInstanceDiscovery();
	}

	private <T extends CredentialBuilderBase<T>> T sparing(T builder, Tenant tenant) {
		return builder.httpClient(this.clients.azure(tenant))
			// The tenant's file alone says who the hub is.
			.configuration(Configuration.NONE)
			// The task's own retries are rows with a time; hidden ones would block a
			// thread.
			.retryOptions(new RetryOptions(new FixedDelayOptions(0, Duration.ZERO)));
	}

	private static String tokenFile(Credential.WorkloadIdentity identity) {
		return Optional.ofNullable(identity.tokenFile()).orElseGet(() -> System.getenv(TOKEN_FILE));
	}

	private void look(Tenants tenants, Tenant tenant, String field, Credential credential) {
		String at = field;
		try {
			if (credential instanceof Credential.Secret secret) {
				at = field + ".secret";
				SecretReference.resolve(secret.secret());
			}
			else if (credential instanceof Credential.Certificate certificate) {
				at = field + ".certificate";
				ClientCertificate.of(certificate).goodAt(this.clock.instant());
			}
			else if (credential instanceof Credential.WorkloadIdentity identity) {
				at = field + ".tokenFile";
				readable(tokenFile(identity));
			}
			else if (credential instanceof Credential.ConnectionString connection) {
				at = field + ".value";
				SecretReference.resolve(connection.value());
			}
		}
		catch (InvalidConfiguration ex) {
			throw tenants.invalid(tenant, at, ex.getMessage());
		}
	}

	private static void readable(String file) {
		if (file == null) {
			throw new InvalidConfiguration(
					"is missing, and the environment variable %s is not set either".formatted(TOKEN_FILE));
		}
		if (!Files.isReadable(Path.of(file))) {
			throw new InvalidConfiguration("%s cannot be read".formatted(file));
		}
	}

}
