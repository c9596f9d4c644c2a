package org.dsrhub.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Microsoft Graph v1.0 for one tenant: users, deleted users, logs, exports of personal
 * data and the organization.
 */
public final class SimulatedGraph extends SimulatedServer {

	private static final Pattern KEY = Pattern.compile("users\\('((?:[^']|'')*)'\\)");

	private final List<ObjectNode> users = new CopyOnWriteArrayList<>();

	private final List<ObjectNode> deleted = new CopyOnWriteArrayList<>();

	private final Map<String, List<String>> members = new ConcurrentHashMap<>();

	private final ObjectNode organization;

	private final Paging paging = new Paging(100);

	private final GraphLogs logs = new GraphLogs();

	private final GraphExports exports = new GraphExports();

	SimulatedGraph(int port, Clock clock, Tokens tokens, ObjectNode organization) throws IOException {
		super(plain(port), clock, tokens);
		this.organization = organization;
	}

	@Override
	public String url() {
		return "http://127.0.0.1:" + port();
	}

	/**
	 * The directory's users, with every property they have; the list is live.
	 */
	public List<ObjectNode> users() {
		return this.users;
	}

	/**
	 * The users that were deleted less than 30 days ago; the list is live.
	 */
	public List<ObjectNode> deletedUsers() {
		return this.deleted;
	}

	/**
	 * The object ids of each group's members, by the group's; the map is live.
	 */
	public Map<String, List<String>> groups() {
		return this.members;
	}

	/**
	 * The log of sign-ins, the newest first; the list is live.
	 */
	public List<ObjectNode> signIns() {
		return this.logs.signIns;
	}

	/**
	 * The log of changes to the directory, the newest first; the list is live.
	 */
	public List<ObjectNode> audits() {
		return this.logs.audits;
	}

	/**
	 * The exports of personal data that were begun, in that order; the list is live.
	 */
	public List<GraphExports.Export> exports() {
		return this.exports.all();
	}

	/**
	 * Sets the time in which no more than five requests for the logs are answered.
	 */
	public void fiveLogRequestsIn(Duration time) {
		this.logs.stretch(time);
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
	 * The user of this object id, to be read only.
	 */
	public Optional<ObjectNode> user(String objectId) {
		return find(this.users, (user) -> same(user, "id", objectId));
	}

	/**
	 * Puts a user in the place of the one with the same id, or behind the others.
	 */
	public synchronized void put(ObjectNode user) {
		user(user.path("id").asText()).ifPresentOrElse((old) -> this.users.set(this.users.indexOf(old), user),
				() -> this.users.add(user));
	}

	/**
	 * Moves a user to the deleted ones, where the object id stands in front of the name.
	 */
	public synchronized void softDelete(String objectId) {
		user(objectId).ifPresent((user) -> {
			this.users.remove(user);
			ObjectNode gone = user.deepCopy();
			gone.put("userPrincipalName", mark(user) + user.path("userPrincipalName").asText());
			gone.put("deletedDateTime", now().toString());
			this.deleted.add(gone);
		});
	}

	/**
	 * Brings a deleted user back, as an administrator may within 30 days.
	 */
	public synchronized void restore(String objectId) {
		find(this.deleted, (user) -> same(user, "id", objectId)).ifPresent((gone) -> {
			this.deleted.remove(gone);
			this.users.add(restored(gone));
		});
	}

	private static ObjectNode restored(ObjectNode gone) {
		ObjectNode user = gone.deepCopy();
		user.remove("deletedDateTime");
		String name = gone.path("userPrincipalName").asText();
		return user.put("userPrincipalName", name.startsWith(mark(gone)) ? name.substring(mark(gone).length()) : name);
	}

	private static String mark(ObjectNode user) {
		return user.path("id").asText().replace("-", "");
	}

	@Override
	Reply answer(Call call) {
		Tokens.Verdict verdict = tokens().check(call, Audience.GRAPH);
		if (verdict != Tokens.Verdict.GOOD) {
			return error(401, "InvalidAuthenticationToken",
					(verdict == Tokens.Verdict.MISSING) ? "Access token is empty." : "Access token validation failure.")
				.with("WWW-Authenticate", "Bearer realm=\"\", error=\"invalid_token\"");
		}
		List<String> path = call.segments();
		if (path.isEmpty() || !path.get(0).equals("v1.0")) {
			return error(400, "BadRequest", "Invalid version: " + (path.isEmpty() ? "" : path.get(0)));
		}
		Reply reply = answer(call, path.subList(1, path.size()));
		return reply.with("request-id", UUID.randomUUID().toString());
	}

	private Reply answer(Call call, List<String> path) {
		if (path.size() == 2 && path.get(0).equals("auditLogs") && call.method().equals("GET")) {
			return log(call, path.get(1));
		}
		if (path.size() == 2 && path.get(0).equals("dataPolicyOperations") && call.method().equals("GET")) {
			return this.exports.find(path.get(1))
				.map((export) -> Reply.json(200, export.shown()))
				.orElseGet(() -> missing(path.get(1)));
		}
		Optional<String> unknown = UserShape.unknown(call.query().get("$select"));
		if (path.equals(List.of("organization")) && call.method().equals("GET")) {
			return page(call, "organization", List.of(this.organization), Optional.empty());
		}
		if (unknown.isPresent()) {
			return error(400, "BadRequest", "Parsing OData Select and Expand failed: Could not find a property named '"
					+ unknown.get() + "' on type 'microsoft.graph.user'.");
		}
		Matcher key = KEY.matcher(path.isEmpty() ? "" : path.get(0));
		String first = path.isEmpty() ? "" : path.get(0);
		if (first.equals("users") && path.size() == 1) {
			return list(call, this.users);
		}
		if (first.equals("users") && path.size() < 4) {
			return user(call, path.get(1), (path.size() == 3) ? path.get(2) : "");
		}
		if (key.matches() && path.size() < 3) {
			return user(call, key.group(1).replace("''", "'"), (path.size() == 2) ? path.get(1) : "");
		}
		if (String.join("/", path).startsWith("directory/deletedItems/") && path.size() < 5) {
			return path.get(2).equals("microsoft.graph.user") ? list(call, this.deleted)
					: deleted(call, path.get(2), (path.size() == 4) ? path.get(3) : "");
		}
		return error(400, "BadRequest", "Resource not found for the segment '" + first + "'.");
	}

	private Reply log(Call call, String name) {
		return this.logs.spent(now())
			.map((wait) -> error(429, "UnknownError", "Too many requests").with("Retry-After",
					String.valueOf(wait.toSeconds() + 1)))
			.orElseGet(() -> this.logs.find(name, call.query().get("$filter"))
				.map((entries) -> page(call, "auditLogs/" + name, entries, Optional.empty()))
				.orElseGet(() -> error(400, "BadRequest", "Invalid filter clause")));
	}

	private Reply list(Call call, List<ObjectNode> all) {
		if (!call.method().equals("GET")) {
			return notAllowed();
		}
		String filter = call.query().get("$filter");
		if (filter != null && all == this.deleted) {
			return error(400, "Request_UnsupportedQuery", "Filter is not supported on deleted items here.");
		}
		Optional<Integer> top = Optional.ofNullable(call.query().get("$top"))
			.map((text) -> text.matches("\\d{1,3}") ? Integer.parseInt(text) : 0);
		if (top.isPresent() && top.get() == 0) {
			return error(400, "Request_BadRequest", "Invalid page size specified: it must be from 1 to 999.");
		}
		try {
			Predicate<JsonNode> wanted = (filter == null) ? (user) -> true : UserFilter.of(filter);
			return page(call, "users", all.stream().filter(wanted).map((user) -> shown(call, user)).toList(), top);
		}
		catch (UserFilter.Unsupported ex) {
			return error(400, "Request_UnsupportedQuery", ex.getMessage());
		}
	}

	private Reply page(Call call, String collection, List<ObjectNode> all, Optional<Integer> top) {
		return this.paging.page(all, call.query().get("$skiptoken"), top.orElse(null)).map((page) -> {
			ObjectNode body = Json.object().put("@odata.context", url() + "/v1.0/$metadata#" + collection);
			page.next().ifPresent((token) -> {
				Map<String, String> query = new LinkedHashMap<>(call.query());
				query.put("$skiptoken", token);
				body.put("@odata.nextLink", linkTo(call, query));
			});
			body.set("value", Json.array(page.items()));
			return Reply.json(200, body);
		}).orElseGet(() -> error(400, "Directory_ExpiredPageToken", "The specified page token value has expired."));
	}

	private Reply user(Call call, String idOrName, String action) {
		Optional<ObjectNode> found = find(this.users,
				(one) -> same(one, "id", idOrName) || same(one, "userPrincipalName", idOrName));
		if (found.isEmpty()) {
			return missing(idOrName);
		}
		ObjectNode user = found.get();
		return switch ((call.method() + " " + action).strip()) {
			case "GET" -> entity(shown(call, user));
			case "PATCH" -> ordered(call, (update) -> UserUpdate.fault(user, update), (update) -> Reply.empty(204)
				.doing("updated: " + words(update), () -> put(UserUpdate.after(user, update))));
			case "DELETE" -> Reply.empty(204).doing("deleted softly", () -> softDelete(user.path("id").asText()));
			case "POST assignLicense" ->
				ordered(call, (order) -> Licences.fault(user, order), (order) -> licensed(user, order));
			case "POST exportPersonalData" ->
				ordered(call, GraphExports::fault, (order) -> this.exports.begin(url(), user, order, now()));
			case "POST revokeSignInSessions" -> revoked(user);
			case "POST checkMemberGroups" -> ordered(call, SimulatedGraph::tooMany, (order) -> memberOf(user, order));
			default -> notAllowed();
		};
	}

	/**
	 * Does what a body orders, if nothing speaks against it.
	 */
	private Reply ordered(Call call, Function<ObjectNode, Optional<String>> fault, Function<ObjectNode, Reply> reply) {
		ObjectNode order;
		try {
			order = Json.parse(call.json() ? call.body() : "");
		}
		catch (UncheckedIOException ex) {
			return error(400, "BadRequest", "Unable to read JSON request payload. Please ensure Content-Type header is "
					+ "set and payload is of valid JSON format.");
		}
		return fault.apply(order)
			.map((message) -> error(400, "Request_BadRequest", message))
			.orElseGet(() -> reply.apply(order));
	}

	private Reply licensed(ObjectNode user, ObjectNode order) {
		ObjectNode after = Licences.after(user, order);
		return entity(UserShape.show(after, String.join(",", UserShape.USUAL) + ",accountEnabled,assignedLicenses"))
			.doing("licences: %d added, %d removed".formatted(order.path("addLicenses").size(),
					order.path("removeLicenses").size()), () -> put(after));
	}

	private static Optional<String> tooMany(ObjectNode order) {
		return (order.path("groupIds").size() > 20) ? Optional.of("The number of group ids must not be more than 20.")
				: Optional.empty();
	}

	private Reply memberOf(ObjectNode user, ObjectNode order) {
		ObjectNode body = Json.object().put("@odata.context", url() + "/v1.0/$metadata#Collection(Edm.String)");
		var value = body.putArray("value");
		order.path("groupIds").forEach((group) -> {
			if (this.members.getOrDefault(group.asText(), List.of()).contains(user.path("id").asText())) {
				value.add(group.asText());
			}
		});
		return Reply.json(200, body);
	}

	private Reply revoked(ObjectNode user) {
		ObjectNode after = user.deepCopy()
			.put("signInSessionsValidFromDateTime", now().truncatedTo(ChronoUnit.SECONDS).toString());
		ObjectNode body = Json.object().put("@odata.context", url() + "/v1.0/$metadata#Edm.Boolean").put("value", true);
		return Reply.json(200, body).doing("sessions revoked", () -> put(after));
	}

	private Reply deleted(Call call, String id, String action) {
		Optional<ObjectNode> found = find(this.deleted, (user) -> same(user, "id", id));
		if (found.isEmpty()) {
			return missing(id);
		}
		ObjectNode gone = found.get();
		return switch ((call.method() + " " + action).strip()) {
			case "GET" -> entity(shown(call, gone));
			case "DELETE" -> Reply.empty(204).doing("deleted for good", () -> this.deleted.remove(gone));
			case "POST restore" -> restored(call, gone);
			default -> notAllowed();
		};
	}

	private Reply restored(Call call, ObjectNode gone) {
		ObjectNode user = restored(gone);
		boolean taken = this.users.stream()
			.anyMatch((other) -> same(other, "userPrincipalName", user.path("userPrincipalName").asText()));
		return taken
				? error(400, "Request_BadRequest",
						"Another object with the same value for property userPrincipalName already exists.")
				: entity(shown(call, user)).doing("restored", () -> restore(user.path("id").asText()));
	}

	private Reply entity(ObjectNode shown) {
		ObjectNode body = Json.object().put("@odata.context", url() + "/v1.0/$metadata#users/$entity");
		return Reply.json(200, body.setAll(shown));
	}

	private Reply missing(String asked) {
		return error(404, "Request_ResourceNotFound", "Resource '" + asked
				+ "' does not exist or one of its queried reference-property objects are not present.");
	}

	private Reply notAllowed() {
		return error(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.");
	}

	/**
	 * The fields, and of the switches which way: {@code accountEnabled=false, city}.
	 */
	private static String words(ObjectNode update) {
		return update.properties()
			.stream()
			.map((field) -> field.getKey() + (field.getValue().isBoolean() ? "=" + field.getValue() : ""))
			.collect(Collectors.joining(", "));
	}

	private static ObjectNode shown(Call call, ObjectNode user) {
		return UserShape.show(user, call.query().get("$select"));
	}

	private static Optional<ObjectNode> find(List<ObjectNode> users, Predicate<ObjectNode> test) {
		return users.stream().filter(test).findFirst();
	}

	private static boolean same(ObjectNode user, String field, String value) {
		return user.path(field).asText().equalsIgnoreCase(value);
	}

	@Override
	String codeOf(int status) {
		return switch (status) {
			case 403 -> "Authorization_RequestDenied";
			case 404 -> "Request_ResourceNotFound";
			case 503 -> "serviceNotAvailable";
			default -> super.codeOf(status);
		};
	}

	@Override
	Reply error(int status, String code, String message) {
		ObjectNode body = Json.object();
		body.putObject("error")
			.put("code", code)
			.put("message", message)
			.putObject("innerError")
			.put("date", now().toString().substring(0, 19))
			.put("request-id", UUID.randomUUID().toString())
			.put("client-request-id", UUID.randomUUID().toString());
		return Reply.json(status, body);
	}

}
