package org.dsrhub.simulated;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Licences that are added to a user and removed (Microsoft Graph, user-assignlicense).
 */
final class Licences {

	private static final Pattern GUID = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

	private Licences() {
	}

	/**
	 * Why the directory would refuse the order; empty if it would not.
	 */
	static Optional<String> fault(ObjectNode user, ObjectNode order) {
		for (String parameter : List.of("addLicenses", "removeLicenses")) {
			if (!order.path(parameter).isArray()) {
				return Optional
					.of("One or more parameters of the operation 'assignLicense' are missing from the request "
							+ "payload. The missing parameters are: %s.".formatted(parameter));
			}
		}
		for (JsonNode sku : order.path("removeLicenses")) {
			if (!assigned(user).containsKey(sku.asText())) {
				return Optional.of("User does not have a corresponding license.");
			}
			if (inherited(user, sku.asText())) {
				return Optional
					.of("User license is inherited from a group membership and it cannot be removed directly "
							+ "from the user.");
			}
		}
		for (JsonNode licence : order.path("addLicenses")) {
			if (!GUID.matcher(licence.path("skuId").asText()).matches()) {
				return Optional.of("License %s does not correspond to a valid company License."
					.formatted(licence.path("skuId").asText()));
			}
			if (user.path("usageLocation").asText("").isEmpty()) {
				return Optional.of("License assignment cannot be done for user with invalid usage location.");
			}
		}
		return Optional.empty();
	}

	/**
	 * The user afterwards. A licence that is added again gets the plans of the order.
	 */
	static ObjectNode after(ObjectNode user, ObjectNode order) {
		Map<String, ObjectNode> licences = assigned(user);
		order.path("removeLicenses").forEach((sku) -> licences.remove(sku.asText()));
		for (JsonNode licence : order.path("addLicenses")) {
			String sku = licence.path("skuId").asText();
			List<String> disabled = new ArrayList<>();
			licence.path("disabledPlans").forEach((plan) -> disabled.add(plan.asText()));
			ObjectNode kept = Json.object();
			kept.set("disabledPlans", Json.strings(disabled));
			licences.put(sku, kept.put("skuId", sku));
		}
		ObjectNode after = user.deepCopy();
		after.set("assignedLicenses", Json.array(licences.values()));
		return after;
	}

	private static Map<String, ObjectNode> assigned(ObjectNode user) {
		Map<String, ObjectNode> licences = new LinkedHashMap<>();
		user.path("assignedLicenses").forEach((one) -> licences.put(one.path("skuId").asText(), one.deepCopy()));
		return licences;
	}

	private static boolean inherited(ObjectNode user, String sku) {
		for (JsonNode state : user.path("licenseAssignmentStates")) {
			if (state.path("skuId").asText().equals(sku) && state.hasNonNull("assignedByGroup")) {
				return true;
			}
		}
		return false;
	}

}
