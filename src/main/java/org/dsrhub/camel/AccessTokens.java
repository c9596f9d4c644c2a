package org.dsrhub.camel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.microsoft.aad.msal4j.MsalServiceException;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.tenant.SecretReference;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.springframework.stereotype.Component;

/**
 * The hub's access tokens: one login and one token per tenant and audience, nothing
 * shared between them.
 */
@Component
class AccessTokens {

	private static final String MICROSOFT = "login.microsoftonline.com";

	/**
	 * A token is renewed this long before it expires, so that none runs out on its way.
	 */
	private static final Duration MARGIN = Duration.ofMinutes(5);

	private final Map<Key, Login> logins = new ConcurrentHashMap<>();

	private final TenantHttpClients clients;

	private final Clock clock;

	/**
	 * Looks each tenant's secret up once, so that a missing one stops the start and is no
	 * failure of a request's.
	 * @throws org.dsrhub.configuration.InvalidConfiguration naming the reference
	 */
	AccessTokens(TenantHttpClients clients, Tenants tenants, Clock clock) {
		tenants.all().forEach((tenant) -> SecretReference.resolve(tenant.credential().secret()));
		this.clients = clients;
		this.clock = clock;
	}

	/**
	 * A valid token, from the cache or from the login.
	 * @param audience the resource, such as {@code https://graph.microsoft.com}
	 * @throws VendorFault if the login refuses or cannot be reached
	 */
	String token(Tenant tenant, String audience) {
		return this.logins.computeIfAbsent(new Key(tenant.tenant(), audience), (key) -> new Login(credential(tenant)))
			.token(audience);
	}

	/**
	 * Forgets a token that was refused before it expired, so that the next one is new. Of
	 * several callers who were refused the same one, only the first costs a login.
	 */
	void forget(Tenant tenant, String audience, String refused) {
		this.logins.computeIfPresent(new Key(tenant.tenant(), audience),
				(key, login) -> login.gave(refused) ? null : login);
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
			.retryOptions(new RetryOptions(new FixedDelayOptions(0, Duration.ZERO)));
		if (!MICROSOFT.equals(tenant.endpoints().login().getHost())) {
			builder.disableInstanceDiscovery();
		}
		return builder.build();
	}

	private static VendorFault fault(RuntimeException problem) {
		for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
			if (cause instanceof MsalServiceException refused && refused.statusCode() != null
					&& refused.statusCode() >= 400 && refused.statusCode() < 500 && refused.statusCode() != 429) {
				return VendorFault.terminal(Reason.NOT_PERMITTED, "the login answered HTTP " + refused.statusCode());
			}
		}
		return VendorFault.retryable(Reason.UNREACHABLE, "the login gives no token", problem);
	}

	/**
	 * One audience's login. Only one caller at a time asks for a new token; the others
	 * wait for that one.
	 */
	private final class Login {

		private final TokenCredential credential;

		private volatile AccessToken token;

		private Duration lifetime = Duration.ZERO;

		Login(TokenCredential credential) {
			this.credential = credential;
		}

		synchronized String token(String audience) {
			Instant now = AccessTokens.this.clock.instant();
			if (this.token == null || !this.token.getExpiresAt().toInstant().minus(margin()).isAfter(now)) {
				try {
					this.token = this.credential
						.getTokenSync(new TokenRequestContext().addScopes(audience + "/.default"));
				}
				catch (RuntimeException ex) {
					throw fault(ex);
				}
				this.lifetime = Duration.between(now, this.token.getExpiresAt());
			}
			return this.token.getToken();
		}

		boolean gave(String text) {
			AccessToken last = this.token;
			return last != null && last.getToken().equals(text);
		}

		private Duration margin() {
			Duration fifth = this.lifetime.dividedBy(5);
			return (fifth.compareTo(MARGIN) < 0) ? fifth : MARGIN;
		}

	}

	private record Key(String tenant, String audience) {
	}

}
