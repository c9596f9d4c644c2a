package org.dsrhub.security;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.dsrhub.configuration.InvalidConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who signs the tokens that the REST door takes instead of users' passwords.
 *
 * @param issuer what a token's {@code iss} must be; {@code {tenantid}} in it stands for
 * the token's own {@code tid}, as Entra ID writes it for applications of many tenants.
 * Empty: no tokens, but the users of {@code hub.users}
 * @param audience what a token's {@code aud} must hold
 * @param keys where the issuer's public keys are, {@code jwks_uri} of its discovery
 * document
 */
@ConfigurationProperties("hub.oauth2")
public record OAuth2(String issuer, String audience, String keys) {

	static final String TENANT = "{tenantid}";

	private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

	public OAuth2 {
		issuer = (issuer != null) ? issuer.strip() : "";
		audience = (audience != null) ? audience.strip() : "";
		keys = (keys != null) ? keys.strip() : "";
	}

	boolean configured() {
		return !this.issuer.isEmpty() || !this.audience.isEmpty() || !this.keys.isEmpty();
	}

	/**
	 * Checks that the settings are whole.
	 * @throws InvalidConfiguration naming every fault
	 */
	OAuth2 checked(Logins users) {
		List<String> faults = new ArrayList<>();
		if (this.issuer.isEmpty()) {
			faults.add("hub.oauth2.issuer is missing; it is the 'iss' of the tokens");
		}
		if (this.audience.isEmpty()) {
			faults.add("hub.oauth2.audience is missing; without it tokens for other applications would get in");
		}
		if (!reachedSafely()) {
			faults.add("hub.oauth2.keys must be an https address, the 'jwks_uri' of the issuer");
		}
		if (!users.callers().isEmpty()) {
			faults.add("hub.users and hub.oauth2 exclude each other; take one out");
		}
		if (!faults.isEmpty()) {
			throw new InvalidConfiguration(String.join(System.lineSeparator(), faults));
		}
		return this;
	}

	private boolean reachedSafely() {
		try {
			URI uri = URI.create(this.keys);
			return uri.getHost() != null && ("https".equals(uri.getScheme())
					|| ("http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost())));
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
