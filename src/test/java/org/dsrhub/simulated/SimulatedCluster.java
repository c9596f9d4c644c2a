package org.dsrhub.simulated;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/**
 * A Kubernetes cluster whose tokens for a service account an application trusts.
 */
public final class SimulatedCluster {

	private static final String ISSUER = "https://cluster.example/issuer";

	private final KeyPair keys;

	/**
	 * A cluster with a key of its own.
	 */
	public SimulatedCluster() {
		try {
			this.keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Makes a tenant's application trust one of the cluster's service accounts.
	 */
	public void trustedBy(SimulatedTenant tenant, String account) {
		tenant.login().federate((RSAPublicKey) this.keys.getPublic(), ISSUER, account);
	}

	/**
	 * What the cluster puts into the file of a workload of this account.
	 */
	public String token(String account) {
		try {
			SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256),
					new JWTClaimsSet.Builder().issuer(ISSUER)
						.subject(account)
						.audience("api://AzureADTokenExchange")
						.expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))))
						.build());
			token.sign(new RSASSASigner(this.keys.getPrivate()));
			return token.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
