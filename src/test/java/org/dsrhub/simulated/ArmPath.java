package org.dsrhub.simulated;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A resource id or the path of a list, taken apart. What it does not name is null.
 */
record ArmPath(String subscription, String group, String provider, String location, String type, String name) {

	private static final Pattern SHAPE = Pattern
		.compile("/subscriptions/([^/]+)(?:/resourceGroups/([^/]+))?/providers/([^/]+)(?:/locations/([^/]+))?"
				+ "/(eventtypes/management/values|[^/]+)(?:/([^/]+))?", Pattern.CASE_INSENSITIVE);

	static Optional<ArmPath> of(String path) {
		Matcher parts = SHAPE.matcher(path);
		return parts.matches() ? Optional.of(new ArmPath(parts.group(1), parts.group(2), parts.group(3), parts.group(4),
				parts.group(5), parts.group(6))) : Optional.empty();
	}

	/**
	 * Whether the resource lies where this path points: every part that the path names is
	 * the resource's own.
	 */
	boolean covers(JsonNode resource) {
		return of(resource.path("id").asText()).filter((id) -> within(this.group, id.group()))
			.filter((id) -> within(this.location, id.location()))
			.filter((id) -> within(this.name, id.name()))
			.isPresent();
	}

	private static boolean within(String asked, String actual) {
		return asked == null || asked.equalsIgnoreCase(actual);
	}

}
