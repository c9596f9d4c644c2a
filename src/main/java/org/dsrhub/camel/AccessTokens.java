package org.dsrhub.camel;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.identity.ClientSecretCredentialBuilder;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.tenant.SecretReference;
import org.dsrhub.tenant.Tenant;
import org.springframework.stereotype.Component;

/**
 * The hub's access tokens: one credential with its own cache per tenant and audience,
 * nothing shared between them.
 */
@Component
class AccessTokens {

	private static final String MICROSOFT = "login.microsoftonline.com";

	private final Map<Key, TokenCredential> credentials = new ConcurrentHashMap<>();

	private final TenantHttpClients clients;

	AccessTokens(TenantHttpClients clients) {
		this.clients = clients;
	}

	/**
	 * A valid token, from the cache or from the login.
	 * @param audience the resource, such as {@code https://graph.microsoft.com}
	 * @throws VendorFault if the login refuses or cannot be reached
	 */
	String token(Tenant tenant, String audience) {
		TokenCredential credential = this.credentials.computeIfAbsent(new Key(tenant.tenant(), audience),
				(key) -> credential(tenant));
		try {
			return credential.getTokenSync(new TokenRequestContext().addScopes(audience + "/.default")).getToken();
		}
		catch (ClientAuthenticationException ex) {
			int status = (ex.getResponse() != null) ? ex.getResponse().getStatusCode() : 400;
			boolean refused = status == 400 || status == 401 || status == 403;
			throw new VendorFault(refused ? Reason.NOT_PERMITTED : Reason.UNREACHABLE, !refused, null,
					"the login answered HTTP " + status, null);
		}
		catch (RuntimeException ex) {
			throw VendorFault.retryable(Reason.UNREACHABLE, "the login cannot be reached", ex);
		}
	}

	/**
	 * Forgets the token, so that the next one is new: a service may refuse one before it
	 * expires.
	 */
	void forget(Tenant tenant, String audience) {
		this.credentials.remove(new Key(tenant.tenant(), audience));
	}

	private TokenCredential credential(Tenant tenant) {
		ClientSecretCredentialBuilder builder = new ClientSecretCredentialBuilder()
			.tenantId(tenant.entraTenantId().toString())
			.clientId(tenant.credential().clientId())
			.clientSecret(SecretReference.resolve(tenant.credential().secret()))
			.authorityHost(tenant.endpoints().login().toString())
			.httpClient(this.clients.azure(tenant))
			// The task's own retries are rows with a time; hidden ones would block a
			// thread.
			.retryPolicy(new RetryPolicy(new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1)))));
		if (!MICROSOFT.equals(tenant.endpoints().login().getHost())) {
			builder.disableInstanceDiscovery();
		}
		return builder.build();
	}

	private record Key(String tenant, String audience) {
	}

}
