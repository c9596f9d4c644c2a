package org.dsrhub.record;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * A field of a record's {@code data}, as people write down where it is:
 * {@code properties.requests[0].justification}, or with {@code .0} for the index. A key
 * may hold dots itself; of those that fit, the longest is meant.
 */
public final class DataField {

	private static final Pattern INDEX = Pattern.compile("(?:\\[(0|[1-9]\\d{0,8})]|(0|[1-9]\\d{0,8}))(.*)",
			Pattern.DOTALL);

	private DataField() {
	}

	/**
	 * Finds a field; empty where there is none.
	 */
	public static Optional<JsonPointer> find(JsonNode data, String path) {
		return (path.isEmpty()) ? Optional.empty() : find(data, path, JsonPointer.empty());
	}

	private static Optional<JsonPointer> find(JsonNode node, String path, JsonPointer at) {
		return steps(node, path).map((step) -> {
			JsonNode below = node.isArray() ? node.path(Integer.parseInt(step.name())) : node.path(step.name());
			JsonPointer there = at.appendProperty(step.name());
			return step.rest().isEmpty() ? Optional.of(there) : find(below, step.rest(), there);
		}).flatMap(Optional::stream).findFirst();
	}

	/**
	 * The ways in which a path can begin at a node.
	 */
	private static Stream<Step> steps(JsonNode node, String path) {
		if (node.isArray()) {
			Matcher index = INDEX.matcher(path);
			return index.matches()
					? step((index.group(1) != null) ? index.group(1) : index.group(2), index.group(3)).stream()
						.filter((step) -> node.has(Integer.parseInt(step.name())))
					: Stream.empty();
		}
		List<String> keys = node.properties().stream().map((each) -> each.getKey()).filter(path::startsWith).toList();
		return keys.stream()
			.sorted((one, other) -> other.length() - one.length())
			.map((key) -> step(key, path.substring(key.length())))
			.flatMap(Optional::stream);
	}

	private static Optional<Step> step(String name, String after) {
		if (after.isEmpty() || after.startsWith("[")) {
			return Optional.of(new Step(name, after));
		}
		return (after.startsWith(".") && after.length() > 1) ? Optional.of(new Step(name, after.substring(1)))
				: Optional.empty();
	}

	private record Step(String name, String rest) {
	}

}
