package org.dsrhub.change;

import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsrhub.change.Step.End;
import org.dsrhub.change.Step.Read;

/**
 * Gives a user of Entra ID back exactly what a restriction took: sign-in, if it was
 * allowed, and the licences with the plans that were switched off in them.
 */
final class UserLift implements Procedure {

	static final String ENABLE = "enable";

	static final String LICENCES = "return-licences";

	private static final String FIELDS = "?$select=id,accountEnabled,assignedLicenses";

	private final String user;

	private final String deleted;

	private final JsonNode original;

	/**
	 * A lift.
	 * @param original the user as it was sealed before the restriction
	 */
	public UserLift(String objectId, JsonNode original) {
		this.user = "/users/" + objectId;
		this.deleted = "/directory/deletedItems/" + objectId;
		this.original = original;
	}

	@Override
	public Step next(Situation situation) {
		Optional<Answer> answer = situation.answer(this.user + FIELDS);
		if (answer.isEmpty()) {
			return new Read(Call.get(this.user + FIELDS));
		}
		if (answer.get().absent()) {
			return absent(situation);
		}
		JsonNode user = answer.get().body();
		JsonNode before = situation.notes().begun() ? null : user;
		if (this.original.path("accountEnabled").asBoolean() && !user.path("accountEnabled").asBoolean()) {
			ObjectNode enabled = JsonNodeFactory.instance.objectNode().put("accountEnabled", true);
			return situation.effect(ENABLE, new Call(Call.Method.PATCH, this.user, enabled), before);
		}
		ObjectNode missing = missing(user);
		if (!missing.path("addLicenses").isEmpty()) {
			return situation.effect(LICENCES, new Call(Call.Method.POST, this.user + "/assignLicense", missing),
					before);
		}
		return situation.notes().begun() ? End.done(user) : End.already(user);
	}

	/**
	 * Nothing is left to lift of an account that is gone for good.
	 */
	private Step absent(Situation situation) {
		Optional<Answer> gone = situation.answer(this.deleted);
		if (gone.isEmpty()) {
			return new Read(Call.get(this.deleted));
		}
		return gone.get().absent() ? End.absent()
				: End.refused("the account is deleted; restore it in the directory, and lift the restriction again");
	}

	private ObjectNode missing(JsonNode user) {
		ObjectNode body = JsonNodeFactory.instance.objectNode();
		body.putArray("addLicenses");
		body.putArray("removeLicenses");
		for (JsonNode licence : this.original.path("assignedLicenses")) {
			boolean there = user.path("assignedLicenses")
				.findValuesAsText("skuId")
				.contains(licence.path("skuId").asText());
			if (!there) {
				body.withArray("addLicenses").add(licence);
			}
		}
		return body;
	}

}
