package org.dsrhub.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.function.Consumer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;

/**
 * Who signs people's tokens for the audience {@code hub}, as Entra ID does for the
 * applications of many tenants.
 */
public final class SimulatedIssuer implements AutoCloseable {

	private final HttpServer http;

	private volatile RSAKey key = newKey();

	private SimulatedIssuer(HttpServer http) {
		this.http = http;
	}

	public static SimulatedIssuer start() {
		try {
			SimulatedIssuer issuer = new SimulatedIssuer(
					HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
			issuer.http.createContext("/keys", (call) -> {
				byte[] keys = new JWKSet(issuer.key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
				call.sendResponseHeaders(200, keys.length);
				call.getResponseBody().write(keys);
				call.close();
			});
			issuer.http.start();
			return issuer;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What the hub is told of the issuer; the tenant stands in it as {@code {tenantid}}.
	 */
	public String issuer() {
		return "https://login.example/{tenantid}/v2.0";
	}

	public String keys() {
		return "http://127.0.0.1:" + this.http.getAddress().getPort() + "/keys";
	}

	/**
	 * Signs with another key from now on.
	 */
	public void rotate() {
		this.key = newKey();
	}

	public RSAKey key() {
		return this.key;
	}

	/**
	 * The claims of a good token, valid for an hour.
	 * @param tid the Entra tenant
	 */
	public JWTClaimsSet.Builder claims(String tid, String... roles) {
		Instant now = Instant.now();
		return new JWTClaimsSet.Builder().issuer(issuer().replace("{tenantid}", tid))
			.audience("hub")
			.subject("pairwise")
			.claim("oid", "99999999-0000-4000-8000-000000000001")
			.claim("tid", tid)
			.claim("roles", java.util.List.of(roles))
			.issueTime(Date.from(now))
			.notBeforeTime(Date.from(now.minusSeconds(5)))
			.expirationTime(Date.from(now.plusSeconds(3600)));
	}

	public String sign(JWTClaimsSet claims) {
		return sign(claims, this.key, (header) -> {
		});
	}

	/**
	 * Signs with any key.
	 */
	public static String sign(JWTClaimsSet claims, RSAKey key, Consumer<JWSHeader.Builder> more) {
		try {
			JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID());
			more.accept(header);
			SignedJWT token = new SignedJWT(header.build(), claims);
			token.sign(new RSASSASigner(key));
			return token.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public static RSAKey newKey() {
		try {
			return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.http.stop(0);
	}

}
