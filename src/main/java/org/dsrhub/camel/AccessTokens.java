package org.dsrhub.camel;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import org.dsrhub.source.Backoff;
import org.dsrhub.tenant.Credential;
import org.dsrhub.tenant.Tenant;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The hub's access tokens: one login and one token per tenant, credential and audience,
 * nothing shared between tenants.
 */
@Component
class AccessTokens {

	/**
	 * The audience of every storage account, in the national clouds, too.
	 */
	static final String STORAGE = "https://storage.azure.com";

	private final Map<Key, Login> logins = new ConcurrentHashMap<>();

	private final TokenCredentials credentials;

	private final Clock clock;

	AccessTokens(TokenCredentials credentials, Clock clock) {
		this.credentials = credentials;
		this.clock = clock;
	}

	/**
	 * A valid token, from the cache or from the login.
	 * @param audience the resource, such as {@code https://graph.microsoft.com}
	 * @throws LoginFault if the login refuses or cannot be reached
	 */
	String token(Tenant tenant, String audience) {
		return token(tenant, tenant.credential(), audience);
	}

	/**
	 * A valid token by a credential that is not the tenant's usual one.
	 * @throws LoginFault if the login refuses or cannot be reached
	 */
	String token(Tenant tenant, Credential credential, String audience) {
		return login(tenant, credential, audience).token().getToken();
	}

	/**
	 * Forgets a token that was refused before it expired, so that the next one is new. A
	 * managed identity's stays as it is, since the platform keeps those.
	 */
	void forget(Tenant tenant, String audience, String refused) {
		login(tenant, tenant.credential(), audience).forget(refused);
	}

	/**
	 * The tokens by which a client of Azure's SDK reads a tenant's storage account.
	 */
	TokenCredential storage(Tenant tenant, Credential credential) {
		Login login = login(tenant, credential, STORAGE);
		return new TokenCredential() {
			@Override
			public Mono<AccessToken> getToken(TokenRequestContext request) {
				return Mono.fromCallable(login::token);
			}

			@Override
			public AccessToken getTokenSync(TokenRequestContext request) {
				return login.token();
			}
		};
	}

	private Login login(Tenant tenant, Credential credential, String audience) {
		return this.logins.computeIfAbsent(new Key(tenant.tenant(), credential, audience),
				(key) -> new Login(() -> this.credentials.of(tenant, credential), audience,
						new Backoff(tenant.limits().maxWait()), this.clock));
	}

	private record Key(String tenant, Credential credential, String audience) {
	}

}
