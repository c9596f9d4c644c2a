package org.dsrhub.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
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
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Who signs people's tokens for the audience {@code hub}, as Entra ID does for the
 * applications of many tenants: the same discovery document and keys for all of them.
 */
public final class SimulatedIssuer implements AutoCloseable {

	private static final String TENANT = "{tenantid}";

	private final HttpServer http;

	private final AtomicInteger asked = new AtomicInteger();

	private volatile RSAKey key = newKey();

	private volatile String described;

	private volatile String shown;

	private volatile String owner;

	private volatile int status = 200;

	private SimulatedIssuer(HttpServer http) {
		this.http = http;
		this.described = issuer();
		this.shown = keys();
		this.owner = issuer();
		http.createContext("/common/v2.0/.well-known/openid-configuration", (call) -> answer(call,
				"{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}".formatted(this.described, this.shown)));
		http.createContext("/keys", (call) -> {
			this.asked.incrementAndGet();
			answer(call, new JWKSet(this.key.toPublicJWK()).toString()
				.replace("\"kid\"", "\"issuer\":\"%s\",\"kid\"".formatted(this.owner)));
		});
		http.start();
	}

	public static SimulatedIssuer start() {
		try {
			return new SimulatedIssuer(
					HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void answer(HttpExchange call, String text) throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		call.getResponseHeaders().add("Location", keys() + "/elsewhere");
		call.sendResponseHeaders(this.status, bytes.length);
		call.getResponseBody().write(bytes);
		call.close();
	}

	/**
	 * What the hub is told of the issuer; the tenant stands in it as {@code {tenantid}}.
	 */
	public String issuer() {
		return address() + "/" + TENANT + "/v2.0";
	}

	public String keys() {
		return address() + "/keys";
	}

	private String address() {
		return "http://127.0.0.1:" + this.http.getAddress().getPort();
	}

	/**
	 * Answers everything with this status from now on.
	 */
	public void answerWith(int changed) {
		this.status = changed;
	}

	/**
	 * Describes itself as another issuer, or with keys elsewhere.
	 */
	public void describe(String issuer, String keys) {
		this.described = issuer;
		this.shown = keys;
	}

	/**
	 * Says of its keys that they are this issuer's.
	 */
	public void ownKeysFor(String issuer) {
		this.owner = issuer;
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
	 * How often its keys were asked for.
	 */
	public int asked() {
		return this.asked.get();
	}

	/**
	 * The claims of a good token, valid for an hour.
	 * @param tid the Entra tenant
	 */
	public JWTClaimsSet.Builder claims(String tid, String... roles) {
		return claims(Instant.now(), tid, roles);
	}

	/**
	 * The claims of a good token, valid for an hour from then.
	 */
	public JWTClaimsSet.Builder claims(Instant now, String tid, String... roles) {
		return new JWTClaimsSet.Builder().issuer(issuer().replace(TENANT, tid))
			.audience("hub")
			.subject("pairwise")
			.claim("oid", "99999999-0000-4000-8000-000000000001")
			.claim("tid", tid)
			.claim("roles", List.of(roles))
			.issueTime(Date.from(now))
			.notBeforeTime(Date.from(now))
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
