package org.dsrhub.simulated;

import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Microsoft Graph v1.0 for one tenant: users, deleted users and the organization.
 */
public final class SimulatedGraph extends SimulatedServer {

	private static final Pattern KEY = Pattern.compile("users\\('((?:[^']|'')*)'\\)");

	private final List<ObjectNode> users = new CopyOnWriteArrayList<>();

	private final List<ObjectNode> deleted = new CopyOnWriteArrayList<>();

	private final ObjectNode organization;

	private final Paging paging = new Paging(100);

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
	 * Moves a user to the deleted ones, where the object id stands in front of the name.
	 */
	public void softDelete(String objectId) {
		find(this.users, (user) -> same(user, "id", objectId)).ifPresent((user) -> {
			this.users.remove(user);
			ObjectNode gone = user.deepCopy();
			gone.put("userPrincipalName", objectId.replace("-", "") + user.path("userPrincipalName").asText());
			gone.put("deletedDateTime", now().toString());
			this.deleted.add(gone);
		});
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
		if (first.equals("users") && path.size() == 2) {
			return user(call, path.get(1));
		}
		if (key.matches() && path.size() == 1) {
			return user(call, key.group(1).replace("''", "'"));
		}
		if (String.join("/", path).startsWith("directory/deletedItems/") && path.size() == 3) {
			return path.get(2).equals("microsoft.graph.user") ? list(call, this.deleted) : deleted(call, path.get(2));
		}
		return error(400, "BadRequest", "Resource not found for the segment '" + first + "'.");
	}

	private Reply list(Call call, List<ObjectNode> all) {
		if (!call.method().equals("GET")) {
			return error(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.");
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

	private Reply user(Call call, String idOrName) {
		Optional<ObjectNode> found = find(this.users,
				(user) -> same(user, "id", idOrName) || same(user, "userPrincipalName", idOrName));
		if (found.isPresent() && call.method().equals("DELETE")) {
			softDelete(found.get().path("id").asText());
			return Reply.empty(204);
		}
		return one(call, found, idOrName);
	}

	private Reply deleted(Call call, String id) {
		Optional<ObjectNode> found = find(this.deleted, (user) -> same(user, "id", id));
		if (found.isPresent() && call.method().equals("DELETE")) {
			this.deleted.remove(found.get());
			return Reply.empty(204);
		}
		return one(call, found, id);
	}

	private Reply one(Call call, Optional<ObjectNode> found, String asked) {
		if (found.isPresent() && !call.method().equals("GET")) {
			return error(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.");
		}
		return found.map((user) -> {
			ObjectNode body = Json.object().put("@odata.context", url() + "/v1.0/$metadata#users/$entity");
			return Reply.json(200, body.setAll(shown(call, user)));
		})
			.orElseGet(() -> error(404, "Request_ResourceNotFound", "Resource '" + asked
					+ "' does not exist or one of its queried reference-property objects are not present."));
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
