package org.dsrhub.change;

import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsrhub.change.Step.End;
import org.dsrhub.change.Step.Read;

/**
 * Corrects profile and work fields of a user of Entra ID (GDPR art. 16; Microsoft Graph,
 * user-update).
 */
final class UserCorrection implements Procedure {

	private static final String UPDATE = "update";

	private final String user;

	private final String fields;

	private final ObjectNode corrected = JsonNodeFactory.instance.objectNode();

	/**
	 * A correction.
	 * @param corrections field to new value; a list's values are split by {@code |}
	 */
	public UserCorrection(String objectId, Map<String, JsonNode> corrections) {
		this.user = "/users/" + objectId;
		corrections.forEach(this.corrected::set);
		this.fields = "?$select=id,onPremisesSyncEnabled,"
				+ String.join(",", corrections.keySet().stream().sorted().toList());
	}

	@Override
	public Step next(Situation situation) {
		Optional<Answer> answer = situation.answer(this.user + this.fields);
		if (answer.isEmpty()) {
			return new Read(Call.get(this.user + this.fields));
		}
		if (answer.get().absent()) {
			return End.refused("the account is no longer in the directory");
		}
		JsonNode user = answer.get().body();
		ObjectNode left = left(user);
		if (left.isEmpty()) {
			return situation.notes().begun() ? End.done(user) : End.already(user);
		}
		if (user.path("onPremisesSyncEnabled").asBoolean()) {
			return End.refused("the account is synchronised from an on-premises directory; correct it there");
		}
		return situation.effect(UPDATE, new Call(Call.Method.PATCH, this.user, left),
				situation.notes().begun() ? null : user);
	}

	/**
	 * What is not yet as it should be, in the form that the field has.
	 */
	private ObjectNode left(JsonNode user) {
		ObjectNode left = JsonNodeFactory.instance.objectNode();
		this.corrected.properties().forEach((field) -> {
			JsonNode now = user.path(field.getKey());
			JsonNode wanted = now.isArray() ? list(field.getValue().asText()) : field.getValue();
			boolean cleared = wanted.asText().isEmpty() && !wanted.isArray() && (now.isNull() || now.isMissingNode());
			if (!now.equals(wanted) && !cleared) {
				left.set(field.getKey(), wanted.isTextual() && wanted.textValue().isEmpty()
						? JsonNodeFactory.instance.nullNode() : wanted);
			}
		});
		return left;
	}

	private static ArrayNode list(String values) {
		ArrayNode list = JsonNodeFactory.instance.arrayNode();
		for (String value : values.split("\\|")) {
			if (!value.isBlank()) {
				list.add(value.strip());
			}
		}
		return list;
	}

}
