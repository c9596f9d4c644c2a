package org.dsrhub.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An IoT Central application, REST API 2022-07-31: its users.
 */
public final class SimulatedIotCentral extends SimulatedServer {

	private static final String VERSION = "2022-07-31";

	private final List<ObjectNode> users = new CopyOnWriteArrayList<>();

	private final Paging paging = new Paging(100);

	SimulatedIotCentral(Clock clock, Tokens tokens) throws IOException {
		super(plain(0), clock, tokens);
	}

	@Override
	public String url() {
		return "http://127.0.0.1:" + port();
	}

	/**
	 * The users, in the order of the list; it is live.
	 */
	public List<ObjectNode> users() {
		return this.users;
	}

	/**
	 * Adds a person's account with one role.
	 */
	public ObjectNode person(String id, String email) {
		return add(Json.object().put("id", id).put("type", "email").put("email", email));
	}

	/**
	 * Adds the account of a group of the directory, or of an application.
	 * @param type {@code adGroup} or {@code servicePrincipal}
	 */
	public ObjectNode other(String id, String type, String objectId) {
		return add(Json.object()
			.put("id", id)
			.put("type", type)
			.put("tenantId", UUID.randomUUID().toString())
			.put("objectId", objectId));
	}

	private ObjectNode add(ObjectNode user) {
		user.putArray("roles").addObject().put("role", "ca310b8d-2f4a-44e0-a36e-957c202cd8d4");
		this.users.add(user);
		return user;
	}

	public void pageSize(int items) {
		this.paging.size(items);
	}

	@Override
	Reply answer(Call call) {
		if (tokens().check(call, Audience.IOT_CENTRAL) != Tokens.Verdict.GOOD) {
			return error(401, "Unauthorized", "The token is missing or not for this application.");
		}
		if (!VERSION.equals(call.query().get("api-version"))) {
			return error(400, "UnsupportedApiVersion", "This version of the API is not supported.");
		}
		List<String> path = call.segments();
		if (path.equals(List.of("api", "users")) && call.method().equals("GET")) {
			return page(call);
		}
		if (path.size() == 3 && path.subList(0, 2).equals(List.of("api", "users"))) {
			return user(call, path.get(2));
		}
		return error(404, "NotFound", "There is no such path.");
	}

	private Reply page(Call call) {
		return this.paging.page(List.copyOf(this.users), call.query().get("$skiptoken"), null).map((page) -> {
			ObjectNode body = Json.object();
			body.set("value", Json.array(page.items()));
			page.next().ifPresent((token) -> {
				Map<String, String> query = new LinkedHashMap<>(call.query());
				query.put("$skiptoken", token);
				body.put("nextLink", linkTo(call, query));
			});
			return Reply.json(200, body);
		}).orElseGet(() -> error(400, "InvalidContinuation", "The continuation token is not valid."));
	}

	private Reply user(Call call, String id) {
		Optional<ObjectNode> found = this.users.stream()
			.filter((user) -> user.path("id").asText().equals(id))
			.findFirst();
		if (found.isEmpty() && call.method().equals("PUT")) {
			return put(call, this.users::add);
		}
		if (found.isEmpty()) {
			return error(404, "NotFound", "There is no user with this id.");
		}
		ObjectNode user = found.get();
		return switch (call.method()) {
			case "GET" -> Reply.json(200, user);
			case "DELETE" -> Reply.empty(204).doing("deleted", () -> this.users.remove(user));
			case "PUT" -> put(call, (after) -> this.users.set(this.users.indexOf(user), after));
			default -> error(405, "MethodNotAllowed", "This method is not allowed.");
		};
	}

	/**
	 * A user is put in another one's place, or made.
	 */
	private Reply put(Call call, Consumer<ObjectNode> place) {
		try {
			ObjectNode after = Json.parse(call.body());
			return Reply.json(200, after).doing("put", () -> place.accept(after));
		}
		catch (UncheckedIOException ex) {
			return error(422, "InvalidBody", "The body is not JSON.");
		}
	}

	@Override
	Reply error(int status, String code, String message) {
		ObjectNode body = Json.object();
		body.putObject("error")
			.put("code", code)
			.put("message", message)
			.put("requestId", UUID.randomUUID().toString())
			.put("time", DateTimeFormatter.RFC_1123_DATE_TIME.format(now().atZone(ZoneOffset.UTC)));
		return Reply.json(status, body).with("x-ms-error-code", code);
	}

}
