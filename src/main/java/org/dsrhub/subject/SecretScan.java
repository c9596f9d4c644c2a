package org.dsrhub.subject;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.dsrhub.subject.Mention.Form;

/**
 * Finds what gives access: signatures, keys, tokens and passwords.
 */
final class SecretScan {

	private static final String NAMES = "(?:client[_-]?secret|password|passwd|pwd|(?:access|refresh|id|sas)[_-]?token"
			+ "|client[_-]?assertion|api[_-]?key|account[_-]?key|shared[_-]?access[_-]?key|shared[_-]?secret)";

	private static final Pattern[] WITH_EQUALS = { Pattern.compile("\\?((?=[^\\s\"'<>]*(?i:sig)=)[^\\s\"'<>]+)"),
			Pattern.compile("(?<![\\p{L}\\p{N}_])(?i:sig)=([^&\\s\"'<>;,]+)"),
			Pattern.compile("(?i:sharedaccesssignature)[\\s=]+([^\\s\"'<>;]+)"),
			Pattern.compile("(?i)(?<![a-z])" + NAMES + "\\s*=\\s*(\"[^\"]+\"|'[^']+'|[^\\s&;,\"'}<>]+)") };

	private static final Pattern QUOTED = Pattern
		.compile("(?i)(?<![a-z])" + NAMES + "\\\\*[\"']\\s*:\\s*\\\\*[\"']([^\"'\\\\]+)");

	private static final Pattern OPTION = Pattern
		.compile("(?i)(?<!\\S)(?:--?|/)" + NAMES + "[\\s:]+(\"[^\"]+\"|'[^']+'|[^\\s\"'-][^\\s\"']*)");

	private static final Pattern BEARER = Pattern.compile("(?i:bearer)\\s+([A-Za-z0-9._~+/=-]{16,})");

	private static final Pattern JWT = Pattern
		.compile("(?<![A-Za-z0-9_-])(eyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]*)");

	private static final Pattern PEM = Pattern
		.compile("(-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$))", Pattern.DOTALL);

	private static final Pattern USER_INFO = Pattern.compile("://([^/\\s:@\"'?#]+:[^/\\s@\"'?#]+)@");

	private SecretScan() {
	}

	static void find(String text, Consumer<Mention> found) {
		if (text.indexOf('=') >= 0) {
			for (Pattern pattern : WITH_EQUALS) {
				find(pattern, text, found);
			}
		}
		boolean colon = text.indexOf(':') >= 0;
		if (colon && (text.indexOf('"') >= 0 || text.indexOf('\'') >= 0)) {
			find(QUOTED, text, found);
		}
		if (colon && text.indexOf('@') >= 0) {
			find(USER_INFO, text, found);
		}
		if (colon || text.indexOf(' ') >= 0) {
			find(OPTION, text, found);
		}
		if (text.contains("earer ") || text.contains("EARER ")) {
			find(BEARER, text, found);
		}
		if (text.contains("eyJ")) {
			find(JWT, text, found);
		}
		if (text.contains("-----BEGIN ")) {
			find(PEM, text, found);
		}
	}

	private static void find(Pattern pattern, String text, Consumer<Mention> found) {
		Matcher matcher = pattern.matcher(text);
		while (matcher.find()) {
			if (!matcher.group(1).equals("[redacted]")) {
				found.accept(new Mention(Form.SECRET, "", matcher.start(1), matcher.end(1)));
			}
		}
	}

}
