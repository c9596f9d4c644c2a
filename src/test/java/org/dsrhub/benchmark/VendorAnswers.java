package org.dsrhub.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * What the vendor answers: about two kilobytes a source, in which one of two or three
 * people is the subject, and one subscription with very many alerts, all about the
 * subject.
 */
final class VendorAnswers {

	/**
	 * The subject of every request.
	 */
	static final String SUBJECT = "ana@contoso.example";

	static final String CLIENT = "33333333-3333-4333-8333-333333333333";

	static final String SUBSCRIPTION = "22222222-2222-4222-8222-222222222222";

	/**
	 * The subscription with very many alerts.
	 */
	static final String LARGE = "44444444-4444-4444-8444-444444444444";

	private static final byte[] NOTHING = "{\"value\":[]}".getBytes(StandardCharsets.UTF_8);

	private final byte[] user = resource("user.json");

	private final byte[] users = list(this.user);

	private final byte[] organization = resource("organization.json");

	private final Map<String, byte[]> lists = Map.of("values", resource("activity-log.json"), "alerts",
			resource("alerts.json"), "jitNetworkAccessPolicies", resource("jit-policies.json"), "securityContacts",
			resource("security-contacts.json"));

	private final String alert = new String(resource("one-alert.json"), StandardCharsets.UTF_8);

	private final long alerts;

	private final int page;

	/**
	 * @param alerts how many the large subscription has
	 * @param page how many of them come at once
	 */
	VendorAnswers(long alerts, int page) {
		this.alerts = alerts;
		this.page = page;
	}

	/**
	 * The body of an answer; empty where there is nothing.
	 * @param here the address that was called, for links
	 */
	byte[] to(String here, URI call) {
		String path = call.getPath();
		String last = path.substring(path.lastIndexOf('/') + 1);
		if (path.startsWith("/subscriptions/" + LARGE + "/")) {
			return last.equals("alerts") ? page(here + path, call.getQuery()) : NOTHING;
		}
		if (path.startsWith("/subscriptions/")) {
			return this.lists.getOrDefault(last, new byte[0]);
		}
		return switch (last) {
			case "organization" -> this.organization;
			case "users" -> found(Optional.ofNullable(call.getQuery()).orElse("")) ? this.users : NOTHING;
			case "microsoft.graph.user" -> NOTHING;
			default -> path.startsWith("/v1.0/users/") ? this.user : new byte[0];
		};
	}

	/**
	 * The login's answer.
	 */
	byte[] token() {
		return "{\"token_type\":\"Bearer\",\"expires_in\":86399,\"ext_expires_in\":86399,\"access_token\":\"benchmark\"}"
			.getBytes(StandardCharsets.UTF_8);
	}

	private static boolean found(String query) {
		return !query.contains("otherMails/any") && !query.contains("identities/any");
	}

	private byte[] page(String list, String query) {
		int token = query.indexOf("$skiptoken=");
		long from = (token < 0) ? 0 : Long.parseLong(query.substring(token + "$skiptoken=".length()));
		long to = Math.min(this.alerts, from + this.page);
		StringBuilder body = new StringBuilder((int) (to - from) * (this.alert.length() + 20)).append("{\"value\":[");
		for (long number = from; number < to; number++) {
			body.append((number > from) ? "," : "").append(this.alert.replace("%number%", Long.toString(number)));
		}
		body.append(']');
		if (to < this.alerts) {
			body.append(",\"nextLink\":\"%s?api-version=2022-01-01&$skiptoken=%d\"".formatted(list, to));
		}
		return body.append('}').toString().getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] list(byte[] one) {
		return ("{\"value\":[" + new String(one, StandardCharsets.UTF_8) + "]}").getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] resource(String name) {
		try (InputStream content = VendorAnswers.class.getResourceAsStream("/benchmark/" + name)) {
			return content.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
