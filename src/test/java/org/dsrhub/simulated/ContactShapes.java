package org.dsrhub.simulated;

import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Security contacts as each api-version shows them. They are kept in the newest shape.
 */
final class ContactShapes {

	private ContactShapes() {
	}

	/**
	 * @param draft the form of the early drafts of 2020-01-01-preview: the addresses as
	 * an array, a type in the singular and an etag
	 */
	static ObjectNode show(ObjectNode kept, String version, boolean draft) {
		ObjectNode shown = kept.deepCopy();
		if (!version.equals("2020-01-01-preview")) {
			return shown;
		}
		ObjectNode properties = shown.withObject("/properties");
		properties.remove("isEnabled");
		JsonNode sources = properties.remove("notificationsSources");
		if (sources != null) {
			String severity = alertSeverity(sources);
			properties.putObject("alertNotifications")
				.put("state", severity.isEmpty() ? "Off" : "On")
				.put("minimalSeverity", severity.isEmpty() ? "High" : severity);
		}
		if (draft) {
			List<String> addresses = Arrays.stream(properties.path("emails").asText().split(";"))
				.filter((address) -> !address.isBlank())
				.toList();
			properties.set("emails", Json.strings(addresses));
			shown.put("type", "Microsoft.Security/securityContact");
			shown.put("etag", "\"" + Integer.toHexString(kept.hashCode()) + "\"");
		}
		return shown;
	}

	/**
	 * What was put in the shape of 2020, in the newest one.
	 */
	static ObjectNode keep(ObjectNode put, String version) {
		if (!version.equals("2020-01-01-preview")) {
			return put;
		}
		ObjectNode properties = put.withObject("/properties");
		if (properties.path("emails").isArray()) {
			StringBuilder joined = new StringBuilder();
			properties.path("emails")
				.forEach((address) -> joined.append((joined.length() == 0) ? "" : ";").append(address.asText()));
			properties.put("emails", joined.toString());
		}
		JsonNode notice = properties.remove("alertNotifications");
		if (notice != null && notice.path("state").asText().equals("On")) {
			properties.putArray("notificationsSources")
				.addObject()
				.put("sourceType", "Alert")
				.put("minimalSeverity", notice.path("minimalSeverity").asText("High"));
		}
		return put;
	}

	private static String alertSeverity(JsonNode sources) {
		for (JsonNode source : sources) {
			if (source.path("sourceType").asText().equals("Alert")) {
				return source.path("minimalSeverity").asText("High");
			}
		}
		return "";
	}

}
