package org.dsrhub.change;

import java.time.Instant;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsrhub.change.Step.End;
import org.dsrhub.change.Step.Read;

/**
 * Restricts the use of a user's data in Entra ID: sign-in is disabled, licences are
 * removed, sessions revoked (GDPR art. 18(1); Microsoft Graph, user-update,
 * user-assignlicense, user-revokesigninsessions).
 */
final class UserRestriction implements Procedure {

	static final String DISABLE = "disable";

	static final String LICENCES = "remove-licences";

	static final String SESSIONS = "revoke-sessions";

	private static final String FIELDS = "?$select=id,accountEnabled,assignedLicenses,onPremisesSyncEnabled,signInSessionsValidFromDateTime";

	private final String user;

	public UserRestriction(String objectId) {
		this.user = "/users/" + objectId;
	}

	@Override
	public Step next(Situation situation) {
		Optional<Answer> answer = situation.answer(this.user + FIELDS);
		if (answer.isEmpty()) {
			return new Read(Call.get(this.user + FIELDS));
		}
		if (answer.get().absent()) {
			return End.absent();
		}
		JsonNode user = answer.get().body();
		if (user.path("onPremisesSyncEnabled").asBoolean() && user.path("accountEnabled").asBoolean()) {
			return End.refused("the account is synchronised from an on-premises directory; disable it there");
		}
		JsonNode before = situation.notes().begun() ? null : user;
		if (user.path("accountEnabled").asBoolean()) {
			return situation.effect(DISABLE, new Call(Call.Method.PATCH, this.user, object("accountEnabled", false)),
					before);
		}
		if (!user.path("assignedLicenses").isEmpty()) {
			return situation.effect(LICENCES,
					new Call(Call.Method.POST, this.user + "/assignLicense", removal(user.path("assignedLicenses"))),
					before);
		}
		if (!revoked(situation, user)) {
			return situation.effect(SESSIONS, new Call(Call.Method.POST, this.user + "/revokeSignInSessions", null),
					before);
		}
		return End.done(user);
	}

	/**
	 * The service's own mark may lag by minutes, so its yes counts, too; the mark tells
	 * where the yes was lost.
	 */
	private static boolean revoked(Situation situation, JsonNode user) {
		Optional<String> begun = situation.notes().begun(SESSIONS);
		if (begun.isEmpty()) {
			return false;
		}
		String from = user.path("signInSessionsValidFromDateTime").asText();
		return situation.notes().said(SESSIONS).filter((status) -> status.startsWith("2")).isPresent()
				|| (!from.isEmpty() && !Instant.parse(from).isBefore(Instant.parse(begun.get()).minusSeconds(60)));
	}

	private static ObjectNode object(String name, boolean value) {
		return JsonNodeFactory.instance.objectNode().put(name, value);
	}

	private static ObjectNode removal(JsonNode licences) {
		ObjectNode body = JsonNodeFactory.instance.objectNode();
		body.putArray("addLicenses");
		licences.forEach((licence) -> body.withArray("removeLicenses").add(licence.path("skuId").asText()));
		return body;
	}

}
