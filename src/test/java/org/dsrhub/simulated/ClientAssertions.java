package org.dsrhub.simulated;

import java.net.URI;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/**
 * The signed assertions by which an application shows who it is, without a secret: by its
 * certificate, or as a workload of a cluster that it trusts.
 */
final class ClientAssertions {

	private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

	private final Map<String, X509Certificate> certificates = new ConcurrentHashMap<>();

	private final Set<String> used = ConcurrentHashMap.newKeySet();

	private final Clock clock;

	private volatile Federation federation;

	ClientAssertions(Clock clock) {
		this.clock = clock;
	}

	private record Federation(RSAPublicKey key, String issuer, String subject) {
	}

	void register(X509Certificate certificate) {
		this.certificates.put(thumbprint(certificate), certificate);
	}

	void federate(RSAPublicKey key, String issuer, String subject) {
		this.federation = new Federation(key, issuer, subject);
	}

	/**
	 * The number of what is wrong with the assertion of a form; 0 if nothing is.
	 * @param endpoint the token endpoint, which the assertion must be for
	 */
	int fault(Map<String, String> form, String clientId, URI endpoint) {
		try {
			SignedJWT assertion = SignedJWT.parse(form.get("client_assertion"));
			JWTClaimsSet claims = assertion.getJWTClaimsSet();
			Instant now = this.clock.instant();
			if (!TYPE.equals(form.get("client_assertion_type"))) {
				return 700021;
			}
			if (!claims.getExpirationTime().toInstant().isAfter(now)) {
				return 700024;
			}
			return clientId.equals(claims.getIssuer()) ? certificate(assertion, claims, clientId, endpoint)
					: federated(assertion, claims);
		}
		catch (ParseException | JOSEException ex) {
			return 50027;
		}
	}

	private int certificate(SignedJWT assertion, JWTClaimsSet claims, String clientId, URI endpoint)
			throws JOSEException {
		Base64URL shown = assertion.getHeader().getX509CertSHA256Thumbprint();
		// MSAL writes it in plain Base64.
		X509Certificate known = (shown != null) ? this.certificates.get(Base64URL.encode(shown.decode()).toString())
				: null;
		boolean right = known != null && assertion.verify(new RSASSAVerifier((RSAPublicKey) known.getPublicKey()))
				&& claims.getAudience().equals(List.of(endpoint.toString())) && clientId.equals(claims.getSubject())
				&& this.used.add(claims.getJWTID());
		return right ? 0 : 700027;
	}

	private int federated(SignedJWT assertion, JWTClaimsSet claims) throws JOSEException {
		Federation trusted = this.federation;
		if (trusted == null || !trusted.issuer().equals(claims.getIssuer())) {
			return 700211;
		}
		if (!trusted.subject().equals(claims.getSubject())) {
			return 700213;
		}
		boolean right = assertion.verify(new RSASSAVerifier(trusted.key()))
				&& claims.getAudience().equals(List.of("api://AzureADTokenExchange"));
		return right ? 0 : 70021;
	}

	private static String thumbprint(X509Certificate certificate) {
		try {
			return Base64URL.encode(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded())).toString();
		}
		catch (java.security.GeneralSecurityException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
