package org.dsrhub.security;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import io.github.bucket4j.Bucket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.ClientHttpRequestFactorySettings;
import org.springframework.boot.http.client.ClientHttpRequestFactorySettings.Redirects;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * The public keys of the issuer, asked for when they are first needed. Tokens that name
 * keys of nobody cannot make the hub ask without end.
 */
class IssuerKeys implements JWKSetSource<SecurityContext> {

	private static final Logger log = LoggerFactory.getLogger(IssuerKeys.class);

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final int LARGEST = 1 << 20;

	/** How often the issuer is asked at most. */
	private static final int ASKED = 10;

	private static final Duration WITHIN = Duration.ofMinutes(5);

	/** Entra ID publishes a key long before it signs with it. */
	private static final Duration KEPT = Duration.ofMinutes(5);

	private static final Duration KEPT_IN_AN_OUTAGE = Duration.ofHours(1);

	private final OAuth2 settings;

	private final Bucket asks;

	private final RestClient http = RestClient.builder()
		.requestFactory(ClientHttpRequestFactoryBuilder.jdk()
			.build(ClientHttpRequestFactorySettings.defaults()
				.withConnectTimeout(PATIENCE)
				.withReadTimeout(PATIENCE)
				.withRedirects(Redirects.DONT_FOLLOW)))
		.build();

	private volatile JWKSet last;

	IssuerKeys(OAuth2 settings, Clock clock) {
		this.settings = settings;
		this.asks = Bucket.builder()
			.addLimit((limit) -> limit.capacity(ASKED).refillGreedy(ASKED, WITHIN))
			.withCustomTimePrecision(new ClockMeter(clock))
			.build();
	}

	/**
	 * The keys as decoders take them: kept for minutes, asked for again when a token
	 * names another, and for an hour the last ones if the issuer is gone.
	 */
	JWKSource<SecurityContext> cached() {
		return JWKSourceBuilder.create(this)
			.cache(KEPT.toMillis(), PATIENCE.multipliedBy(3).toMillis())
			.refreshAheadCache(false)
			.rateLimited(false)
			.outageTolerant(KEPT_IN_AN_OUTAGE.toMillis())
			.build();
	}

	@Override
	public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long now, SecurityContext context)
			throws JWKSetUnavailableException {
		if (this.asks.tryConsume(1)) {
			this.last = read();
		}
		else if (this.last == null) {
			throw new JWKSetUnavailableException("the issuer did not answer, and is not asked again yet");
		}
		return this.last;
	}

	private JWKSet read() throws JWKSetUnavailableException {
		try {
			URI keys = this.settings.keys().isEmpty() ? discovered() : URI.create(this.settings.keys());
			return JWKSet.parse(own(JSON.readTree(get(keys))).toString());
		}
		catch (IOException | ParseException | RestClientException ex) {
			log.warn("event=issuer-keys-not-read issuer={} fault=\"{}\" advice=\"see hub.oauth2\"",
					this.settings.issuer(), NestedExceptionUtils.getMostSpecificCause(ex).toString());
			throw new JWKSetUnavailableException("the issuer's keys cannot be read", ex);
		}
	}

	/**
	 * Without those keys that are said to be one other tenant's: Entra ID lists, for all
	 * tenants together, also keys that sign for personal accounts only (Microsoft
	 * identity platform, validating the issuer of the signing key).
	 */
	private JsonNode own(JsonNode document) {
		Iterator<JsonNode> keys = document.path("keys").elements();
		while (keys.hasNext()) {
			if (!this.settings.mayOwn(keys.next().path("issuer").asText())) {
				keys.remove();
			}
		}
		return document;
	}

	/**
	 * Where the issuer says that its keys are.
	 * @throws IOException if the document is another's, or leads to another host
	 */
	private URI discovered() throws IOException {
		URI address = this.settings.discovery();
		JsonNode document = JSON.readTree(get(address));
		if (!this.settings.issuer().equals(document.path("issuer").asText())) {
			throw new IOException(address + " is not about hub.oauth2.issuer, but another issuer");
		}
		String keys = document.path("jwks_uri").asText();
		if (!OAuth2.safe(keys) || !URI.create(keys).getRawAuthority().equals(address.getRawAuthority())) {
			throw new IOException(address + " leads to another host; if that is right, name it in hub.oauth2.keys");
		}
		return URI.create(keys);
	}

	private String get(URI address) throws IOException {
		return this.http.get().uri(address).exchange((request, response) -> {
			if (response.getStatusCode().value() != 200) {
				throw new IOException(address + " answers " + response.getStatusCode().value());
			}
			try (InputStream body = response.getBody()) {
				byte[] read = body.readNBytes(LARGEST + 1);
				if (read.length > LARGEST) {
					throw new IOException(address + " answers more than a megabyte");
				}
				return new String(read, StandardCharsets.UTF_8);
			}
		});
	}

	@Override
	public void close() {
		this.last = null;
	}

}
