package org.dsrhub.subject;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import org.dsrhub.subject.Mention.Form;

/**
 * Finds e-mail addresses and user principal names, each as long as it goes: what merely
 * contains somebody's address is another address.
 */
final class AddressScan {

	private static final String LOCAL = "._%+-'!#$^~";

	private static final String GUEST = "#EXT#@";

	/** {@code live.com#ana@outlook.com}: who vouches for the account, in front of it. */
	private static final Pattern PROVIDER = Pattern
		.compile("(?:guest|[\\p{Alnum}-]+(?:\\.[\\p{Alnum}-]+)+)#(?!(?i:EXT#))");

	private static final Pattern NUMERIC = Pattern.compile("[\\d._-]+");

	private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");

	private AddressScan() {
	}

	static void find(String text, Consumer<Mention> found) {
		int border = 0;
		int at = text.indexOf('@');
		while (at >= 0) {
			int start = localStart(text, at, border);
			int end = domainEnd(text, at);
			if (start < at && end > at + 1 && names(text, at, end)) {
				String token = text.substring(start, end);
				found.accept(new Mention(Form.ADDRESS,
						Identifiers.email(token).orElseGet(() -> token.toLowerCase(Locale.ROOT)), start, end));
				border = end;
			}
			at = text.indexOf('@', Math.max(end, at + 1));
		}
	}

	private static int localStart(String text, int at, int border) {
		if (at > border && text.charAt(at - 1) == '"') {
			int quote = text.lastIndexOf('"', at - 2);
			return (quote >= border && at - quote < 66 && quote < at - 2) ? quote : at;
		}
		int start = at;
		while (start > border && local(text, start)) {
			start -= Character.charCount(text.codePointBefore(start));
		}
		var provider = PROVIDER.matcher(text).region(start, at);
		if (provider.lookingAt()) {
			start = provider.end();
		}
		String trimmed = (border > 0 && start == border) ? LOCAL : "'.%#";
		while (start < at && trimmed.indexOf(text.charAt(start)) >= 0) {
			start++;
		}
		return start;
	}

	private static boolean local(String text, int end) {
		return wordy(text.codePointBefore(end)) || LOCAL.indexOf(text.charAt(end - 1)) >= 0;
	}

	private static int domainEnd(String text, int at) {
		int end = at;
		while (end < text.length()) {
			if (text.charAt(end) == '@') {
				end++;
			}
			else if (text.regionMatches(true, end, GUEST, 0, GUEST.length())) {
				end += GUEST.length();
			}
			else {
				break;
			}
			while (end < text.length() && (wordy(text.codePointAt(end)) || "._-".indexOf(text.charAt(end)) >= 0)) {
				end += Character.charCount(text.codePointAt(end));
			}
		}
		while (end > at && "._-@".indexOf(text.charAt(end - 1)) >= 0) {
			end--;
		}
		return end;
	}

	private static boolean wordy(int codePoint) {
		return Character.isLetterOrDigit(codePoint)
				|| (codePoint > 0x7f && ((1 << Character.getType(codePoint)) & ((1 << Character.NON_SPACING_MARK)
						| (1 << Character.COMBINING_SPACING_MARK) | (1 << Character.ENCLOSING_MARK)
						| (1 << Character.LETTER_NUMBER) | (1 << Character.OTHER_NUMBER))) != 0);
	}

	/** Package versions, image digests and OData annotations also hold an at sign. */
	private static boolean names(String text, int at, int end) {
		String domain = text.substring(at + 1, end);
		if (NUMERIC.matcher(domain).matches()) {
			return IPV4.matcher(domain).matches();
		}
		String lower = domain.toLowerCase(Locale.ROOT);
		return !lower.startsWith("odata.") && !lower.startsWith("microsoft.graph.")
				&& !(lower.startsWith("sha") && NUMERIC.matcher(lower.substring(3)).matches());
	}

}
