package org.dsrhub.simulated;

import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What an application may update of a user (Microsoft Graph, user-update). A field that
 * is left out keeps its value, null clears it.
 */
final class UserUpdate {

	private static final Set<String> TEXTS = Set.of("ageGroup", "city", "companyName", "consentProvidedForMinor",
			"country", "department", "displayName", "employeeHireDate", "employeeId", "employeeType", "faxNumber",
			"givenName", "jobTitle", "mail", "mailNickname", "mobilePhone", "officeLocation", "passwordPolicies",
			"postalCode", "preferredDataLocation", "preferredLanguage", "state", "streetAddress", "surname",
			"usageLocation", "userPrincipalName", "userType");

	private static final Set<String> LISTS = Set.of("businessPhones", "otherMails");

	private static final Set<String> FLAGS = Set.of("accountEnabled", "showInAddressList");

	private static final Set<String> OBJECTS = Set.of("employeeOrgData", "onPremisesExtensionAttributes",
			"passwordProfile");

	private static final Set<String> REQUIRED = Set.of("accountEnabled", "displayName", "mailNickname", "usageLocation",
			"userPrincipalName");

	// What is mastered in the cloud even of a synchronised user.
	private static final Set<String> OF_THE_CLOUD = Set.of("ageGroup", "consentProvidedForMinor", "otherMails",
			"usageLocation");

	private UserUpdate() {
	}

	/**
	 * Why the directory would refuse the update; empty if it would not.
	 */
	static Optional<String> fault(ObjectNode user, ObjectNode update) {
		for (Entry<String, JsonNode> field : update.properties()) {
			Optional<String> fault = fault(field.getKey(), field.getValue());
			if (fault.isPresent()) {
				return fault;
			}
			if (user.path("onPremisesSyncEnabled").asBoolean() && !OF_THE_CLOUD.contains(field.getKey())) {
				return Optional.of("Unable to update the specified properties for on-premises mastered Directory Sync "
						+ "objects or objects currently undergoing migration.");
			}
		}
		return Optional.empty();
	}

	private static Optional<String> fault(String name, JsonNode value) {
		if (!UserShape.knows(name)) {
			return Optional.of("Invalid property '%s'.".formatted(name));
		}
		if (!TEXTS.contains(name) && !LISTS.contains(name) && !FLAGS.contains(name) && !OBJECTS.contains(name)) {
			return Optional.of("Property '%s' is read-only and cannot be set.".formatted(name));
		}
		return valid(name, value) ? Optional.empty()
				: Optional.of("Invalid value specified for property '%s' of resource 'User'.".formatted(name));
	}

	private static boolean valid(String name, JsonNode value) {
		if (value.isNull()) {
			return !REQUIRED.contains(name) && !LISTS.contains(name);
		}
		if (LISTS.contains(name)) {
			// Though it is a list, one business phone is all that there can be.
			return value.isArray() && (value.size() < 2 || !name.equals("businessPhones"));
		}
		return FLAGS.contains(name) ? value.isBoolean()
				: OBJECTS.contains(name) ? value.isObject() : value.isTextual() && !value.textValue().isEmpty();
	}

	/**
	 * The user afterwards. A new mail address becomes the primary one of the proxy
	 * addresses, the one before stays as another.
	 */
	static ObjectNode after(ObjectNode user, ObjectNode update) {
		ObjectNode after = user.deepCopy().setAll(update);
		String mail = update.path("mail").asText("");
		if (update.path("mail").isTextual() && !mail.equalsIgnoreCase(user.path("mail").asText())) {
			ArrayNode addresses = after.putArray("proxyAddresses").add("SMTP:" + mail);
			for (JsonNode old : user.path("proxyAddresses")) {
				String address = old.asText().replaceFirst("^SMTP:", "smtp:");
				if (!address.equalsIgnoreCase("smtp:" + mail)) {
					addresses.add(address);
				}
			}
		}
		return after;
	}

}
