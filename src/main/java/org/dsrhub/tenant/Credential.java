package org.dsrhub.tenant;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * How the hub shows who it is, as {@code kind} in the tenant file says. What is secret is
 * only ever a reference, {@code env:NAME} or {@code file:/path}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({ @Type(name = "secret", value = Credential.Secret.class),
		@Type(name = "certificate", value = Credential.Certificate.class),
		@Type(name = "managed-identity", value = Credential.ManagedIdentity.class),
		@Type(name = "workload-identity", value = Credential.WorkloadIdentity.class),
		@Type(name = "connection-string", value = Credential.ConnectionString.class),
		@Type(name = "tenant", value = Credential.OfTenant.class) })
public sealed interface Credential {

	/**
	 * The application's id at the login, or null where the platform or the storage
	 * account knows it.
	 */
	default String clientId() {
		return null;
	}

	/**
	 * An application and its client secret.
	 */
	record Secret(String clientId, String secret) implements Credential {
	}

	/**
	 * An application and its certificate with the private key.
	 *
	 * @param certificate refers to a PEM (key in PKCS#8, certificate) or PFX file
	 * @param password refers to the PFX file's password; null without one
	 * @param sendCertificateChain whether the login gets the certificates themselves, for
	 * applications that are registered by subject and issuer
	 */
	record Certificate(String clientId, String certificate, String password,
			boolean sendCertificateChain) implements Credential {
	}

	/**
	 * The identity of the machine that the hub runs on.
	 *
	 * @param clientId of a user-assigned identity; null for the system-assigned one
	 */
	record ManagedIdentity(String clientId) implements Credential {
	}

	/**
	 * An application that trusts the tokens of the cluster that the hub runs in.
	 *
	 * @param tokenFile where the cluster puts them; null for what
	 * {@code AZURE_FEDERATED_TOKEN_FILE} says
	 */
	record WorkloadIdentity(String clientId, String tokenFile) implements Credential {
	}

	/**
	 * The key of a storage account, for containers only.
	 *
	 * @param value refers to the connection string
	 */
	record ConnectionString(String value) implements Credential {
	}

	/**
	 * The tenant's own credential, for containers only.
	 */
	record OfTenant() implements Credential {
	}

}
