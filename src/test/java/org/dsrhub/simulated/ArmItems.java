package org.dsrhub.simulated;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Single resources: read all of them, write and delete security contacts and JIT policies
 * with the status that each api-version declares.
 */
final class ArmItems {

	/**
	 * An error in ARM's envelope.
	 */
	interface Errors {

		Reply of(int status, String code, String message);

	}

	private final ArmState state;

	private final Errors errors;

	ArmItems(ArmState state, Errors errors) {
		this.state = state;
		this.errors = errors;
	}

	Reply answer(Call call, ArmPath path, ArmKind kind, String version, boolean draft) {
		Optional<ObjectNode> found = this.state.of(path.subscription(), kind).stream().filter(path::covers).findFirst();
		if (kind.locatable() && path.location() == null) {
			return this.errors.of(404, "InvalidResourceType", "The resource is addressed by its location.");
		}
		if (kind == ArmKind.SECURITY_CONTACTS && !path.name().equalsIgnoreCase("default")) {
			return this.errors.of(400, "InvalidSecurityContactName", "The security contact's name must be 'default'.");
		}
		if (call.method().equals("GET")) {
			return found.map((item) -> Reply.json(200, ContactShapes.show(item, version, draft)))
				.orElseGet(() -> this.errors.of(404, "ResourceNotFound", "The resource was not found."));
		}
		if (kind == ArmKind.ALERTS) {
			return this.errors.of(405, "MethodNotAllowed", "Alerts are read-only.");
		}
		return switch (call.method()) {
			case "PUT" -> put(call, kind, version, draft, found);
			case "DELETE" -> delete(kind, found);
			default -> this.errors.of(405, "MethodNotAllowed", "The method is not supported at this path.");
		};
	}

	private Reply put(Call call, ArmKind kind, String version, boolean draft, Optional<ObjectNode> old) {
		if (!call.json()) {
			return this.errors.of(415, "UnsupportedMediaType", "The content media type is not supported.");
		}
		ObjectNode resource;
		try {
			resource = ContactShapes.keep(Json.parse(call.body()), version);
		}
		catch (UncheckedIOException ex) {
			return this.errors.of(400, "InvalidRequestContent", "The request content was not one JSON object.");
		}
		if (kind == ArmKind.LEGACY_SECURITY_CONTACTS && resource.at("/properties/email").asText().isBlank()) {
			return this.errors.of(400, "InvalidInputJson", "Required property 'email' is missing.");
		}
		if (kind == ArmKind.JIT_POLICIES && !resource.at("/properties/virtualMachines").isArray()) {
			return this.errors.of(400, "InvalidInputJson", "Required property 'virtualMachines' is missing.");
		}
		List<String> segments = call.segments();
		resource.put("id", old.map((item) -> item.path("id").asText()).orElse("/" + String.join("/", segments)));
		resource.put("name", segments.get(segments.size() - 1));
		resource.put("type",
				old.map((item) -> item.path("type").asText())
					.orElse((kind == ArmKind.JIT_POLICIES) ? "Microsoft.Security/locations/jitNetworkAccessPolicies"
							: "Microsoft.Security/securityContacts"));
		int status = (old.isEmpty() && kind == ArmKind.SECURITY_CONTACTS) ? 201 : 200;
		return Reply.json(status, ContactShapes.show(resource, version, draft))
			.doing(old.isPresent() ? "replaced" : "created", () -> this.state.put(kind, resource));
	}

	private Reply delete(ArmKind kind, Optional<ObjectNode> old) {
		Reply reply = Reply.empty((old.isPresent() && kind != ArmKind.LEGACY_SECURITY_CONTACTS) ? 200 : 204);
		return old.map((item) -> reply.doing("deleted", () -> this.state.remove(kind, item.path("id").asText())))
			.orElse(reply);
	}

}
