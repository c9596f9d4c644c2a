package org.dsrhub.subject;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.dsrhub.subject.Mention.Form;

/**
 * Reads the value of a field that holds phone numbers, one or several.
 */
final class PhoneField {

	private static final int FEWEST_DIGITS = 5;

	private static final Pattern PART = Pattern.compile("[^;,|]+");

	private static final Pattern MOMENT = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(?:[T ].*)?");

	private PhoneField() {
	}

	static void find(String text, String region, Consumer<Mention> found) {
		Matcher part = PART.matcher(text);
		while (part.find()) {
			String value = part.group().strip();
			String digits = value.replaceAll("\\D", "");
			if (digits.length() >= FEWEST_DIGITS && !MOMENT.matcher(value).matches()) {
				int start = text.indexOf(value, part.start());
				found.accept(new Mention(Form.PHONE, Identifiers.phone(value, region).orElse(digits), start,
						start + value.length()));
			}
		}
	}

}
