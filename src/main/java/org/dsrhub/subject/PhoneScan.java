package org.dsrhub.subject;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import org.dsrhub.subject.Mention.Form;

/**
 * Finds phone numbers. Most numbers in cloud records are something else, so in free text
 * one must be written like a phone number and be valid in the subject's region.
 */
final class PhoneScan {

	private static final Pattern CANDIDATE = Pattern.compile("(?<![\\p{L}\\p{N}_.\\\\/+-])(?<!\\d[:,])"
			+ "((?:\\+|00|\\(|\\(\\+)?\\d[\\d ().\\-/\\u00a0\\u2011]{4,26})(?![\\p{L}\\p{N}_@]|:\\d)");

	private static final Pattern DATE = Pattern
		.compile("(?<!\\d)(?:\\d{4}([-/.])\\d{1,2}\\1\\d{1,2}|\\d{1,2}([-/.])\\d{1,2}\\2\\d{4})(?!\\d)");

	private static final Pattern VERSION = Pattern.compile("\\d+(?:\\.\\d+)*(?:\\.\\d|\\.\\d{5,})?(?:\\.\\d+)*");

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
			int offset = candidate.start(1);
			String readable = token.startsWith("00") ? "+ " + token.substring(2) : token;
			for (var match : PhoneNumberUtil.getInstance().findNumbers(readable, region, Leniency.VALID, 8)) {
				int start = (match.start() == 0 || readable != token) ? 0 : match.start();
				Identifiers.phone(match.rawString(), region)
					.ifPresent((value) -> found
						.accept(new Mention(Form.PHONE, value, offset + start, offset + match.end())));
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
