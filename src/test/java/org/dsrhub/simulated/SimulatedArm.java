package org.dsrhub.simulated;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Azure Resource Manager for one tenant: Defender for Cloud's security contacts, JIT
 * policies and alerts, and the Activity Log.
 */
public final class SimulatedArm extends SimulatedServer {

	// The log keeps 90 days; a day more is let pass, since the caller's clock is another.
	private static final Duration LOG_REACH = Duration.ofDays(91);

	private final ArmState state;

	private final ArmItems items;

	private final ArmLog log;

	private final String entraTenantId;

	private final Paging paging = new Paging(100);

	private volatile boolean draftContacts;

	SimulatedArm(int port, Clock clock, Tokens tokens, String entraTenantId, String clientId,
			List<String> subscriptions) throws IOException {
		super(plain(port), clock, tokens);
		this.entraTenantId = entraTenantId;
		this.state = new ArmState(subscriptions);
		this.items = new ArmItems(this.state, this::error);
		this.log = new ArmLog(this.state, entraTenantId, clientId);
	}

	@Override
	public String url() {
		return "http://127.0.0.1:" + port();
	}

	/**
	 * What the subscriptions hold.
	 */
	public ArmState state() {
		return this.state;
	}

	public void pageSize(int items) {
		this.paging.size(items);
	}

	/**
	 * Whether a page without an item, but with a next link, stands between any two pages.
	 */
	public void emptyPages(boolean between) {
		this.paging.gaps(between);
	}

	/**
	 * Whether 2020-01-01-preview is answered as its early drafts had it: {@code emails}
	 * is an array.
	 */
	public void draftContacts(boolean draft) {
		this.draftContacts = draft;
	}

	/**
	 * How long it takes a change to show in the Activity Log; at once unless told
	 * otherwise.
	 */
	public void activityDelay(Duration duration) {
		this.log.delay(duration);
	}

	@Override
	Reply answer(Call call) {
		Tokens.Verdict verdict = tokens().check(call, Audience.ARM);
		if (verdict != Tokens.Verdict.GOOD) {
			return unauthorized(verdict);
		}
		String version = call.query().getOrDefault("api-version", "");
		if (version.isBlank()) {
			return error(400, "MissingApiVersionParameter",
					"The api-version query parameter (?api-version=) is required for all requests.");
		}
		Optional<ArmPath> path = ArmPath.of("/" + String.join("/", call.segments()));
		if (path.isEmpty() || !ArmKind.knows(path.get())) {
			return error(404, "InvalidResourceType", "The resource type could not be found.");
		}
		if (!this.state.knows(path.get().subscription())) {
			return error(404, "SubscriptionNotFound",
					"The subscription '" + path.get().subscription() + "' could not be found.");
		}
		String correlation = ArmLog.correlation(call);
		return ArmKind.of(path.get(), version)
			.map((kind) -> answer(call, path.get(), kind, version))
			.orElseGet(() -> error(400, "NoRegisteredProviderFound",
					"No registered resource provider found for API version '" + version + "'."))
			.alsoDoing(() -> this.log.enter(call, path.get(), correlation, now()))
			.with("x-ms-request-id", UUID.randomUUID().toString())
			.with(ArmLog.CORRELATION, correlation)
			.with("x-ms-ratelimit-remaining-subscription-" + limit(call), "199");
	}

	private static String limit(Call call) {
		return switch (call.method()) {
			case "GET" -> "reads";
			case "DELETE" -> "deletes";
			default -> "writes";
		};
	}

	private Reply answer(Call call, ArmPath path, ArmKind kind, String version) {
		if (path.name() != null && kind != ArmKind.ACTIVITY_LOG) {
			return this.items.answer(call, path, kind, version, this.draftContacts);
		}
		if (!call.method().equals("GET")) {
			return error(405, "MethodNotAllowed", "The method is not supported at this path.");
		}
		return (kind == ArmKind.ACTIVITY_LOG) ? activityLog(call, path)
				: page(call,
						this.state.of(path.subscription(), kind)
							.stream()
							.filter(path::covers)
							.map((resource) -> ContactShapes.show(resource, version, this.draftContacts))
							.toList());
	}

	private Reply activityLog(Call call, ArmPath path) {
		Optional<ActivityFilter> filter = ActivityFilter.of(call.query().getOrDefault("$filter", ""));
		if (filter.isEmpty()) {
			return flat("BadRequest", "The $filter must bound eventTimestamp by ge and may hold one condition.");
		}
		if (filter.get().from().isBefore(now().minus(LOG_REACH))) {
			return flat("BadRequest", "The start time cannot be more than 90 days in the past.");
		}
		this.log.show(now());
		return page(call, this.state.of(path.subscription(), ArmKind.ACTIVITY_LOG)
			.stream()
			.filter(filter.get())
			.sorted(Comparator.comparing((ObjectNode event) -> event.path("eventTimestamp").asText()).reversed())
			.map((event) -> selected(event, call.query().get("$select")))
			.toList());
	}

	private static ObjectNode selected(ObjectNode event, String select) {
		return (select == null) ? event : event.deepCopy().retain(Arrays.asList(select.split("\\s*,\\s*")));
	}

	private Reply page(Call call, List<? extends JsonNode> all) {
		return this.paging.page(all, skipToken(call), null).map((page) -> {
			ObjectNode body = Json.object();
			body.set("value", Json.array(page.items()));
			page.next().ifPresent((token) -> {
				Map<String, String> query = new LinkedHashMap<>(call.query());
				query.keySet().removeIf((name) -> name.equalsIgnoreCase("$skiptoken"));
				query.put("$skipToken", token);
				body.put("nextLink", linkTo(call, query));
			});
			return Reply.json(200, body);
		}).orElseGet(() -> error(400, "InvalidSkipToken", "The skip token is not valid."));
	}

	private static String skipToken(Call call) {
		return call.query()
			.entrySet()
			.stream()
			.filter((parameter) -> parameter.getKey().equalsIgnoreCase("$skiptoken"))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse(null);
	}

	private Reply unauthorized(Tokens.Verdict verdict) {
		String code = switch (verdict) {
			case MISSING -> "AuthenticationFailed";
			case WRONG_AUDIENCE -> "InvalidAuthenticationTokenAudience";
			case EXPIRED -> "ExpiredAuthenticationToken";
			default -> "InvalidAuthenticationToken";
		};
		return error(401, code, "The access token is missing, expired or not meant for this API.")
			.with("WWW-Authenticate", "Bearer authorization_uri=\"https://login.windows.net/" + this.entraTenantId
					+ "\", error=\"invalid_token\", error_description=\"" + code + "\"");
	}

	@Override
	Reply error(int status, String code, String message) {
		ObjectNode body = Json.object();
		body.putObject("error").put("code", code).put("message", message);
		return Reply.json(status, body);
	}

	/**
	 * The Activity Log's own specification declares errors without the envelope.
	 */
	private static Reply flat(String code, String message) {
		return Reply.json(400, Json.object().put("code", code).put("message", message));
	}

}
