package org.dsrhub.subject;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import org.dsrhub.subject.Mention.Form;

/**
 * Finds phone numbers. Most numbers in cloud records are something else, so in free text
 * one must be written with a country code, or like a phone number that is valid in the
 * subject's region.
 */
final class PhoneScan {

	private static final Pattern CANDIDATE = Pattern.compile("(?<![\\p{L}\\p{N}_.\\\\/+-])(?<!\\d[:,])"
			+ "((?:\\+|00|\\(|\\(\\+)?\\d[\\d ().\\-/+\\t\\u00a0\\u2009-\\u2011\\u202f]{4,300})(?![\\p{L}\\p{N}_@]|:\\d)");

	private static final Pattern DATE = Pattern
		.compile("(?<!\\d)(?:\\d{4}([-/.])\\d{1,2}\\1\\d{1,2}|\\d{1,2}([-/.])\\d{1,2}\\2\\d{4})(?!\\d)");

	private static final Pattern VERSION = Pattern.compile("\\d+(?:\\.\\d+)+");

	private static final Pattern PAIRS = Pattern.compile("\\d{2,4}(?:\\.\\d{2,4}){2,5}");

	private PhoneScan() {
	}

	static void find(String text, String region, Consumer<Mention> found) {
		Matcher candidate = CANDIDATE.matcher(text);
		while (candidate.find()) {
			String token = candidate.group(1);
			if (!written(token)) {
				continue;
			}
			read(token, candidate.start(1), region, found);
			if (token.indexOf('+', 2) > 0) {
				read(token.substring(0, 2) + token.substring(2).replace('+', ' '), candidate.start(1), region, found);
			}
		}
	}

	/** A plus inside may be the next number's, or a space that was form-encoded. */
	private static void read(String token, int offset, String region, Consumer<Mention> found) {
		boolean international = token.startsWith("00");
		String readable = international ? "+ " + token.substring(2) : token;
		// Who writes a country code means a phone, whether or not the number is in use.
		Leniency leniency = (international || token.contains("+")) ? Leniency.POSSIBLE : Leniency.VALID;
		for (var match : PhoneNumberUtil.getInstance().findNumbers(readable, region, leniency, 8)) {
			if (written(match.rawString())) {
				Identifiers.phone(match.rawString(), region)
					.ifPresent((value) -> found
						.accept(new Mention(Form.PHONE, value, offset + match.start(), offset + match.end())));
			}
		}
	}

	private static boolean written(String token) {
		String stripped = token.strip();
		if (stripped.startsWith("+") || stripped.startsWith("(+") || stripped.startsWith("00")) {
			return true;
		}
		boolean bare = stripped.chars().allMatch(Character::isDigit);
		boolean dotted = VERSION.matcher(stripped).matches();
		return !bare && !DATE.matcher(stripped).find() && (!dotted || PAIRS.matcher(stripped).matches());
	}

}
