package org.dsrhub.camel;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.util.UnsafeUriCharactersEncoder;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.tenant.Tenant;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Prepares the one call of a Kamelet: where it goes, and the only headers that leave the
 * hub. The Kamelet's parameters arrive as variables, identifiers as values that are
 * encoded here, so that neither can steer the call elsewhere.
 */
@Component("vendorCall")
class VendorCall {

	private static final Map<String, String> AUDIENCES = Map.of("arm", "https://management.azure.com", "graph",
			"https://graph.microsoft.com", "iotCentral", "https://apps.azureiotcentral.com");

	/**
	 * The national clouds, whose services are audiences of their own.
	 */
	private static final Set<String> NATIONAL = Set.of("management.usgovcloudapi.net", "management.chinacloudapi.cn",
			"graph.microsoft.us", "dod-graph.microsoft.us", "microsoftgraph.chinacloudapi.cn");

	private final TenantHttpClients clients;

	private final AccessTokens tokens;

	private final Clock clock;

	VendorCall(TenantHttpClients clients, AccessTokens tokens, Clock clock) {
		this.clients = clients;
		this.tokens = tokens;
		this.clock = clock;
	}

	/**
	 * Reads the variables {@code fetch}, {@code api} ({@code arm}, {@code graph} or
	 * {@code iotCentral}, then also {@code application}), {@code version} before
	 * {@code path} or {@code deletedPath}, {@code query} and {@code window}; sets the
	 * variable {@code endpoint} and the message's headers.
	 * @throws VendorFault if the call may not or cannot be made
	 */
	void open(Exchange exchange) {
		ready(exchange, "GET", exchange.getVariable("fetch", Fetch.class).link());
	}

	/**
	 * The same by any method; a body is the caller's to set.
	 * @param link where the service itself said that it is to be called, or null
	 * @throws VendorFault if the call may not or cannot be made
	 */
	void ready(Exchange exchange, String method, String link) {
		Call fetch = exchange.getVariable("fetch", Call.class);
		URI service = needed(exchange, fetch.tenant());
		URI target = (link != null) ? next(service, link) : first(service, exchange, fetch);
		String url = service.getScheme() + "://" + service.getRawAuthority() + target.getRawPath();
		fetch.asked(url);
		exchange.setVariable("url", url);
		prepare(exchange, fetch.tenant(), method, target);
		fetch.turn();
	}

	/**
	 * Holds a place that a service named against the service's own address.
	 * @throws VendorFault if it leads elsewhere
	 */
	void check(Exchange exchange, Tenant tenant, String place) {
		next(needed(exchange, tenant), place);
	}

	/**
	 * Readies an exchange for a call with a token and without any header but the call's
	 * own: sets the variables {@code token} and {@code endpoint}; the body is the
	 * caller's to set.
	 * @throws VendorFault if there is no token
	 */
	void prepare(Exchange exchange, Tenant tenant, String method, URI target) {
		String api = exchange.getVariable("api", String.class);
		URI service = needed(exchange, tenant);
		String token = this.tokens.token(tenant, audience(api, service));
		exchange.setVariable("token", token);
		exchange.setVariable("endpoint", this.clients.endpoint(tenant, service, method));
		Message message = exchange.getMessage();
		message.removeHeaders("*");
		message.setBody(null);
		message.setHeader(Exchange.HTTP_PATH, target.getRawPath());
		message.setHeader(Exchange.HTTP_RAW_QUERY, target.getRawQuery());
		message.setHeader("Authorization", "Bearer " + token);
		message.setHeader("Accept", "application/json");
		message.setHeader("x-ms-client-request-id", UUID.randomUUID().toString());
	}

	/**
	 * Makes the next call log in anew.
	 */
	void renew(Exchange exchange, Tenant tenant) {
		String api = exchange.getVariable("api", String.class);
		this.tokens.forget(tenant, audience(api, needed(exchange, tenant)),
				exchange.getVariable("token", String.class));
	}

	/**
	 * What a token for a service is for.
	 */
	static String audience(String api, URI service) {
		return NATIONAL.contains(service.getHost()) ? "https://" + service.getHost() : AUDIENCES.get(api);
	}

	/**
	 * Where a tenant's service is; empty if the tenant does not use it.
	 */
	static Optional<URI> service(Tenant tenant, String api) {
		return Optional.ofNullable(switch (api) {
			case "arm" -> tenant.endpoints().arm();
			case "graph" -> tenant.endpoints().graph();
			case "iotCentral" -> tenant.endpoints().iotCentral().stream().findFirst().orElse(null);
			default -> throw new IllegalArgumentException("unknown api " + api);
		});
	}

	/**
	 * Where the service is that a call is for: the one that the variable {@code api}
	 * names, and of IoT Central's applications the one in {@code application}.
	 * @throws VendorFault if the tenant does not use it
	 */
	static URI needed(Exchange exchange, Tenant tenant) {
		String api = exchange.getVariable("api", String.class);
		String application = exchange.getVariable("application", String.class);
		return ((application != null) ? application(tenant, application) : service(tenant, api))
			.orElseThrow(() -> VendorFault.terminal(Reason.NOT_CONFIGURED, "the tenant file has no endpoints." + api));
	}

	/** A task goes by the file as it was; where it may call says the file as it is. */
	private static Optional<URI> application(Tenant tenant, String application) {
		return tenant.endpoints().iotCentral().stream().filter((one) -> one.toString().equals(application)).findFirst();
	}

	private URI first(URI service, Exchange exchange, Call fetch) {
		String deletedPath = exchange.getVariable("deletedPath", String.class);
		String path = exchange.getVariable("path", String.class);
		String query = exchange.getVariable("query", String.class);
		boolean deleted = fetch.deleted() && deletedPath != null && !deletedPath.isBlank();
		UriComponentsBuilder builder = UriComponentsBuilder.fromUri(service)
			.path(exchange.getVariable("version", "", String.class))
			.path(deleted ? deletedPath : path);
		for (String parameter : deleted ? new String[0] : query.split("&")) {
			int equals = parameter.indexOf('=');
			if (equals > 0) {
				builder.queryParam(parameter.substring(0, equals), parameter.substring(equals + 1));
			}
		}
		Map<String, Object> values = new HashMap<>(fetch.values());
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
		values.put("now", now.toString());
		values.put("since", now.minus(Duration.parse(exchange.getVariable("window", "PT0S", String.class))).toString());
		return builder.encode().buildAndExpand(values).toUri();
	}

	/**
	 * A next link as the service gave it, only ever to the service's own host.
	 */
	private static URI next(URI service, String link) {
		try {
			URI target = service.resolve(new URI(UnsafeUriCharactersEncoder.encodeHttpURI(link)));
			if (service.getScheme().equalsIgnoreCase(target.getScheme())
					&& service.getHost().equalsIgnoreCase(target.getHost()) && port(service) == port(target)
					&& target.getRawUserInfo() == null) {
				return target;
			}
		}
		catch (URISyntaxException ex) {
			throw VendorFault.terminal(Reason.INVALID_ANSWER, "the next link is not an address");
		}
		throw VendorFault.terminal(Reason.INVALID_ANSWER, "the next link leads to a host that is not configured");
	}

	private static int port(URI uri) {
		return (uri.getPort() >= 0) ? uri.getPort() : ("https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80);
	}

}
