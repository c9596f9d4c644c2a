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
 * @param keys where the issuer's public keys are; empty: where its discovery document
 * says
 */
@ConfigurationProperties("hub.oauth2")
record OAuth2(String issuer, String audience, String keys) {

	private static final String TENANT = "{tenantid}";

	private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

	public OAuth2 {
		issuer = (issuer != null) ? issuer.strip() : "";
		audience = (audience != null) ? audience.strip() : "";
		keys = (keys != null) ? keys.strip() : "";
	}

	/**
	 * Whether anything of this is set, if only in part.
	 */
	boolean configured() {
		return !this.issuer.isEmpty() || !this.audience.isEmpty() || !this.keys.isEmpty();
	}

	/**
	 * Checks that the settings are whole.
	 * @throws InvalidConfiguration naming every fault
	 */
	OAuth2 checked(Logins users) {
		List<String> faults = new ArrayList<>();
		if (!safe(this.issuer.replace(TENANT, "common"))) {
			faults.add("hub.oauth2.issuer must be the 'iss' of the tokens, an https address");
		}
		if (this.audience.isEmpty()) {
			faults.add("hub.oauth2.audience is missing; without it tokens for other applications would get in");
		}
		if (!this.keys.isEmpty() && !safe(this.keys)) {
			faults.add("hub.oauth2.keys must be an https address, the 'jwks_uri' of the issuer, or be left out");
		}
		if (!users.callers().isEmpty()) {
			faults.add("hub.users and hub.oauth2 exclude each other; take one out");
		}
		if (!faults.isEmpty()) {
			throw new InvalidConfiguration(String.join(System.lineSeparator(), faults));
		}
		return this;
	}

	/**
	 * What {@code iss} must be in a token of this Entra tenant.
	 */
	String issuer(String tid) {
		return this.issuer.replace(TENANT, tid);
	}

	/**
	 * Whether a key that says this of its issuer is this issuer's: nothing, the same, or
	 * that it signs for every tenant.
	 */
	boolean mayOwn(String issuerOfKey) {
		return issuerOfKey.isEmpty() || issuerOfKey.equals(this.issuer) || issuerOfKey.contains(TENANT);
	}

	/**
	 * Where the issuer describes itself (OpenID Connect Discovery 1.0, section 4). Entra
	 * ID has the document for all tenants under {@code common}, with {@code {tenantid}}
	 * in it.
	 */
	URI discovery() {
		return URI.create(issuer("common").replaceFirst("/$", "") + "/.well-known/openid-configuration");
	}

	/**
	 * Whether what comes from this address is what its host sent.
	 */
	static boolean safe(String address) {
		try {
			URI uri = URI.create(address);
			return uri.getHost() != null && ("https".equals(uri.getScheme())
					|| ("http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost())));
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
