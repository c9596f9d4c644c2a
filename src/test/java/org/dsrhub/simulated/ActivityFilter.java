package org.dsrhub.simulated;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The only {@code $filter} that the Activity Log understands: bounds of
 * {@code eventTimestamp}, the lower one required, and at most one further condition.
 * {@code caller} is accepted though the specification does not list it, as the service
 * does.
 */
record ActivityFilter(Instant from, Instant to, String field, String value) implements Predicate<JsonNode> {

	private static final Pattern CLAUSE = Pattern.compile("(\\w+) (eq|ge|le) '([^']*)'");

	private static final Map<String, String> FIELDS = Map.of("resourceGroupName", "/resourceGroupName", "resourceUri",
			"/resourceId", "resourceId", "/resourceId", "resourceProvider", "/resourceProviderName/value",
			"correlationId", "/correlationId", "caller", "/caller");

	/**
	 * @return empty if the service would not understand the filter
	 */
	static Optional<ActivityFilter> of(String filter) {
		Map<String, String> found = new HashMap<>();
		for (String part : filter.strip().split("(?i)\\s+and\\s+")) {
			Matcher clause = CLAUSE.matcher(part.strip());
			if (!clause.matches() || found.put(clause.group(1) + " " + clause.group(2), clause.group(3)) != null) {
				return Optional.empty();
			}
		}
		String from = found.remove("eventTimestamp ge");
		String to = found.remove("eventTimestamp le");
		if (from == null || found.size() > 1) {
			return Optional.empty();
		}
		String field = found.keySet().stream().findFirst().orElse("");
		if (!field.isEmpty() && (!field.endsWith(" eq") || !FIELDS.containsKey(field.replace(" eq", "")))) {
			return Optional.empty();
		}
		try {
			return Optional.of(new ActivityFilter(OffsetDateTime.parse(from).toInstant(),
					(to == null) ? Instant.MAX : OffsetDateTime.parse(to).toInstant(), field.replace(" eq", ""),
					found.getOrDefault(field, "")));
		}
		catch (DateTimeParseException ex) {
			return Optional.empty();
		}
	}

	@Override
	public boolean test(JsonNode event) {
		Instant at = Instant.parse(event.path("eventTimestamp").asText());
		return !at.isBefore(this.from) && !at.isAfter(this.to)
				&& (this.field.isEmpty() || event.at(FIELDS.get(this.field))
					.asText()
					.toLowerCase(Locale.ROOT)
					.equals(this.value.toLowerCase(Locale.ROOT)));
	}

}
