package org.dsrhub.simulated;

import java.io.IOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * Entra's login for one tenant and one application: the OAuth2 client credentials grant,
 * over HTTPS with a certificate of its own CA.
 */
public final class SimulatedLogin extends SimulatedServer {

	private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'")
		.withZone(ZoneOffset.UTC);

	private final HeldCertificate authority;

	private final String entraTenantId;

	private final String clientId;

	private final String clientSecret;

	private final Map<String, Audience> resources = new ConcurrentHashMap<>();

	private final ClientAssertions assertions;

	private volatile Duration tokenLifetime = Duration.ofSeconds(3599);

	private SimulatedLogin(HttpServer http, HeldCertificate authority, Clock clock, Tokens tokens, String entraTenantId,
			String clientId, String clientSecret) {
		super(http, clock, tokens);
		this.authority = authority;
		this.entraTenantId = entraTenantId;
		this.clientId = clientId;
		this.clientSecret = clientSecret;
		this.assertions = new ClientAssertions(clock);
		for (Audience audience : Audience.values()) {
			resource(audience.resource(), audience);
		}
	}

	/**
	 * Registers a certificate with the application.
	 */
	public void register(X509Certificate certificate) {
		this.assertions.register(certificate);
	}

	/**
	 * Makes the application trust a cluster's tokens for one of its workloads.
	 */
	public void federate(RSAPublicKey key, String issuer, String subject) {
		this.assertions.federate(key, issuer, subject);
	}

	/**
	 * A certificate of the same CA for another server on this machine, and its key.
	 */
	public HeldCertificate serverCertificate() {
		return serverCertificate(this.authority);
	}

	private static HeldCertificate serverCertificate(HeldCertificate authority) {
		return new HeldCertificate.Builder().commonName("localhost")
			.addSubjectAlternativeName("localhost")
			.addSubjectAlternativeName("127.0.0.1")
			.duration(365, TimeUnit.DAYS)
			.signedBy(authority)
			.build();
	}

	static SimulatedLogin create(int port, Clock clock, Tokens tokens, String entraTenantId, String clientId,
			String clientSecret) throws IOException {
		HeldCertificate authority = new HeldCertificate.Builder().commonName("Simulated CA of " + entraTenantId)
			.certificateAuthority(0)
			.duration(365, TimeUnit.DAYS)
			.build();
		HeldCertificate server = serverCertificate(authority);
		HttpsServer http = HttpsServer.create(loopback(port), 0);
		http.setHttpsConfigurator(new HttpsConfigurator(
				new HandshakeCertificates.Builder().heldCertificate(server, authority.certificate())
					.build()
					.sslContext()));
		return new SimulatedLogin(http, authority, clock, tokens, entraTenantId, clientId, clientSecret);
	}

	@Override
	public String url() {
		return "https://localhost:" + port();
	}

	/**
	 * The CA's certificate, which a client has to trust, as PEM.
	 */
	public String caPem() {
		return this.authority.certificatePem();
	}

	/**
	 * How long the tokens issued from now on are good.
	 */
	public void tokenLifetime(Duration lifetime) {
		this.tokenLifetime = lifetime;
	}

	void resource(String url, Audience audience) {
		this.resources.put(url, audience);
	}

	@Override
	Reply answer(Call call) {
		String path = String.join("/", call.segments()).toLowerCase(Locale.ROOT);
		if (path.equals(this.entraTenantId + "/oauth2/v2.0/token")) {
			return call.method().equals("POST") ? token(Parameters.decode(call.body()))
					: refuse(405, "invalid_request", 900561, "The endpoint only accepts POST requests.");
		}
		if (path.equals(this.entraTenantId + "/v2.0/.well-known/openid-configuration")) {
			return Reply.json(200, openIdConfiguration());
		}
		if (path.equals("common/discovery/instance")) {
			return Reply.json(200, instanceDiscovery());
		}
		return path.endsWith("/oauth2/v2.0/token")
				? refuse(400, "invalid_request", 90002, "Tenant not found. Check that the tenant id is right.")
				: refuse(404, "invalid_resource", 900144, "There is nothing here.");
	}

	private Reply token(Map<String, String> form) {
		if (!"client_credentials".equals(form.get("grant_type"))) {
			return refuse(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.");
		}
		if (!this.clientId.equals(form.get("client_id"))) {
			return refuse(400, "unauthorized_client", 700016, "The application was not found in the directory.");
		}
		if (form.containsKey("client_assertion")) {
			int fault = this.assertions.fault(form, this.clientId,
					URI.create(url() + "/" + this.entraTenantId + "/oauth2/v2.0/token"));
			if (fault != 0) {
				return refuse(401, "invalid_client", fault, "The client assertion is not accepted.");
			}
		}
		else if (!this.clientSecret.equals(form.get("client_secret"))) {
			return refuse(401, "invalid_client", 7000215, "Invalid client secret provided.");
		}
		Audience audience = audience(form.getOrDefault("scope", ""));
		if (audience == null) {
			return refuse(400, "invalid_scope", 70011,
					"The provided value for the input parameter 'scope' is not valid.");
		}
		long seconds = this.tokenLifetime.toSeconds();
		return Reply
			.json(200,
					Json.object()
						.put("token_type", "Bearer")
						.put("expires_in", seconds)
						.put("ext_expires_in", seconds)
						.put("access_token", tokens().issue(audience, this.tokenLifetime)))
			.with("Cache-Control", "no-store, no-cache")
			.with("Pragma", "no-cache");
	}

	/**
	 * MSAL adds the OpenID scopes to the one that it was asked for.
	 */
	private Audience audience(String scope) {
		List<String> asked = Arrays.stream(scope.split(" ")).filter((one) -> one.endsWith("/.default")).toList();
		if (asked.size() != 1) {
			return null;
		}
		String resource = asked.get(0).substring(0, asked.get(0).length() - "/.default".length());
		return this.resources.get(resource.endsWith("/") ? resource.substring(0, resource.length() - 1) : resource);
	}

	private ObjectNode openIdConfiguration() {
		String tenant = url() + "/" + this.entraTenantId;
		return Json.object()
			.put("issuer", tenant + "/v2.0")
			.put("token_endpoint", tenant + "/oauth2/v2.0/token")
			.put("authorization_endpoint", tenant + "/oauth2/v2.0/authorize")
			.put("device_authorization_endpoint", tenant + "/oauth2/v2.0/devicecode")
			.put("end_session_endpoint", tenant + "/oauth2/v2.0/logout")
			.put("jwks_uri", tenant + "/discovery/v2.0/keys")
			.put("tenant_region_scope", "EU")
			.put("cloud_instance_name", "localhost:" + port());
	}

	private ObjectNode instanceDiscovery() {
		String host = "localhost:" + port();
		ObjectNode metadata = Json.object().put("preferred_network", host).put("preferred_cache", host);
		metadata.set("aliases", Json.strings(List.of(host)));
		ObjectNode discovery = Json.object()
			.put("tenant_discovery_endpoint",
					url() + "/" + this.entraTenantId + "/v2.0/.well-known/openid-configuration")
			.put("api-version", "1.1");
		discovery.set("metadata", Json.array(List.of(metadata)));
		return discovery;
	}

	@Override
	Reply error(int status, String code, String message) {
		return refuse(status, (status == 429 || status >= 500) ? "temporarily_unavailable" : "invalid_request", 90033,
				message);
	}

	private Reply refuse(int status, String error, int number, String message) {
		String trace = UUID.randomUUID().toString();
		String correlation = UUID.randomUUID().toString();
		String timestamp = TIMESTAMP.format(now());
		ObjectNode body = Json.object()
			.put("error", error)
			.put("error_description", "AADSTS" + number + ": " + message + "\r\nTrace ID: " + trace
					+ "\r\nCorrelation ID: " + correlation + "\r\nTimestamp: " + timestamp);
		body.putArray("error_codes").add(number);
		return Reply.json(status,
				body.put("timestamp", timestamp).put("trace_id", trace).put("correlation_id", correlation));
	}

}
