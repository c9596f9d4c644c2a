package org.dsrhub.mail;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.ParameterList;
import jakarta.mail.internet.ParseException;

/**
 * The media type of a mail or of a part of it.
 *
 * @param name in lower case, such as {@code text/plain}, which is also what no type and
 * no readable type mean (RFC 2045, 5.2)
 */
record PartType(String name, ParameterList parameters) {

	private static final Pattern NAME = Pattern.compile("\\s*([A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+).*",
			Pattern.DOTALL);

	private static final String PLAIN = "text/plain";

	/**
	 * Reads a type. Where its parameters break the grammar it has none.
	 * @param field the Content-Type, or null
	 */
	static PartType of(String field) {
		if (field == null) {
			return new PartType(PLAIN, new ParameterList());
		}
		try {
			ContentType type = new ContentType(field.replace("\r", "").replace("\n", ""));
			return new PartType(type.getBaseType().toLowerCase(Locale.ROOT),
					Optional.ofNullable(type.getParameterList()).orElseGet(ParameterList::new));
		}
		catch (ParseException ex) {
			Matcher name = NAME.matcher(field);
			return new PartType(name.matches() ? name.group(1).toLowerCase(Locale.ROOT) : PLAIN, new ParameterList());
		}
	}

	boolean is(String other) {
		return this.name.equals(other);
	}

	boolean multipart() {
		return this.name.startsWith("multipart/");
	}

	/**
	 * A parameter's value, or null.
	 */
	String parameter(String key) {
		return this.parameters.get(key);
	}

	/**
	 * Whether it is a report of that type (RFC 6522).
	 */
	boolean report(String type) {
		return is("multipart/report") && type.equalsIgnoreCase(parameter("report-type"));
	}

}
