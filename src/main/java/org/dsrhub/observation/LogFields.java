package org.dsrhub.observation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ch.qos.logback.classic.spi.ILoggingEvent;
import org.springframework.boot.json.JsonWriter.Members;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/**
 * Makes fields of what a log line of the hub says, {@code event=closed request=...},
 * where an installation asks for JSON. Other lines, which do not begin with an event,
 * stay a message.
 */
class LogFields implements StructuredLoggingJsonMembersCustomizer<ILoggingEvent> {

	private static final Pattern FIELD = Pattern
		.compile("\\G([A-Za-z][A-Za-z0-9-]*)=(?:\"([^\"]*)\"|([^\\s\"]*))(?:\\s+|$)");

	@Override
	public void customize(Members<ILoggingEvent> members) {
		members.addMapEntries((event) -> of(event.getFormattedMessage()));
	}

	/**
	 * The fields of a line in their order; none if it is not one of the hub's. What
	 * stands behind something that is no field is left to the message.
	 */
	static Map<String, String> of(String line) {
		Map<String, String> fields = new LinkedHashMap<>();
		if (line != null && line.startsWith("event=")) {
			Matcher field = FIELD.matcher(line);
			while (field.find()) {
				fields.putIfAbsent(field.group(1), (field.group(2) != null) ? field.group(2) : field.group(3));
			}
		}
		return fields;
	}

}
