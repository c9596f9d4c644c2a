package org.dsrhub.retention;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsrhub.request.BrokenText;
import org.dsrhub.request.FieldError;
import org.dsrhub.request.GivenSubject;
import org.dsrhub.request.InvalidRequest;
import org.dsrhub.request.RequestReader;
import org.dsrhub.subject.Subject;
import org.dsrhub.tenant.Tenants;
import org.springframework.stereotype.Component;

/**
 * Reads the documents in which a keeper sets and lifts holds.
 */
@Component
public class HoldReader {

	private static final Set<String> ORDER = Set.of("tenant", "request", "subject", "whole", "reason");

	private static final String UUID_TEXT = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

	private static final int LONGEST_REASON = 2_000;

	private final RequestReader requests;

	private final Tenants tenants;

	HoldReader(RequestReader requests, Tenants tenants) {
		this.requests = requests;
		this.tenants = tenants;
	}

	/**
	 * Reads what is to be held. Whether the caller may enter its tenant, and whether
	 * there is such a request, is the door's to check.
	 * @throws InvalidRequest naming every field at fault
	 */
	public HoldOrder order(JsonNode document) {
		List<FieldError> errors = faults(document, ORDER);
		JsonNode tenant = document.path("tenant");
		if (!tenant.isTextual()) {
			errors.add(new FieldError("tenant", "must be the name of a tenant"));
		}
		JsonNode request = document.path("request");
		if (document.has("request") && !(request.isTextual() && request.textValue().matches(UUID_TEXT))) {
			errors.add(new FieldError("request", "must be a receipt's id"));
		}
		if (document.has("whole") && !(document.path("whole").isBoolean() && document.path("whole").booleanValue())) {
			errors.add(new FieldError("whole", "must be true, or left out"));
		}
		if (Stream.of("request", "subject", "whole").filter(document::has).count() != 1) {
			errors.add(new FieldError("", "name what is held: one of request, subject and whole"));
		}
		raise(errors);
		return new HoldOrder(tenant.textValue(), document.has("request") ? UUID.fromString(request.textValue()) : null,
				document.has("subject") ? subject(tenant.textValue(), document.path("subject")) : null,
				document.has("whole"), reason(document));
	}

	/**
	 * Reads why a hold is lifted.
	 * @throws InvalidRequest naming every field at fault
	 */
	public String lift(JsonNode document) {
		raise(faults(document, Set.of("reason")));
		return reason(document);
	}

	/**
	 * The subject as a request would name it: the same fields, the same normal forms, the
	 * same faults.
	 */
	private Subject subject(String tenant, JsonNode subject) {
		ObjectNode request = JsonNodeFactory.instance.objectNode().put("tenant", tenant).put("right", "discover");
		request.set("subject", subject);
		return GivenSubject.of(this.requests.read(request), this.tenants.get(tenant).region());
	}

	private static List<FieldError> faults(JsonNode document, Set<String> fields) {
		BrokenText.refuse(document);
		if (!document.isObject()) {
			throw new InvalidRequest(List.of(new FieldError("", "must be an object")));
		}
		List<FieldError> errors = new ArrayList<>();
		document.fieldNames().forEachRemaining((field) -> {
			if (!fields.contains(field)) {
				errors.add(new FieldError("(unknown)",
						"the fields are " + String.join(", ", fields.stream().sorted().toList())));
			}
		});
		JsonNode reason = document.path("reason");
		if (!reason.isTextual() || reason.textValue().isBlank() || reason.textValue().length() > LONGEST_REASON) {
			errors.add(new FieldError("reason", "must say why in at most 2000 characters"));
		}
		return errors;
	}

	private static void raise(List<FieldError> errors) {
		if (!errors.isEmpty()) {
			throw new InvalidRequest(errors);
		}
	}

	private static String reason(JsonNode document) {
		return document.path("reason").textValue();
	}

}
